import { EXIT } from '../domain/autofix-error.ts';
import { type CheckResult, checkMachine } from '../pipeline/machine-check.ts';
import { safeForTerminal } from '../shared/terminal-text.ts';
import { withEnvironmentFile } from './configuration.ts';
import { printResult } from './print.ts';

/** `autofix doctor`: exit code 1 when something is broken, 0 when a run can work, if with less. */
export async function doctorCommand(flags: { readonly json?: boolean }): Promise<number> {
  const env = withEnvironmentFile(process.cwd(), process.env);
  const checks = await checkMachine({ env, nodeVersion: process.versions.node, platform: process.platform });
  if (flags.json === true) printResult(JSON.stringify({ checks }, null, 2));
  else printResult(safeForTerminal(checks.flatMap(linesOf).join('\n')));
  return checks.some(({ health }) => health === 'broken') ? EXIT.notFixed : EXIT.fixed;
}

const MARKS = { well: 'ok', limited: 'note', broken: 'FAULT' } as const;

function linesOf({ name, health, finding, remedy }: CheckResult): string[] {
  const line = `${MARKS[health].padEnd(5)}  ${name.padEnd(8)}  ${finding}`;
  return remedy === null ? [line] : [line, `${' '.repeat(17)}${remedy}`];
}
