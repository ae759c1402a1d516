import { createInterface } from 'node:readline/promises';
import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import type { HunkAnswer, Review, ReviewedHunk, ReviewHunks } from '../pipeline/review.ts';
import { safeForTerminal } from '../shared/terminal-text.ts';
import { coloredDiff, painter } from './diff-colors.ts';
import { printError, printProgress } from './print.ts';
import { editText } from './text-editor.ts';

/** Asks a question and gives the answer; for tests a function. */
type Ask = (question: string) => Promise<string>;

const QUESTION = '[a]ccept, [r]eject, [e]dit, as[k] again, accept a[l]l, [?] help: ';
const HELP = `a  accept this hunk
r  reject this hunk
e  change it in $EDITOR, then accept it
k  send the whole repair back with a remark: another one is searched
l  accept this and all hunks after it
The tests judge what you accept before anything is written.`;

/** Asks on the terminal for each hunk. Needs a person: refuses when standard input is no terminal. */
export function hunkReview(beforeAsking: () => void, signal: AbortSignal, color: boolean): ReviewHunks {
  if (process.stdin.isTTY !== true) {
    throw new AutofixError('--interactive needs a terminal on standard input', {
      code: 'usage',
      exitCode: EXIT.usage,
      hint: 'Leave --interactive out: the run folder holds every candidate to read afterwards.',
    });
  }
  return async (hunks) => {
    beforeAsking();
    try {
      return await reviewWith(hunks, (question) => askOnce(question, signal), color);
    } catch (cause) {
      if (signal.aborted) throw signal.reason;
      if (cause instanceof AutofixError) throw cause;
      throw new AutofixError('The review was broken off', {
        code: 'interrupted',
        exitCode: EXIT.interrupted,
        hint: 'Nothing was changed; the run folder holds the candidates.',
        cause,
      });
    }
  };
}

/** A terminal of its own for each question: in between it belongs to the editor. */
async function askOnce(question: string, signal: AbortSignal): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const closed = new AbortController();
  terminal.on('close', () => closed.abort(new Error('end of input')));
  terminal.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    return await terminal.question(question, { signal: AbortSignal.any([signal, closed.signal]) });
  } finally {
    terminal.close();
  }
}

/** The conversation about one repair. */
export async function reviewWith(
  hunks: readonly ReviewedHunk[],
  ask: Ask,
  color: boolean,
  edit: typeof editText = editText,
): Promise<Review> {
  const answers: HunkAnswer[] = [];
  for (const [index, hunk] of hunks.entries()) {
    printProgress(
      `\nhunk ${index + 1} of ${hunks.length}, ${safeForTerminal(hunk.file)}: ${safeForTerminal(hunk.rationale)}`,
    );
    printProgress(coloredDiff(hunk.diff, painter(color, process.stderr)).join('\n'));
    const answer = await answerTo(hunk, ask, edit);
    if (answer === 'again') return { kind: 'again', remark: (await ask('what should be otherwise? ')).trim() };
    if (answer === 'all') return { kind: 'chosen', hunks: [...answers, ...hunks.slice(index).map(() => ACCEPT)] };
    answers.push(answer);
  }
  return { kind: 'chosen', hunks: answers };
}

const ACCEPT: HunkAnswer = { kind: 'accept' };

async function answerTo(hunk: ReviewedHunk, ask: Ask, edit: typeof editText): Promise<HunkAnswer | 'again' | 'all'> {
  for (;;) {
    switch ((await ask(QUESTION)).trim().toLowerCase()) {
      case 'a':
      case 'y':
      case 'yes':
        return ACCEPT;
      case 'r':
      case 'n':
      case 'no':
        return { kind: 'reject' };
      case 'k':
        return 'again';
      case 'l':
        return 'all';
      case 'e': {
        const text = await edited(hunk, edit);
        if (text !== null) return { kind: 'edit', text };
        break;
      }
      default:
        printProgress(HELP);
    }
  }
}

/** null: it could not be edited, and the question is asked again. */
async function edited({ newText, file }: ReviewedHunk, edit: typeof editText): Promise<string | null> {
  if (newText === null) {
    printProgress('This hunk removes or renames a file: there is no text to edit.');
    return null;
  }
  try {
    return await edit(newText, file);
  } catch (error) {
    printError(error);
    return null;
  }
}
