import type { TestReport, TestResult } from '../domain/test-report.ts';
import { type CodeUnit, unitLabel } from './code-units.ts';
import type { Finding } from './finding.ts';
import type { ReachFinder } from './reach.ts';
import type { SourceIndex } from './source-index.ts';
import { testScope } from './test-scopes.ts';

/** Passing tests that are compared with the failing ones; those of the same files first. */
const MOST_PASSING = 200;
/** How much of the strength is the contrast with passing tests; the rest is closeness to the failing ones. */
const CONTRAST_SHARE = 0.6;

interface Tally {
  readonly unit: CodeUnit;
  failing: number;
  passing: number;
  failingTests: number;
  passingTests: number;
  closeness: number;
  hops: number;
}

/**
 * Units that failing tests call, directly or through others. The contrast with passing tests is Ochiai's coefficient,
 * failed / sqrt(totalFailed * (failed + passed)) (Abreu et al. 2007), over calls read from the code instead of measured
 * coverage; each test counts with its closeness to the unit.
 */
export function callFindings(
  index: SourceIndex,
  suspects: ReadonlySet<string>,
  reach: ReachFinder,
  failing: readonly TestResult[],
  baseline: TestReport,
): Finding[] {
  const tallies = new Map<number, Tally>();
  let failed = 0;
  for (const test of failing) {
    const scope = testScope(index, test);
    if (scope === null) continue;
    failed++;
    for (const { unit, position, closeness, hops } of reach.fromTest(scope)) {
      if (!suspects.has(unit.file.path)) continue;
      const tally = tallyOf(tallies, position, unit);
      tally.failing += closeness;
      tally.failingTests++;
      if (closeness > tally.closeness) Object.assign(tally, { closeness, hops });
    }
  }
  const passed = addPassing(index, tallies, reach, passingTests(failing, baseline));
  const ochiai = (tally: Tally) => tally.failing / Math.sqrt(failed * (tally.failing + tally.passing));
  const highest = Math.max(...[...tallies.values()].map(ochiai), Number.MIN_VALUE);
  return [...tallies.values()].map((tally) => {
    const strength = CONTRAST_SHARE * (ochiai(tally) / highest) + (1 - CONTRAST_SHARE) * tally.closeness;
    return finding(tally, strength * sizeShare(tally.unit), failed, passed);
  });
}

const SMALLEST_SHARE = 0.55;
const FULL_SIZE_LINES = 25;

/** Faults live where code is: a wrapper of one line is less likely to hold one than what it wraps. */
function sizeShare(unit: CodeUnit): number {
  if (unit.kind === 'module') return SMALLEST_SHARE;
  const inner = unit.holes.reduce(
    (sum, hole) => sum + unit.file.lineAt(hole.endIndex) - unit.file.lineAt(hole.startIndex),
    0,
  );
  const lines = Math.max(1, unit.endLine - unit.startLine + 1 - inner);
  return SMALLEST_SHARE + (1 - SMALLEST_SHARE) * Math.min(1, Math.log(lines) / Math.log(FULL_SIZE_LINES));
}

function tallyOf(tallies: Map<number, Tally>, position: number, unit: CodeUnit): Tally {
  const known = tallies.get(position);
  if (known !== undefined) return known;
  const tally = { unit, failing: 0, passing: 0, failingTests: 0, passingTests: 0, closeness: 0, hops: 0 };
  tallies.set(position, tally);
  return tally;
}

/** Counts the passing tests that reach what failing tests reach; gives their number. */
function addPassing(
  index: SourceIndex,
  tallies: ReadonlyMap<number, Tally>,
  reach: ReachFinder,
  passing: readonly TestResult[],
): number {
  let compared = 0;
  for (const test of passing) {
    const scope = testScope(index, test);
    if (scope === null || !scope.exact) continue;
    compared++;
    for (const { position, closeness } of reach.fromTest(scope)) {
      const tally = tallies.get(position);
      if (tally === undefined) continue;
      tally.passing += closeness;
      tally.passingTests++;
    }
  }
  return compared;
}

function passingTests(failing: readonly TestResult[], baseline: TestReport): TestResult[] {
  const files = new Set(failing.map((test) => test.file));
  const passing = baseline.results.filter((test) => test.status === 'passed');
  const beside = passing.filter((test) => files.has(test.file));
  const others = passing.filter((test) => !files.has(test.file));
  return [...beside, ...others].slice(0, MOST_PASSING);
}

function finding(tally: Tally, strength: number, failed: number, passed: number): Finding {
  const { unit, hops, failingTests, passingTests: also } = tally;
  const distance = hops <= 1 ? 'called by' : `${hops} calls away from`;
  // What all passing tests call too, tells nothing by that.
  const contrast = also >= passed ? '' : `, and ${also} of ${passed} passing ones`;
  const who = failed === 1 ? 'the failing test' : `${failingTests} of ${failed} failing tests`;
  const detail = `${unitLabel(unit)} is ${distance} ${who}${contrast}.`;
  return { source: 'calls', kind: 'symbol', file: unit.file.path, unit, line: null, strength, detail };
}
