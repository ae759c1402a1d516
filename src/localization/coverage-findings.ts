import type { TestResult } from '../domain/test-report.ts';
import { unitsOf } from './code-units.ts';
import type { Finding } from './finding.ts';
import type { SourceIndex } from './source-index.ts';

/** Which lines each test ran: test id → file → 1-based lines. */
export type CoverageByTest = ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<number>>>;

/** Ochiai's coefficient per line (Abreu et al. 2007); a unit is as suspicious as its most suspicious line. */
export function coverageFindings(
  index: SourceIndex,
  suspects: ReadonlySet<string>,
  failing: readonly TestResult[],
  coverage: CoverageByTest,
): Finding[] {
  const failingIds = new Set(failing.map((test) => test.id).filter((id) => coverage.has(id)));
  const counts = new Map<string, Map<number, { failing: number; passing: number }>>();
  for (const [test, files] of coverage) {
    for (const [path, lines] of files) {
      if (!suspects.has(path)) continue;
      const ofFile = counts.get(path) ?? new Map<number, { failing: number; passing: number }>();
      counts.set(path, ofFile);
      for (const line of lines) {
        const count = ofFile.get(line) ?? { failing: 0, passing: 0 };
        ofFile.set(line, count);
        if (failingIds.has(test)) count.failing++;
        else count.passing++;
      }
    }
  }
  return [...counts].flatMap(([path, lines]) => {
    const file = index.source(path);
    if (file === null) return [];
    return unitsOf(file).flatMap((unit): Finding[] => {
      let best = { line: 0, strength: 0 };
      for (const [line, count] of lines) {
        if (line < unit.startLine || line > unit.endLine || count.failing === 0) continue;
        const strength = count.failing / Math.sqrt(failingIds.size * (count.failing + count.passing));
        if (strength > best.strength) best = { line, strength };
      }
      if (best.strength === 0 || unit.kind === 'module') return [];
      const detail = `Line ${best.line} is run by failing tests more than by passing ones (Ochiai ${best.strength.toFixed(2)}).`;
      return [{ source: 'coverage', kind: 'coverage', file: path, unit, line: null, strength: best.strength, detail }];
    });
  });
}
