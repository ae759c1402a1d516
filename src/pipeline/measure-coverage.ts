import { randomBytes } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RepairTask } from '../domain/repair-task.ts';
import type { SuspiciousLocation } from '../domain/suspicious-location.ts';
import type { ToolchainPlan } from '../domain/toolchain.ts';
import type { CoverageByTest } from '../localization/coverage-findings.ts';
import { type CoverageHit, coverageByTest } from '../localization/coverage-hits.ts';
import { withProbes } from '../localization/coverage-probes.ts';
import type { LoopPatience } from '../localization/loop-guard-code.ts';
import { locatedTests } from '../localization/test-files.ts';
import { liesBesideTests } from '../shared/project-path.ts';
import { tracedPython } from '../toolchain/coverage-command.ts';
import { type LoopBreaking, loopBreaking } from './broken-loops.ts';
import type { PreparedWorkspace } from './steps/3-prepare-workspace.ts';

/** A longer suite is not run once more only to see what it covers. */
const LONGEST_BASELINE_MS = 60_000;
/** A traced run may take this many times as long as the baseline, and this much more. */
const TRACED_TIME = { factor: 4, extraMs: 10_000 };
/** Lines of a function that is searched without knowing which of them the tests run. */
const SHORT_FUNCTION = 25;
const MOST_SOURCES = 60;
const MOST_TEST_FILES = 12;
const LONGEST_HITS = 64_000_000;

/** What one measuring needs to know of the run. */
export interface CoverageRun {
  readonly prepared: PreparedWorkspace;
  readonly baselineMs: number;
  readonly testTimeoutMs: number;
  /** A repetition need not be as fast as what it repeats. */
  readonly isPatient?: boolean;
  /** How long a test may go on; left out or null: all of them end by themselves. */
  readonly loops?: LoopPatience | null;
}

/**
 * Whether knowing what each test ran is worth a run of the failing tests' files: a frame in the sources says more, and a
 * file that cannot load runs no test.
 */
export function isWorthMeasuring({ failing, suspects }: RepairTask, baselineMs: number): boolean {
  const [first] = suspects;
  const isPointedAt = first === undefined || pointAt(first, failing);
  const ranAtAll = failing.some(({ failure }) => failure?.kind !== 'load' && failure?.kind !== 'compile');
  return !isPointedAt && ranAtAll && baselineMs <= LONGEST_BASELINE_MS && !isOneShortFunction(suspects);
}

/** Whether the frames of all failing tests lead to this place: where they scatter, the fault lies before them all. */
function pointAt({ file, startLine, endLine, evidence }: SuspiciousLocation, failing: RepairTask['failing']): boolean {
  if (!evidence.some(({ kind, weight }) => kind === 'frame' && weight >= 0.6)) return false;
  return failing.every(({ failure }) =>
    failure?.frames.some(
      (frame) => frame.file === file && (frame.line ?? 0) >= startLine && (frame.line ?? 0) <= endLine,
    ),
  );
}

/** Whether nothing but one function is suspected that the search tries from end to end as fast as the tests run once more. */
function isOneShortFunction(suspects: RepairTask['suspects']): boolean {
  const own = suspects.filter(({ file }) => !liesBesideTests(file));
  const functions = new Set(own.map(({ symbol }) => symbol).filter((symbol) => symbol !== null));
  const lines = own.filter(({ symbol }) => symbol !== null).map(({ startLine, endLine }) => endLine - startLine + 1);
  return (
    new Set(own.map(({ file }) => file)).size === 1 && functions.size === 1 && Math.max(...lines) <= SHORT_FUNCTION
  );
}

/**
 * Runs the files of the failing tests once more and sees which lines each test runs: JavaScript by probes in the work copy,
 * Python by a tracer. null where that cannot be told; the work copy is as before in any case.
 */
export async function measureCoverage(task: RepairTask, run: CoverageRun): Promise<CoverageByTest | null> {
  const { workspace, plan } = run.prepared;
  const sources = [...new Set(task.suspects.map(({ file }) => file))].slice(0, MOST_SOURCES);
  const located = locatedTests(task.project, task.failing);
  const tests = [...new Set(located.flatMap(({ file }) => file ?? []))].slice(0, MOST_TEST_FILES);
  if (tests.length === 0 || sources.length === 0) return null;
  try {
    const hits =
      plan.language === 'python'
        ? await pythonHits(task, run, sources, tests)
        : await probedHits(task, run, sources, tests);
    return hits === null || hits.length === 0 ? null : await coverageByTest(task.project, task.baseline, hits);
  } finally {
    await workspace.reset(task.project, plan.installedFolders);
  }
}

/** Where the hits are written: in the work copy, which every sandbox lets the tests write. */
function hitsPlace({ prepared }: CoverageRun): { readonly host: string; readonly inside: string } {
  const name = `.autofix-hits-${randomBytes(8).toString('hex')}`;
  const { root } = prepared.workspace;
  return { host: join(root, name), inside: `${prepared.sandbox.workspaceRoot(root)}/${name}` };
}

async function probedHits(
  task: RepairTask,
  run: CoverageRun,
  sources: readonly string[],
  tests: readonly string[],
): Promise<CoverageHit[] | null> {
  const place = hitsPlace(run);
  const probed = await withProbes(task.project, sources, tests, place.inside);
  if (probed === null) return null;
  const { project, plan } = await withBrokenLoops(run, { project: probed.project, plan: run.prepared.plan });
  await run.prepared.workspace.apply(project);
  await runTests({ ...task, project }, run, tests, plan);
  return readHits(place.host, (kind, what) => {
    if (kind === 'lines') return probed.blocks[Number(what)] ?? null;
    const test = probed.tests[Number(what)];
    return test === undefined ? null : { file: test.file, lines: [test.line] };
  });
}

async function pythonHits(
  task: RepairTask,
  run: CoverageRun,
  sources: readonly string[],
  tests: readonly string[],
): Promise<CoverageHit[] | null> {
  const place = hitsPlace(run);
  const { plan, sandbox, workspace } = run.prepared;
  const settings = { root: sandbox.workspaceRoot(workspace.root), sources, tests, hits: place.inside };
  await workspace.reset(task.project, plan.installedFolders);
  const { plan: ending } = await withBrokenLoops(run, { project: task.project, plan });
  await runTests(task, run, tests, {
    ...ending,
    test: (selection, scratch) => tracedPython(ending.test(selection, scratch), settings, scratch),
  });
  return readHits(place.host, (kind, what) => {
    const [index = '', line = ''] = what.split(':');
    const file = (kind === 'lines' ? sources : tests)[Number(index)];
    return file === undefined ? null : { file, lines: [Number(line)] };
  });
}

async function withBrokenLoops({ prepared, loops = null }: CoverageRun, ways: LoopBreaking): Promise<LoopBreaking> {
  if (loops === null) return ways;
  return (await loopBreaking({ ...prepared, plan: ways.plan }, ways.project, loops)) ?? ways;
}

async function runTests(
  { project }: RepairTask,
  { prepared, baselineMs, testTimeoutMs, isPatient = false, loops = null }: CoverageRun,
  files: readonly string[],
  plan: ToolchainPlan,
): Promise<void> {
  const allowance = baselineMs * TRACED_TIME.factor + TRACED_TIME.extraMs;
  const timeoutMs = isPatient || loops !== null ? testTimeoutMs : Math.min(testTimeoutMs, allowance);
  // Whatever its report says: only the hits are of use, and no verdict rests on them.
  await prepared.runner.run(prepared.workspace.root, project, { kind: 'files', files }, timeoutMs, { plan });
}

type ReadPlace = (kind: CoverageHit['kind'], what: string) => Pick<CoverageHit, 'file' | 'lines'> | null;

/** Lines that are not of the form are left out: the project can write to the file too. */
function readHits(path: string, placeOf: ReadPlace): CoverageHit[] | null {
  const text = plainText(path);
  if (text === null) return null;
  return text.split('\n').flatMap((line): CoverageHit[] => {
    const [, run, letter, what] = /^(\S+) ([th]) (\d+(?::\d+)?)$/.exec(line) ?? [];
    if (run === undefined || what === undefined) return [];
    const kind = letter === 't' ? 'test' : 'lines';
    const place = placeOf(kind, what);
    return place === null ? [] : [{ run, kind, ...place }];
  });
}

/** null for what is no plain file: tests could have put a link or a pipe in its place. */
function plainText(path: string): string | null {
  try {
    const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const stats = fstatSync(file);
      return stats.isFile() && stats.size <= LONGEST_HITS ? readFileSync(file, 'latin1') : null;
    } finally {
      closeSync(file);
    }
  } catch {
    return null;
  }
}
