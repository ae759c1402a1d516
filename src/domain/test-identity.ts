import type { TestResult } from './test-report.ts';

/** What identifies a test before its occurrence number is known. */
export interface TestName {
  readonly file: string | null;
  readonly namePath: readonly string[];
}

/** Separator between suites and test in ids and full names. */
export const NAME_SEPARATOR = ' > ';

export function fullName(test: TestName): string {
  return test.namePath.join(NAME_SEPARATOR);
}

/**
 * Gives out ids `file::suite > test`, and `file::suite > test #2` for the second of the same name.
 * One assigner for one report: the numbers follow the order in which the tests stand there.
 */
export function testIdAssigner(): (test: TestName) => string {
  const seen = new Map<string, number>();
  return (test) => {
    const key = `${test.file ?? ''}::${fullName(test)}`;
    const occurrence = (seen.get(key) ?? 0) + 1;
    seen.set(key, occurrence);
    return occurrence === 1 ? key : `${key} #${occurrence}`;
  };
}

/**
 * Whether a test of one report is a test of another, which may be of another format: the innermost names
 * are equal and the shorter suite path is an end of the longer one, or (formats that print all titles in a row)
 * the names joined by spaces are equal; the files agree where both are known.
 */
export function isSameTest(left: TestResult, right: TestResult): boolean {
  if (left.id === right.id) return true;
  if (left.file !== null && right.file !== null && left.file !== right.file) return false;
  const [short, long] =
    left.namePath.length <= right.namePath.length ? [left.namePath, right.namePath] : [right.namePath, left.namePath];
  if (short.length === 0) return false;
  const isEnd = short.every((part, index) => part === long[long.length - short.length + index]);
  return isEnd || short.join(' ') === long.join(' ');
}
