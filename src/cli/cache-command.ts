import { EXIT } from '../domain/autofix-error.ts';
import { answerCacheInfo, type CacheInfo, clearAnswerCache } from '../llm/answer-cache.ts';
import { stateFolderOf } from '../pipeline/default-options.ts';
import { counted } from '../shared/counted.ts';
import { withEnvironmentFile } from './configuration.ts';
import { printResult } from './print.ts';
import { unknownAction } from './unknown-action.ts';

const ACTIONS = ['info', 'clear'] as const;

/** `autofix cache info|clear`: what is kept of the models' answers. Asks nobody. */
export async function cacheCommand(action: string, flags: { readonly json?: boolean }): Promise<number> {
  const stateFolder = stateFolderOf(withEnvironmentFile(process.cwd(), process.env));
  if (action === 'info') printResult(shown(await answerCacheInfo(stateFolder), '', flags.json === true));
  else if (action === 'clear') printResult(shown(await clearAnswerCache(stateFolder), 'removed ', flags.json === true));
  else throw unknownAction('cache', action, ACTIONS);
  return EXIT.fixed;
}

function shown({ folder, entries, bytes, oldest }: CacheInfo, verb: string, asJson: boolean): string {
  const since = oldest === null ? null : new Date(oldest).toISOString();
  if (asJson) return JSON.stringify({ folder, entries, bytes, oldest: since }, null, 2);
  const age = since === null ? '' : `, the oldest of ${since}`;
  return `${verb}${counted(entries, 'answer')}, ${(bytes / 1000).toFixed(1)} kB${age}\n${folder}`;
}
