import type { Project } from '../domain/project.ts';
import type { SuspiciousLocation } from '../domain/suspicious-location.ts';
import type { TestReport, TestResult } from '../domain/test-report.ts';
import { familyOf, type SourceFamily } from '../syntax/languages.ts';
import { callFindings } from './call-findings.ts';
import { combineFindings } from './combine.ts';
import { type CoverageByTest, coverageFindings, unitsWithAlibi } from './coverage-findings.ts';
import type { Finding } from './finding.ts';
import { frameCalleeFindings, frameFindings, printedFrameFindings } from './frames.ts';
import { importFindings, loadFindings, timeoutFindings } from './import-findings.ts';
import { importDistances } from './import-graph.ts';
import { nameFindings } from './name-findings.ts';
import { namedFileFindings, namedFiles } from './named-files.ts';
import { createReachFinder } from './reach.ts';
import { createReferenceResolver } from './reference-resolution.ts';
import { createSourceIndex, type SourceIndex } from './source-index.ts';
import { withOriginalPlaces } from './source-maps.ts';
import { familiesIn, suspectFiles } from './suspect-files.ts';
import { locatedTests } from './test-files.ts';
import { isInlineTest } from './test-scopes.ts';
import { unreachedFiles } from './unreached-files.ts';
import { wordFindings } from './word-findings.ts';

export interface LocalizationInput {
  readonly project: Project;
  readonly failing: readonly TestResult[];
  /** A whole run: its passing tests are the contrast. */
  readonly baseline: TestReport;
  /** Lines that each test ran, where the runner told; by test id. */
  readonly coverage?: CoverageByTest;
}

/**
 * Ranks the places of the project that may hold the fault, most suspicious first, at most 50. Places are statements
 * that something points at, functions, methods, classes, handlers, and heads of modules; of a language that autofix
 * cannot parse whole files. Tests, configuration and installed packages are never among them.
 */
export async function localize({ coverage, ...input }: LocalizationInput): Promise<SuspiciousLocation[]> {
  const ranking = await createRanking(input);
  return ranking(coverage);
}

/** Ranks the places, with what was measured or without. */
export type Ranking = (coverage?: CoverageByTest) => SuspiciousLocation[];

/** Gathers all that can be told without measuring, once for rankings with and without it. */
export async function createRanking(input: Omit<LocalizationInput, 'coverage'>): Promise<Ranking> {
  const { project } = input;
  const failing = locatedTests(project, await withOriginalPlaces(project, input.failing));
  const results = locatedTests(project, await withOriginalPlaces(project, input.baseline.results));
  const baseline = { ...input.baseline, results };
  const suspects = suspectFiles(project, failing, baseline);
  const index = await createSourceIndex(project, familiesOf(failing, suspects));
  const findings = findingsOf(index, suspects, failing, baseline);
  const ranked = (coverage?: CoverageByTest) => {
    const measured = coverage === undefined ? [] : coverageFindings(index, suspects, failing, coverage);
    return combineFindings(
      index,
      [...findings, ...measured].filter(({ unit }) => unit === null || !isInlineTest(unit)),
      coverage === undefined ? new Set() : unitsWithAlibi(index, suspects, failing, coverage),
    );
  };
  const unmeasured = ranked();
  return (coverage) => (coverage === undefined ? unmeasured : ranked(coverage));
}

function findingsOf(
  index: SourceIndex,
  suspects: ReadonlySet<string>,
  failing: readonly TestResult[],
  baseline: TestReport,
): Finding[] {
  const roots = [...new Set(failing.flatMap((test) => (test.file === null ? [] : [test.file])))];
  const pointed = [...frameFindings(index, suspects, failing), ...printedFrameFindings(index, suspects, failing)];
  const distances = importDistances(index, roots);
  const named = namedFiles(suspects, failing);
  const known = [...new Set([...distances.keys(), ...pointed.map((finding) => finding.file), ...named])];
  if (!known.some((path) => suspects.has(path))) known.push(...unreachedFiles(index.project, suspects, failing));
  const reach = createReachFinder(index, createReferenceResolver(index, known));
  const called = callFindings(index, suspects, reach, failing, baseline);
  const telling = [
    ...pointed,
    ...nameFindings(index, suspects, known, failing),
    ...called,
    ...wordFindings(index, suspects, known, failing, baseline),
  ];
  return [
    ...telling,
    ...frameCalleeFindings(reach, suspects, pointed),
    ...importFindings(index, suspects, distances, failing),
    ...namedFileFindings(index, named, baseline, new Set(telling.flatMap(({ unit }) => unit?.key ?? []))),
    ...loadFindings(index, suspects, distances, failing),
    ...timeoutFindings(called, failing),
  ];
}

/** Languages of the files that the failing tests name; when they name none, of all files that may hold the fault. */
function familiesOf(failing: readonly TestResult[], suspects: ReadonlySet<string>): Set<SourceFamily | null> {
  const named = failing.flatMap((test) => [test.file, ...(test.failure?.frames ?? []).map((frame) => frame.file)]);
  const own = new Set(named.map((file) => (file === null ? null : familyOf(file))).filter((family) => family !== null));
  return own.size > 0 ? own : familiesIn(suspects);
}
