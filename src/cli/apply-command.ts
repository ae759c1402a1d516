import { EXIT } from '../domain/autofix-error.ts';
import { applyRun } from '../pipeline/apply-run.ts';
import { safeForTerminal } from '../shared/terminal-text.ts';
import { printResult } from './print.ts';

interface ApplyFlags {
  readonly json?: boolean;
  readonly dryRun?: boolean;
}

/** `autofix apply`: gives the exit code. */
export async function applyCommand(runFolder: string, target: string, flags: ApplyFlags): Promise<number> {
  const dryRun = flags.dryRun === true;
  const applied = await applyRun(runFolder, target, dryRun);
  if (flags.json === true) {
    printResult(JSON.stringify({ ...applied, dryRun }, null, 2));
    return EXIT.fixed;
  }
  const { folder, changed, alreadyDone } = applied;
  const lines = [
    ...changed.map((path) => `${dryRun ? 'would change' : 'changed'}  ${path}`),
    ...alreadyDone.map((path) => `as wanted  ${path}`),
    changed.length === 0
      ? `The patch is in ${folder} already.`
      : dryRun
        ? 'Nothing was written.'
        : `Applied to ${folder}.`,
  ];
  printResult(safeForTerminal(lines.join('\n')));
  return EXIT.fixed;
}
