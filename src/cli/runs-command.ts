import { join, resolve } from 'node:path';
import { EXIT } from '../domain/autofix-error.ts';
import { stateFolderOf } from '../pipeline/default-options.ts';
import { type ListedRun, listRuns } from '../pipeline/finished-run.ts';
import { removeTree } from '../sandbox/remove-tree.ts';
import { counted } from '../shared/counted.ts';
import { safeForTerminal } from '../shared/terminal-text.ts';
import type { CommandSpec } from './commands/command-spec.ts';
import { withEnvironmentFile } from './configuration.ts';
import { resolveValue } from './option-values.ts';
import { printResult } from './print.ts';
import { unknownAction } from './unknown-action.ts';

const ACTIONS = ['list', 'prune'] as const;

/** A run without a result that began less than this ago may still be going on: it is not pruned. */
const MAY_BE_RUNNING_MS = 24 * 3_600_000;

/** `autofix runs [list|prune]`: gives the exit code. */
export async function runsCommand(
  action: string,
  flags: Readonly<Record<string, unknown>>,
  { options }: Pick<CommandSpec, 'options'>,
  now: number = Date.now(),
): Promise<number> {
  if (action !== 'list' && action !== 'prune') throw unknownAction('runs', action, ACTIONS);
  const env = withEnvironmentFile(process.cwd(), process.env);
  const value = (name: string) => {
    const spec = options.find((option) => option.name === name);
    const inputs = { flags, env, configuration: {}, configurationFile: () => null };
    return spec === undefined ? null : resolveValue(spec, inputs).value;
  };
  const runsFolder = resolve((value('run-dir') as string | null) ?? join(stateFolderOf(env), 'runs'));
  const found = listRuns(runsFolder);
  if (action === 'list') {
    printResult(flags.json === true ? asJson(runsFolder, found) : safeForTerminal(asText(runsFolder, found)));
    return EXIT.fixed;
  }
  const old = found.slice(value('keep') as number).filter((run) => mayGo(run, now));
  for (const { folder } of old) await removeTree(folder);
  if (flags.json === true) printResult(asJson(runsFolder, old));
  else
    printResult(
      `removed ${counted(old.length, 'run')}, ${found.length - old.length} left\n${safeForTerminal(runsFolder)}`,
    );
  return EXIT.fixed;
}

function mayGo({ outcome, startedAt }: ListedRun, now: number): boolean {
  return outcome !== null || now - startedAt > MAY_BE_RUNNING_MS;
}

function asJson(folder: string, found: readonly ListedRun[]): string {
  const rows = found.map(({ folder: path, startedAt, outcome }) => ({
    folder: path,
    startedAt: new Date(startedAt).toISOString(),
    status: outcome?.status ?? null,
    exitCode: outcome?.exitCode ?? null,
    fixed: outcome?.fixedTests.length ?? null,
    remaining: outcome?.remainingTests.length ?? null,
    zip: outcome?.outputs.zip ?? null,
  }));
  return JSON.stringify({ folder, runs: rows }, null, 2);
}

function asText(folder: string, found: readonly ListedRun[]): string {
  if (found.length === 0) return `no runs yet\n${folder}`;
  return [...found.map(lineOf), folder].join('\n');
}

function lineOf({ name, startedAt, outcome }: ListedRun): string {
  const time = new Date(startedAt).toISOString().slice(0, 16).replace('T', ' ');
  const tests = outcome === null ? '' : `${outcome.fixedTests.length} fixed, ${outcome.remainingTests.length} left`;
  return `${name}  ${time}Z  ${(outcome?.status ?? 'no result').padEnd(16)}  ${tests}`.trimEnd();
}
