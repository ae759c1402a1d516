import type { TestFailure } from '../domain/test-report.ts';

/** What a failing test wanted and what it got, as the runner prints them. */
export interface Expectation {
  readonly expected: string;
  readonly actual: string;
}

/** In messages whose assertion tells which side is which, `actual` comes first in every pattern but the last. */
const ACTUAL_FIRST = [
  /^(.+) !== (.+)$/m,
  /\bexpected (.+?) to (?:be|equal|deeply equal|strictly equal|deep equal|eql)\s+(.+?)(?: \/\/ .*)?$/m,
  /^(?:E\s+)?(?:AssertionError: )?assert (.+) == (.+)$/m,
];

/** unittest's `assertEqual(first, second)`: which one is the expectation is a matter of taste, so both are tried. */
const EITHER = [/AssertionError: (.+?) != (.+?)(?: : .*)?$/m, /^(.+?) != (.+?)(?: : .*)?$/m];

/** Reads the pairs of a failure from its fields, or from its message where it has none. */
export function expectationsOf({ expected, actual, message }: TestFailure): Expectation[] {
  if (expected !== null && actual !== null) return [trimmed(expected, actual)];
  const labelled = /Expected:?\s+(.+)\n\s*(?:Received|Actual):?\s+(.+)/.exec(message);
  if (labelled !== null) return [trimmed(labelled[1] ?? '', labelled[2] ?? '')];
  for (const pattern of ACTUAL_FIRST) {
    const found = pattern.exec(message);
    if (found !== null) return [trimmed(found[2] ?? '', found[1] ?? '')];
  }
  for (const pattern of EITHER) {
    const found = pattern.exec(message);
    if (found === null) continue;
    const [, first = '', second = ''] = found;
    return [trimmed(second, first), trimmed(first, second)];
  }
  return [];
}

function trimmed(expected: string, actual: string): Expectation {
  return { expected: expected.trim(), actual: actual.trim() };
}

/** The number that a printed value is; null when it is none. */
export function printedNumber(text: string): number | null {
  return /^-?\d+(\.\d+)?([eE][-+]?\d+)?n?$/.test(text) ? Number(text.replace(/n$/, '')) : null;
}

/** The text that a printed value is, without quotes; null when it is none. */
export function printedText(text: string): string | null {
  const quoted = /^(['"`])([\s\S]*)\1$/.exec(text);
  return quoted?.[2] ?? null;
}
