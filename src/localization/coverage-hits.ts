import type { Project } from '../domain/project.ts';
import type { TestReport, TestResult } from '../domain/test-report.ts';
import type { CoverageByTest } from './coverage-findings.ts';
import { createSourceIndex } from './source-index.ts';
import { familiesIn } from './suspect-files.ts';
import { locatedTests } from './test-files.ts';
import { testScope } from './test-scopes.ts';

/** What a run told: which test began, and which lines ran from then on. `run` keeps processes side by side apart. */
export interface CoverageHit {
  readonly run: string;
  readonly kind: 'test' | 'lines';
  readonly file: string;
  /** Of a test its first line. 1-based. */
  readonly lines: readonly number[];
}

/** Lines between a decorator, where Python lets a function begin, and the function's name. */
const MOST_DECORATORS = 30;

/**
 * Assigns the lines that ran to the results of a report: a result is the test that begins at the same line. Tests that
 * share a place in the code (one for each of several values) share the lines.
 */
export async function coverageByTest(
  project: Project,
  report: TestReport,
  hits: readonly CoverageHit[],
): Promise<CoverageByTest> {
  const testFiles = new Set(hits.flatMap((hit) => (hit.kind === 'test' ? [hit.file] : [])));
  const places = await placesOf(project, report.results, testFiles);
  const current = new Map<string, readonly string[]>();
  const coverage = new Map<string, Map<string, Set<number>>>();
  for (const { run, kind, file, lines } of hits) {
    if (kind === 'test') {
      current.set(run, idsAt(places.get(file) ?? [], lines[0] ?? 0));
      continue;
    }
    for (const id of current.get(run) ?? []) addLines(coverage, id, file, lines);
  }
  return coverage;
}

function addLines(
  coverage: Map<string, Map<string, Set<number>>>,
  id: string,
  file: string,
  lines: readonly number[],
): void {
  const files = coverage.get(id) ?? new Map<string, Set<number>>();
  coverage.set(id, files);
  const known = files.get(file) ?? new Set<number>();
  files.set(file, known);
  for (const line of lines) known.add(line);
}

interface Place {
  readonly id: string;
  readonly startLine: number;
}

/** First lines of the tests, by their files. */
async function placesOf(
  project: Project,
  results: readonly TestResult[],
  files: ReadonlySet<string>,
): Promise<Map<string, Place[]>> {
  const located = locatedTests(project, results).filter(({ file }) => file !== null && files.has(file));
  const index = await createSourceIndex(project, familiesIn(files));
  const places = new Map<string, Place[]>();
  for (const test of located) {
    const scope = testScope(index, test);
    const [own] = scope?.exact === true ? scope.ranges : [];
    if (scope === null || own === undefined) continue;
    const known = places.get(scope.file.path) ?? [];
    places.set(scope.file.path, known);
    known.push({ id: test.id, startLine: scope.file.lineAt(own.startIndex) });
  }
  return places;
}

/** The tests of the closest place at or below the line. */
function idsAt(places: readonly Place[], line: number): string[] {
  const distances = places.map(({ startLine }) => startLine - line).filter((distance) => distance >= 0);
  const distance = Math.min(...distances);
  if (distance > MOST_DECORATORS) return [];
  return places.filter(({ startLine }) => startLine - line === distance).map(({ id }) => id);
}
