import type { TestResult } from '../domain/test-report.ts';
import { type CodeUnit, unitAt, unitsOf } from './code-units.ts';
import type { Finding } from './finding.ts';
import type { SourceFile, SourceIndex } from './source-index.ts';

/** Which lines each test ran: test id → file → 1-based lines. */
export type CoverageByTest = ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<number>>>;

interface RunCount {
  failing: number;
  passing: number;
}

/** How often each line of each file was run. */
type LineCounts = ReadonlyMap<string, ReadonlyMap<number, RunCount>>;

/** A finding at one line needs this much more suspicion there than at the head of its function. */
const LINE_LEAD = 1.1;

/** What the coefficient of one failing test counts, where several faults make tests fail. */
const SINGLE_SHARE = 0.8;

/** Ochiai's coefficient per line (Abreu et al. 2007); a unit is as suspicious as its most suspicious line. */
export function coverageFindings(
  index: SourceIndex,
  suspects: ReadonlySet<string>,
  failing: readonly TestResult[],
  coverage: CoverageByTest,
): Finding[] {
  const { counts, failed } = countLines(suspects, failing, coverage);
  return [...counts].flatMap(([path, lines]) => {
    const file = index.source(path);
    if (file === null) return [];
    const strengths = new Map([...lines].map(([line, count]) => [line, ochiai(count, failed)]));
    return [...linesOfUnits(file, lines.keys())].flatMap(([unit, own]) => unitFindings(file, unit, own, strengths));
  });
}

/** Ochiai's coefficient of every line that some test ran. Empty where the lines of a failing test are not known. */
export function lineSuspicions(
  failing: readonly TestResult[],
  coverage: CoverageByTest,
): ReadonlyMap<string, ReadonlyMap<number, number>> {
  if (!failing.every((test) => coverage.has(test.id))) return new Map();
  const files = new Set([...coverage.values()].flatMap((lines) => [...lines.keys()]));
  const { counts, failed } = countLines(files, failing, coverage);
  return new Map(
    [...counts].map(([path, lines]) => [
      path,
      new Map([...lines].map(([line, count]) => [line, ochiai(count, failed)])),
    ]),
  );
}

/**
 * Functions that no failing test ran, in files of which something ran: they cannot be at fault. None where the lines of a
 * failing test are not known.
 */
export function unitsWithAlibi(
  index: SourceIndex,
  suspects: ReadonlySet<string>,
  failing: readonly TestResult[],
  coverage: CoverageByTest,
): Set<string> {
  if (!failing.every((test) => coverage.has(test.id))) return new Set();
  const { counts } = countLines(suspects, failing, coverage);
  return new Set(
    [...counts].flatMap(([path, lines]) => {
      const file = index.source(path);
      if (file === null) return [];
      const ran = (unit: CodeUnit) =>
        [...lines].some(([line, count]) => count.failing > 0 && unit.startLine <= line && line <= unit.endLine);
      const functions = unitsOf(file).filter(({ kind }) => kind === 'function' || kind === 'block');
      return functions.filter((unit) => !ran(unit)).map(({ key }) => key);
    }),
  );
}

function countLines(
  suspects: ReadonlySet<string>,
  failing: readonly TestResult[],
  coverage: CoverageByTest,
): { readonly counts: LineCounts; readonly failed: number } {
  const failingIds = new Set(failing.map((test) => test.id).filter((id) => coverage.has(id)));
  const counts = new Map<string, Map<number, RunCount>>();
  for (const [test, files] of coverage) {
    for (const [path, lines] of files) {
      if (!suspects.has(path)) continue;
      const ofFile = counts.get(path) ?? new Map<number, RunCount>();
      counts.set(path, ofFile);
      for (const line of lines) {
        const count = ofFile.get(line) ?? { failing: 0, passing: 0 };
        ofFile.set(line, count);
        if (failingIds.has(test)) count.failing++;
        else count.passing++;
      }
    }
  }
  return { counts, failed: failingIds.size };
}

/** Over all failing tests, or for one of them alone: with several faults no line is run by all that fail. */
function ochiai({ failing, passing }: RunCount, failed: number): number {
  if (failing === 0) return 0;
  return Math.max(failing / Math.sqrt(failed * (failing + passing)), SINGLE_SHARE / Math.sqrt(1 + passing));
}

/** Lines by the innermost unit around them; what runs while a module loads says nothing of a test. */
function linesOfUnits(file: SourceFile, lines: Iterable<number>): Map<CodeUnit, number[]> {
  const units = new Map<CodeUnit, number[]>();
  for (const line of [...lines].sort((left, right) => left - right)) {
    const unit = unitAt(file, line);
    if (unit.kind !== 'module') units.set(unit, [...(units.get(unit) ?? []), line]);
  }
  return units;
}

/** The unit as a whole, and its most suspicious line where that stands out. */
function unitFindings(
  file: SourceFile,
  unit: CodeUnit,
  lines: readonly number[],
  strengths: ReadonlyMap<number, number>,
): Finding[] {
  const strengthAt = (line: number | undefined) => (line === undefined ? 0 : (strengths.get(line) ?? 0));
  const best = lines.reduce((top, line) => (strengthAt(line) > strengthAt(top) ? line : top), lines[0] ?? 0);
  const strength = strengthAt(best);
  if (strength === 0) return [];
  const detail = `Line ${best} is run by failing tests more than by passing ones (Ochiai ${strength.toFixed(2)}).`;
  const shared = { source: 'coverage', kind: 'coverage', file: file.path, unit, strength, detail } as const;
  const standsOut = strength >= strengthAt(lines[0]) * LINE_LEAD;
  return [{ ...shared, line: null }, ...(standsOut ? [{ ...shared, line: best }] : [])];
}
