import { baseName } from './runner-calls.ts';
import { applyLineEdits, parseShellLine, type SimpleCommand } from './shell-line.ts';

/** Programs that go on watching unless they are told to end, and what tells them so. */
const WATCHING: readonly { readonly words: readonly string[]; readonly flag: RegExp; readonly ending: string }[] = [
  { words: ['ng', 'test'], flag: /^--(no-)?watch\b/, ending: '--watch=false' },
  { words: ['karma', 'start'], flag: /^--(no-)?(single-run|auto-watch)\b/, ending: '--single-run' },
];

/** A line whose programs end by themselves. */
export function endingLine(line: string): string {
  const edits = parseShellLine(line).flatMap((command) => {
    const end = command.words.at(-1)?.end ?? 0;
    return endingsOf(command).map((ending) => ({ start: end, end, text: ` ${ending}` }));
  });
  return applyLineEdits(line, edits);
}

function endingsOf({ words }: SimpleCommand): string[] {
  const values = words.map((word) => word.value);
  const start = values[0] === 'npx' ? 1 : 0;
  return WATCHING.filter(
    (program) =>
      program.words.every((word, index) => baseName(values[start + index] ?? '') === word) &&
      !values.some((value) => program.flag.test(value)),
  ).map((program) => program.ending);
}
