import type { TestResult } from '../domain/test-report.ts';
import { baseNameOf } from '../shared/project-path.ts';
import { moduleUnit, unitsOf } from './code-units.ts';
import type { Finding } from './finding.ts';
import type { ImportDistances } from './import-graph.ts';
import type { SourceIndex } from './source-index.ts';

/** Files that the failing test files import: the closer the more suspicious, and more when they bear the test's name. */
export function importFindings(
  index: SourceIndex,
  suspects: ReadonlySet<string>,
  distances: ImportDistances,
  failing: readonly TestResult[],
): Finding[] {
  const subjects = new Set(failing.flatMap((test) => (test.file === null ? [] : [subjectOf(test.file)])));
  return [...distances].flatMap(([path, distance]) => {
    const file = suspects.has(path) ? index.source(path) : null;
    if (file === null || distance === 0) return [];
    const isSubject = subjects.has(stemOf(path));
    const strength = 0.6 / distance;
    const how = distance === 1 ? 'imports this file' : `reaches this file in ${distance} imports`;
    const detail = `The failing test file ${how}${isSubject ? ', which bears its name' : ''}.`;
    const source = isSubject ? 'subject' : 'import';
    return unitsOf(file).map((unit): Finding => {
      // Faults are in functions more than in heads of classes and modules.
      const share = unit.kind === 'function' || unit.kind === 'block' ? 1 : 0.5;
      return { source, kind: 'import', file: path, unit, line: null, strength: isSubject ? share : strength, detail };
    });
  });
}

/** A load failure or a compile error without a place: the modules that the test file loads. */
export function loadFindings(
  index: SourceIndex,
  suspects: ReadonlySet<string>,
  distances: ImportDistances,
  failing: readonly TestResult[],
): Finding[] {
  if (!failing.some((test) => test.failure?.kind === 'load' || test.failure?.kind === 'compile')) return [];
  return [...distances].flatMap(([path, distance]): Finding[] => {
    const file = suspects.has(path) ? index.source(path) : null;
    if (file === null) return [];
    const detail = 'The failing test file could not be loaded, and loads this module.';
    const strength = 0.8 / Math.max(1, distance);
    return [
      { source: 'error-kind', kind: 'error-kind', file: path, unit: moduleUnit(file), line: null, strength, detail },
    ];
  });
}

/** A test that ran out of time: units with loops or waiting among those that it reaches. */
export function timeoutFindings(reached: readonly Finding[], failing: readonly TestResult[]): Finding[] {
  if (!failing.some((test) => test.failure?.kind === 'timeout')) return [];
  return reached.flatMap((finding): Finding[] => {
    const { unit } = finding;
    if (unit === null || unit.kind === 'module') return [];
    const code = unit.file.code.slice(unit.startIndex, unit.endIndex);
    if (!/\b(while|for|await|setTimeout|setInterval|Promise|sleep)\b/.test(code)) return [];
    const detail = 'The test ran out of time, and this code loops or waits.';
    return [{ ...finding, source: 'error-kind', kind: 'error-kind', strength: finding.strength, detail }];
  });
}

/** `tests/cart.test.js` and `test_cart.py` are about `cart`. */
function subjectOf(testFile: string): string {
  return stemOf(testFile)
    .replace(/[._-](test|tests|spec|unit)$/i, '')
    .replace(/^(tests?|spec)[._-]/i, '')
    .replace(/(?<=[a-z0-9])tests?$/, '');
}

function stemOf(path: string): string {
  return baseNameOf(path)
    .replace(/(\.d)?\.\w+$/, '')
    .replace(/\.(test|spec|unit|tests)$/i, '')
    .toLowerCase();
}
