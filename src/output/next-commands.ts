import type { RepairOutcome } from '../domain/repair-outcome.ts';

export interface NextCommand {
  readonly purpose: string;
  readonly command: string;
}

/** What a person may type after a run, the likeliest first. Needs a run folder. */
export function nextCommands({ status, patch, outputs, analysis, error }: RepairOutcome): NextCommand[] {
  const { runDir } = outputs;
  if (runDir === null) return [];
  const folder = shellWord(runDir);
  const commands: NextCommand[] = [];
  if (patch !== null)
    commands.push({ purpose: 'put the patch into a working tree', command: `autofix apply ${folder} .` });
  if (patch === null && analysis.failures.length > 0 && status !== 'nothing-to-fix') {
    commands.push({ purpose: 'see what was tried', command: `autofix report ${folder} --html evidence.html` });
  }
  // A run that was refused has nothing that could be repeated.
  if (error === null || status === 'not-fixed' || status === 'partially-fixed') {
    commands.push({
      purpose: 'repeat the run from its record, without a request',
      command: `autofix replay ${folder}`,
    });
  }
  return commands;
}

/** For a POSIX shell: quoted where it has to be. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
