import { isSameTest, testIdAssigner } from '../domain/test-identity.ts';
import type { PathMapping, TestReport, TestResult } from '../domain/test-report.ts';

/**
 * Several reports of one run, or of its shards, as one. A test that stands in more than one is kept once: failed beats
 * passed beats skipped, and of two failures the one that tells more is kept.
 */
export function mergeReports(reports: readonly TestReport[]): TestReport {
  const [first, ...others] = reports;
  if (first !== undefined && others.length === 0) return first;
  const merged: TestResult[] = [];
  const byName = new Map<string, number[]>();
  for (const report of reports) addAll(report.results, merged, byName);
  const runners = reports.map((report) => report.runner).filter((runner) => runner !== null);
  const isEmpty = merged.length === 0;
  const warnings = new Set(
    reports.flatMap((report) =>
      isEmpty ? report.warnings : report.warnings.filter((each) => !saysEmpty(each, report)),
    ),
  );
  const pathMapping = mergedMapping(reports.flatMap((report) => report.pathMapping ?? []));
  return {
    ...(pathMapping === null ? {} : { pathMapping }),
    format: [...new Set(reports.map((report) => report.format))].join('+'),
    runner: runners[0] ?? null,
    results: withUniqueIds(merged),
    truncated: reports.some((report) => report.truncated),
    warnings: [...warnings],
  };
}

const MOST_UNCERTAIN = 10;

/** The root only where all that tell one agree; as certain as the least certain. */
function mergedMapping(mappings: readonly PathMapping[]): PathMapping | null {
  if (mappings.length === 0) return null;
  const roots = new Set(mappings.flatMap(({ foreignRoot }) => foreignRoot ?? []));
  const uncertain = new Map(mappings.flatMap((one) => one.uncertain.map((path) => [path.printed, path])));
  return {
    foreignRoot: roots.size === 1 ? ([...roots][0] ?? null) : null,
    confidence: Math.min(...mappings.map(({ confidence }) => confidence)),
    uncertain: [...uncertain.values()].slice(0, MOST_UNCERTAIN),
  };
}

/** That one of several reports holds no test matters only when none does. */
function saysEmpty(warning: string, report: TestReport): boolean {
  return report.results.length === 0 && warning === report.warnings.at(-1);
}

/** Each result of one report is joined with at most one of the reports before it: repeated names stay apart. */
function addAll(results: readonly TestResult[], merged: TestResult[], byName: Map<string, number[]>): void {
  const limit = merged.length;
  const taken = new Set<number>();
  for (const result of results) {
    const key = lastWord(result);
    const places = byName.get(key) ?? [];
    const candidates = places.filter((place) => place < limit && !taken.has(place));
    const twin =
      candidates.find((place) => merged[place]?.id === result.id) ??
      candidates.find((place) => isTwin(merged[place], result));
    if (twin === undefined) {
      byName.set(key, [...places, merged.push(result) - 1]);
    } else {
      taken.add(twin);
      const known = merged[twin];
      if (known !== undefined) merged[twin] = joined(known, result);
    }
  }
}

function isTwin(known: TestResult | undefined, result: TestResult): boolean {
  return known !== undefined && isSameTest(known, result);
}

/** Names of two formats agree at least in their last word, however they are cut into suites. */
function lastWord(result: TestResult): string {
  return result.name.trim().split(/\s+/).at(-1) ?? '';
}

const RANK = { failed: 2, passed: 1, skipped: 0 } as const;

function joined(left: TestResult, right: TestResult): TestResult {
  const better =
    RANK[right.status] > RANK[left.status] || (right.status === left.status && telling(right) > telling(left));
  const [kept, other] = better ? [right, left] : [left, right];
  const longest = kept.namePath.length >= other.namePath.length ? kept.namePath : other.namePath;
  return {
    ...kept,
    id: left.id,
    namePath: longest,
    name: longest.at(-1) ?? kept.name,
    file: kept.file ?? other.file,
    line: firstLine(kept, other),
    durationMs: kept.durationMs ?? other.durationMs,
  };
}

/** Where a test begins comes before any place in it that failed. */
function firstLine(kept: TestResult, other: TestResult): number | null {
  if (kept.line === null || other.line === null) return kept.line ?? other.line;
  return kept.file === other.file ? Math.min(kept.line, other.line) : kept.line;
}

/** How much a failure tells: frames in the project, expected and actual, a message. */
function telling(result: TestResult): number {
  const { failure } = result;
  if (failure === null) return 0;
  const frames = failure.frames.filter((frame) => frame.inProject).length;
  return frames * 10 + (failure.expected === null ? 0 : 20) + Math.min(failure.message.length, 200) / 20;
}

function withUniqueIds(results: readonly TestResult[]): TestResult[] {
  const ids = new Set(results.map((result) => result.id));
  if (ids.size === results.length) return [...results];
  const assign = testIdAssigner();
  return results.map((result) => ({ ...result, id: assign(result) }));
}
