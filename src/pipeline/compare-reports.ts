import { passedIds, type TestReport, type TestResult } from '../domain/test-report.ts';
import { baseNameOf, isTestPath, isTestSetUp } from '../shared/project-path.ts';

/** What a change did to the tests; ids are the baseline's. */
export interface ReportComparison {
  /** Targets that pass now. */
  readonly fixed: readonly string[];
  /** Targets that do not pass yet, and failures that a repaired file has brought to light. */
  readonly remaining: readonly string[];
  /** Tests that passed before and now fail, vanished or are skipped, and other failures that are skipped now. */
  readonly broken: readonly string[];
}

/**
 * Compares a run after a change with the baseline. `targets` are the failures to be repaired.
 *
 * A file that could not be loaded counts as repaired when it loads and at least one of its tests passes; those
 * that fail then were never seen before, and are added to what remains.
 */
export function compareReports(
  baseline: TestReport,
  after: TestReport,
  targets: readonly TestResult[],
): ReportComparison {
  const afterById = new Map(after.results.map((result) => [result.id, result]));
  const isFixed = (target: TestResult) => {
    if (isBlocked(target)) return loadsNow(target, baseline, after);
    const now = afterById.get(target.id);
    if (now !== undefined) return now.status === 'passed';
    return standsForFile(target) ? fileEndsWell(target, after) : suitePassesNow(target, baseline, after);
  };
  const fixed = targets.filter(isFixed).map((target) => target.id);
  const unfixed = targets.filter((target) => !isFixed(target)).map((target) => target.id);
  const remaining = [...unfixed, ...unveiled(baseline, after, targets.filter(isFixed))];
  const isTarget = new Set(targets.map((target) => target.id));
  const isBroken = (before: TestResult) => {
    const now = afterById.get(before.id)?.status;
    if (before.status === 'passed') return now !== 'passed';
    // A failure that nobody asked to be repaired may stay, but not be hidden.
    return before.status === 'failed' && now === 'skipped' && !isTarget.has(before.id);
  };
  const broken = baseline.results.filter(isBroken).map((before) => before.id);
  return { fixed, remaining, broken };
}

/** Whether a target's file that could not be loaded loads now, though none of its tests passes yet. */
export function opensFile(targets: readonly TestResult[], after: TestReport): boolean {
  return targets.some((target) => {
    if (!isBlocked(target) || target.file === null) return false;
    const ofFile = after.results.filter((result) => result.file === target.file);
    return ofFile.some(({ status }) => status === 'failed') && !ofFile.some(isBlocked);
  });
}

function loadsNow(target: TestResult, baseline: TestReport, after: TestReport): boolean {
  const ofFile = after.results.filter((result) => result.file === target.file || result.id === target.id);
  if (ofFile.length === 0 && target.file !== null && holdsNoTests(target.file))
    return hasNewPasses(baseline, after) && (isTestSetUp(target.file) || !after.results.some(isBlocked));
  const stillBlocked = ofFile.some((result) => result.status === 'failed' && isBlocked(result));
  return ofFile.some((result) => result.status === 'passed') && !stillBlocked;
}

/** unittest loads every package on its way to the tests, pytest every `conftest.py`: what fails stands in a test's place. */
function holdsNoTests(file: string): boolean {
  return baseNameOf(file) === '__init__.py' || isTestSetUp(file) || !isTestPath(file);
}

/**
 * What stood for a file without tests is gone when it loads: then others must have come in its place. Files that fail to load
 * behind one that sets tests up were never seen before.
 */
function hasNewPasses(baseline: TestReport, after: TestReport): boolean {
  const passedBefore = passedIds(baseline);
  return after.results.some(({ id, status }) => status === 'passed' && !passedBefore.has(id));
}

function isBlocked({ failure }: TestResult): boolean {
  return failure?.kind === 'load' || failure?.kind === 'compile';
}

/** Tests that could not be seen while their file did not load, and that fail now that it does. */
function unveiled(baseline: TestReport, after: TestReport, fixed: readonly TestResult[]): string[] {
  const files = new Set(fixed.filter(isBlocked).map((target) => target.file));
  const known = new Set(baseline.results.map((result) => result.id));
  // What does not compile keeps the tests of all files from running, as a file does that sets tests up.
  const isUncompiled = ({ failure }: TestResult) => failure?.kind === 'compile';
  const hidAll = fixed.some(isUncompiled) || [...files].some((file) => file !== null && isTestSetUp(file));
  const isNew = (result: TestResult) =>
    result.status === 'failed' && (hidAll || files.has(result.file)) && !known.has(result.id);
  return after.results.filter(isNew).map((result) => result.id);
}

/** node:test lists a file beside its tests when its process ends badly though they pass: an error that comes too late. */
function standsForFile({ namePath, file }: TestResult): boolean {
  return file !== null && namePath.length === 1 && namePath[0] === file;
}

function fileEndsWell({ file }: TestResult, after: TestReport): boolean {
  const ofFile = after.results.filter((result) => result.file === file);
  return ofFile.some(({ status }) => status === 'passed') && !ofFile.some(({ status }) => status === 'failed');
}

/** How runners name the failure of a hook: mocha, Vitest and node:test. */
const HOOK_NAME = /^"?(before|after)[ _]?(all|each)?"? hook|^(before|after)(All|Each)?$/i;

/**
 * A suite whose hook failed stands in the report as an entry of its own, which is gone once it works: then its
 * tests must all pass, and one of them must not have passed before. Any other target that vanished is not repaired.
 */
function suitePassesNow(target: TestResult, baseline: TestReport, after: TestReport): boolean {
  const last = target.namePath.at(-1) ?? '';
  const suite = HOOK_NAME.test(last) ? target.namePath.slice(0, -1) : target.namePath;
  const inSuite = (result: TestResult) =>
    result.file === target.file &&
    result.namePath.length > suite.length &&
    suite.every((part, index) => part === result.namePath[index]);
  const members = after.results.filter(inSuite);
  const passedBefore = passedIds(baseline);
  return (
    members.some((member) => member.status === 'passed' && !passedBefore.has(member.id)) &&
    members.every((member) => member.status !== 'failed')
  );
}
