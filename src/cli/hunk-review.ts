import { createInterface } from 'node:readline/promises';
import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import type { ReviewHunks } from '../pipeline/review.ts';
import { safeForTerminal } from '../shared/terminal-text.ts';
import { printProgress } from './print.ts';

/** Asks on the terminal for each hunk. Needs a person: refuses when standard input is no terminal. */
export function hunkReview(beforeAsking: () => void, signal: AbortSignal): ReviewHunks {
  if (process.stdin.isTTY !== true) {
    throw new AutofixError('--interactive needs a terminal on standard input', {
      code: 'usage',
      exitCode: EXIT.usage,
      hint: 'Leave --interactive out: the run folder holds every candidate to read afterwards.',
    });
  }
  return async (hunks) => {
    beforeAsking();
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    try {
      const answers: boolean[] = [];
      for (const [index, hunk] of hunks.entries()) {
        printProgress(`\nhunk ${index + 1} of ${hunks.length}: ${safeForTerminal(hunk.rationale)}`);
        printProgress(safeForTerminal(hunk.diff));
        answers.push(await accepted((question) => terminal.question(question, { signal })));
      }
      return answers;
    } catch (cause) {
      if (signal.aborted) throw signal.reason;
      throw new AutofixError('The review was broken off', {
        code: 'interrupted',
        exitCode: EXIT.interrupted,
        hint: 'Nothing was changed; the run folder holds the candidates.',
        cause,
      });
    } finally {
      terminal.close();
    }
  };
}

async function accepted(ask: (question: string) => Promise<string>): Promise<boolean> {
  for (;;) {
    const answer = (await ask('accept this hunk? [y/n] ')).trim().toLowerCase();
    if (answer === 'y' || answer === 'yes') return true;
    if (answer === 'n' || answer === 'no') return false;
  }
}
