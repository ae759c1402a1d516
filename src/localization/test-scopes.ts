import type { TestResult } from '../domain/test-report.ts';
import { findTest, isTestCallee, isTestFunction, type TestPlace } from '../syntax/test-blocks.ts';
import { type CodeUnit, contains, unitsOf } from './code-units.ts';
import type { SourceFile, SourceIndex } from './source-index.ts';

/** The part of a test file that one test runs. */
export interface TestScope {
  readonly file: SourceFile;
  /** The test itself, then the hooks that run before or after it. UTF-16 offsets, half-open. */
  readonly ranges: readonly { readonly startIndex: number; readonly endIndex: number }[];
  /** False when the test was not found in its file and the whole file stands for it. */
  readonly exact: boolean;
}

/** Whether a unit is a test, a suite or a hook. */
export function isTestUnit(unit: CodeUnit): boolean {
  const name = unit.name ?? '';
  return unit.kind === 'block' ? isTestCallee(name.split('(', 1)[0] ?? '') : isTestFunction(name);
}

/** Whether a unit is a test, or serves tests, among the sources themselves: Rust's `mod tests` and `#[test]`. */
export function isInlineTest(unit: CodeUnit): boolean {
  if (unit.file.language !== 'rust' || unit.kind === 'module') return false;
  const around = unitsOf(unit.file).filter((outer) => contains(outer, unit));
  return around.some(
    (outer) =>
      (outer.kind === 'class' && /^tests?$/.test(outer.name ?? '')) ||
      /^(#\[[^\n]*\s*)*#\[(\w+::)*(test|cfg\(test\))/.test(unit.file.text.slice(outer.startIndex, outer.endIndex)),
  );
}

/** Finds a test in its file; null when the file is not known or cannot be parsed. */
export function testScope(index: SourceIndex, test: TestResult): TestScope | null {
  const file = test.file === null ? null : index.source(test.file);
  if (file === null) return null;
  const place = test.failure?.kind === 'load' ? null : foundTest(file, test);
  if (place === null) return { file, ranges: [{ startIndex: 0, endIndex: file.text.length }], exact: false };
  return { file, ranges: [...place.own, ...place.hooks], exact: true };
}

const found = new WeakMap<SourceFile, Map<string, TestPlace | null>>();

/** Looks a test up once, however often a report names it: one that lists assertions does so for each. */
function foundTest(file: SourceFile, test: TestResult): TestPlace | null {
  const known = found.get(file) ?? new Map<string, TestPlace | null>();
  found.set(file, known);
  const frameLine = test.failure?.frames.find((frame) => frame.file === test.file && frame.line !== null)?.line;
  const key = JSON.stringify([test.namePath, test.name, test.line, test.line === null ? frameLine : null]);
  let place = known.get(key);
  if (place === undefined) {
    place = findTest(file, test);
    known.set(key, place);
  }
  return place;
}
