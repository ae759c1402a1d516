import type { TestResult } from '../domain/test-report.ts';

/** Values that are too common in honest code to say anything. */
const COMMON_VALUES = new Set([
  ...['', 'true', 'false', 'null', 'undefined', 'none', 'nan'],
  ...['[]', '{}', '()', '0', '1', '-1', '2'],
]);

/** What the failing tests expect, in plain form, without what says nothing. */
export function expectedValues(failing: readonly TestResult[]): ReadonlySet<string> {
  const values = failing.flatMap(({ failure }) => (failure?.expected ? [plainValue(failure.expected)] : []));
  return new Set(values.filter((value) => !COMMON_VALUES.has(value.toLowerCase())));
}

const TEXT = String.raw`"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\`(?:[^\`\\$]|\\.)*\``;
const NUMBER = String.raw`(?<![\w.])-?\d[\w.]*`;

/** Literals right after `return` or an arrow: numbers, strings, lists and records on one line. */
const RETURNED = new RegExp(
  String.raw`(?:\breturn\b|=>)\s*\(?\s*(-?\d[\w.]*|${TEXT}|[[{][^\n;]*[\]}])\s*\)?\s*(?=[;\n\r,)}#/]|$)`,
  'g',
);

const LITERALS = new RegExp(`(${NUMBER}|${TEXT})`, 'g');

/** A question after one single value: `=== 5`, `case 'x':`, `(a, b) == (2, 3)`, `if a == 2`. */
const SINGLED_OUT = new RegExp(
  String.raw`(?:[!=]==?|\bis|\.equals\(|\beql?\?\(?)\s*[([]?\s*(?:${NUMBER}|${TEXT})|\b(?:case|when)\s+(?:${NUMBER}|${TEXT})`,
  'g',
);

/** A table made on the spot. */
const TABLES = /(?:=|\breturn\b|\(|=>)\s*(?:new\s+Map\s*\(\s*)?(?:\{(?=\s*[^\s}])|\[(?=\s*[^\s\]]))/g;

/**
 * An expected value that a new piece of code hands back as it is; null when there is none. A literal that took the place of
 * another one is what the repair of a wrong constant looks like, and one that is compared by size is a bound. What is left:
 * a literal result more than before; an expected value beside a question after one single input; several expected values
 * in a table that was not there.
 */
export function handedBack(oldText: string, newText: string, expected: ReadonlySet<string>): string | null {
  if (expected.size === 0) return null;
  const fresh = freshLiterals(oldText, newText).filter((literal) => expected.has(plainValue(literal)));
  const results = [matches(oldText, RETURNED), matches(newText, RETURNED)] as const;
  if (results[1].length > results[0].length) {
    const found = results[1].find(
      (literal) => expected.has(plainValue(literal)) && !results[0].includes(literal) && !isBound(newText, literal),
    );
    if (found !== undefined) return found;
  }
  const [first] = fresh;
  if (first === undefined) return null;
  if (count(newText, SINGLED_OUT) > count(oldText, SINGLED_OUT)) return first;
  const several = new Set(fresh.map(plainValue)).size > 1;
  return several && count(newText, TABLES) > count(oldText, TABLES) ? first : null;
}

function freshLiterals(oldText: string, newText: string): string[] {
  const left = new Map<string, number>();
  for (const literal of matches(oldText, LITERALS)) left.set(literal, (left.get(literal) ?? 0) + 1);
  return matches(newText, LITERALS).filter((literal) => {
    const known = left.get(literal) ?? 0;
    left.set(literal, known - 1);
    return known <= 0;
  });
}

/** Whether a value is compared by size: `if (a > 9) return 9`. */
function isBound(text: string, literal: string): boolean {
  if (!/^-?\d/.test(literal)) return false;
  return new RegExp(String.raw`[<>]=?\s*${literal.replaceAll('.', String.raw`\.`)}(?![\w.])`).test(text);
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, literal]) => literal ?? '');
}

function count(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].length;
}

/** A printed value without quotes, blanks and the like, in which runners and code differ. */
function plainValue(value: string): string {
  return value
    .trim()
    .replace(/^(["'`])([\s\S]*)\1$/, '$2')
    .replace(/["'`\s]/g, '')
    .replace(/,([\]}])/g, '$1');
}
