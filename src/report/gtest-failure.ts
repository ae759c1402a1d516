import type { ReportedFailure } from './assemble-report.ts';

/** GoogleTest's head of a failed check, in the forms of gcc and of Visual Studio. */
const CHECK =
  /^(?:(?<file>(?:[A-Za-z]:)?[^:()\n]{1,400})(?::(?<line>\d+)|\((?<msvcLine>\d+)\)): (?:Failure|error:.*)|unknown file: Failure)$/;

/** Whether lines hold a failed check of GoogleTest. */
export function hasGtestCheck(lines: readonly string[]): boolean {
  return lines.some((line) => CHECK.test(line));
}

/** Why a GoogleTest test failed: its checks one after another; a test may fail several. */
export function gtestFailure(lines: readonly string[]): ReportedFailure {
  const first = lines.findIndex((line) => CHECK.test(line));
  const rest = first < 0 ? lines : lines.slice(first);
  const end = rest.findIndex((line) => /^\[ {2}(?:FAILED|SKIPPED) {1,2}\]/.test(line));
  const body = end < 0 ? rest : rest.slice(0, end);
  const places = body.flatMap((line) => placeOf(line));
  const message = body
    .filter((line) => !CHECK.test(line))
    .join('\n')
    .trim();
  const isException = /^C\+\+ exception with description|^Unknown C\+\+ exception|^SEH exception/m.test(message);
  return {
    kind: isException ? 'error' : 'assertion',
    message: message === '' ? 'The test failed without a message.' : message,
    trace: places.join('\n'),
    output: lines.slice(0, Math.max(0, first)).join('\n').trim(),
    ...expectationOf(message),
  };
}

function placeOf(line: string): string[] {
  const groups = CHECK.exec(line)?.groups;
  return groups?.file === undefined ? [] : [`    at ${groups.file}:${groups.line ?? groups.msvcLine}:1`];
}

/** `EXPECT_EQ(a, b)` prints both sides, with their values where they are expressions; the literal is what was expected. */
function expectationOf(message: string): Pick<ReportedFailure, 'expected' | 'actual'> {
  const sides =
    /^Expected equality of these values:\n {2}(?<left>.*)(?:\n {4}Which is: (?<leftValue>.*))?\n {2}(?<right>.*)(?:\n {4}Which is: (?<rightValue>.*))?/m.exec(
      message,
    )?.groups;
  if (sides !== undefined) {
    const left = sides.leftValue ?? sides.left ?? '';
    const right = sides.rightValue ?? sides.right ?? '';
    const isLeftLiteral = sides.leftValue === undefined && sides.rightValue !== undefined;
    return isLeftLiteral ? { expected: left, actual: right } : { expected: right, actual: left };
  }
  const truth = /^ {2}Actual: (?<actual>.*)\nExpected: (?<expected>.*)$/m.exec(message)?.groups;
  const compared = /^Expected: (?<expected>.*), actual: (?<actual>.*)$/m.exec(message)?.groups;
  const both = truth ?? compared;
  return { expected: both?.expected ?? null, actual: both?.actual ?? null };
}
