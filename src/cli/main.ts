import { EXIT } from '../domain/autofix-error.ts';
import type { Clock } from '../llm/clock.ts';
import { printError } from './print.ts';
import { createProgram } from './program.ts';

/**
 * Runs one command line (without `node` and the script) and gives its exit code. Never rejects. `clock`: time as the
 * policies around the providers see it; left out: the system's.
 */
export async function main(argv: readonly string[], clock?: Clock): Promise<number> {
  const { CommanderError } = await import('commander');
  let exitCode: number = EXIT.fixed;
  endQuietlyWithoutReader();
  const program = createProgram((code) => {
    exitCode = code;
  }, clock);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fixed : EXIT.usage;
    return printError(error);
  }
}

/** `autofix … | head` closes the pipe early: no reason for a stack trace. */
function endQuietlyWithoutReader(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}
