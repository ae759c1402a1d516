import type { Project, ProjectEntry } from '../domain/project.ts';
import type { TestResult } from '../domain/test-report.ts';
import { decodeSource } from '../shared/source-text.ts';
import { suspicionRulesFor } from './suspicion-rules.ts';

/** Files that are longer are not source code that a repair writes. */
const LONGEST_SOURCE = 2_000_000;

/**
 * What a patch brings in that could make tests pass without repairing anything, one sentence each: empty for
 * most honest patches. Counts constructs before and after, file by file, so that code which was there before or
 * only moved within its file is no reason. A first look, not a proof. `failing`: the tests whose expected values
 * must not be handed back as they are.
 */
export function suspiciousChanges(before: Project, after: Project, failing: readonly TestResult[] = []): string[] {
  const expected = expectedValues(failing);
  const flags: string[] = [];
  for (const now of after.entries.values()) {
    const old = before.entries.get(now.path);
    if (now === old || now.kind !== 'file' || now.size > LONGEST_SOURCE) continue;
    const rules = suspicionRulesFor(now.path);
    if (rules.length === 0) continue;
    const [oldText, newText] = [textOf(old), textOf(now)];
    for (const { what, pattern } of rules) {
      if (count(newText, pattern) > count(oldText, pattern)) flags.push(`${now.path}: it ${what}`);
    }
    const value = handedBack(oldText, newText, expected);
    if (value !== null)
      flags.push(`${now.path}: it hands back ${value.slice(0, 80)}, which is what a failing test expects`);
  }
  return flags;
}

function textOf(entry: ProjectEntry | undefined): string {
  return entry?.kind === 'file' ? (decodeSource(entry.bytes())?.text ?? '') : '';
}

function count(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].length;
}

/** Values that are too common in honest code to say anything. */
const COMMON_VALUES = new Set([
  '',
  'true',
  'false',
  'null',
  'undefined',
  'none',
  'nan',
  '[]',
  '{}',
  '()',
  '0',
  '1',
  '-1',
  '2',
]);

function expectedValues(failing: readonly TestResult[]): ReadonlySet<string> {
  const values = failing.flatMap(({ failure }) => (failure?.expected ? [plainValue(failure.expected)] : []));
  return new Set(values.filter((value) => !COMMON_VALUES.has(value.toLowerCase())));
}

/** Literals right after `return` or an arrow: numbers, strings, lists and records on one line. */
const HANDED_BACK =
  /(?:\breturn\b|=>)\s*\(?\s*(-?\d[\w.]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\$]|\\.)*`|[[{][^\n;]*[\]}])\s*\)?\s*(?=[;\n\r,)}#/]|$)/g;

/**
 * A new literal result that equals an expected value, when there are more literal results than before: a literal
 * that took the place of another one is what the repair of a wrong constant looks like.
 */
function handedBack(oldText: string, newText: string, expected: ReadonlySet<string>): string | null {
  if (expected.size === 0) return null;
  const literals = (text: string) => [...text.matchAll(HANDED_BACK)].map(([, literal]) => literal ?? '');
  const [old, now] = [literals(oldText), literals(newText)];
  if (now.length <= old.length) return null;
  return now.find((literal) => expected.has(plainValue(literal)) && !old.includes(literal)) ?? null;
}

/** A printed value without quotes, blanks and the like, in which runners and code differ. */
function plainValue(value: string): string {
  return value
    .trim()
    .replace(/^(["'`])([\s\S]*)\1$/, '$2')
    .replace(/["'`\s]/g, '')
    .replace(/,([\]}])/g, '$1');
}
