import { wordsOf } from '../project-index.ts';
import type { ProjectSources } from '../project-sources.ts';

/** Of definitions whose names tell nothing, more would not be tried. */
const MOST = 4;

/** What a module keeps for nobody, and whether the wanted name is made of the same words. */
export interface UnusedDefinition {
  readonly name: string;
  readonly isMeant: boolean;
}

/**
 * Top-level names of a file that it neither uses nor exports: the line that exported one of them, perhaps under another
 * name, may be gone. Those that share a word with `wanted` first.
 */
export function unusedDefinitions(sources: ProjectSources, path: string, wanted: string): UnusedDefinition[] {
  const analysis = sources.scopes(path);
  if (analysis === null) return [];
  const words = wordsOf(wanted);
  const used = new Set(analysis.uses.map(({ name }) => name));
  const exported = new Set(sources.facts(path).exports.map(({ name }) => name));
  const isMeant = (name: string) => wordsOf(name).some((word) => words.some((each) => isAlike(each, word)));
  return [...analysis.module.bindings.values()]
    .filter(({ name, kind }) => kind !== 'type' && name !== wanted && !used.has(name) && !exported.has(name))
    .map(({ name }) => ({ name, isMeant: isMeant(name) }))
    .sort((left, right) => Number(right.isMeant) - Number(left.isMeant))
    .slice(0, MOST);
}

/** `validate` and `validator`, `digest` and `digests`. */
function isAlike(left: string, right: string): boolean {
  const [short = '', long = ''] = left.length < right.length ? [left, right] : [right, left];
  return long === short || (short.length > 4 && long.startsWith(short.slice(0, -1)));
}
