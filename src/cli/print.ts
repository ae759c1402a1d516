import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import { safeForTerminal, visibleControls } from '../shared/terminal-text.ts';

/** Results go to standard output, everything else to standard error. */
export function printResult(text: string): void {
  process.stdout.write(ended(text));
}

export function printProgress(text: string): void {
  process.stderr.write(ended(text));
}

/** The last door: what turns text around or steers a terminal, which JSON lets pass, is written as JSON writes it too. */
function ended(text: string): string {
  return visibleControls(text.endsWith('\n') ? text : `${text}\n`);
}

/** One line each, of the same form as those of a run. */
export function printWarnings(messages: readonly string[]): void {
  for (const message of messages) printProgress(safeForTerminal(`warning    ${message}`));
}

/** One clear message with its remedy; gives the exit code. */
export function printError(error: unknown): number {
  if (error instanceof AutofixError) {
    printProgress(`error ${error.code}: ${safeForTerminal(error.message)}\n  hint: ${safeForTerminal(error.hint)}`);
    return error.exitCode;
  }
  const shown = error instanceof Error ? (error.stack ?? error.message) : String(error);
  printProgress(`error internal: ${safeForTerminal(shown)}`);
  return EXIT.notFixed;
}
