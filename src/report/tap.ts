import type { ReportContext, ReportFormat } from '../domain/report-format.ts';
import type { TestReport } from '../domain/test-report.ts';
import { assembleReport, type ReportedTest } from './assemble-report.ts';
import { isHookFailure, pointFailure } from './tap-failures.ts';
import { readTap, type TapDocument, type TapPoint } from './tap-tree.ts';

/** TAP 13 and 14 (https://testanything.org): node:test, AVA, tape, Vitest, Mocha, node-tap and other languages' producers. */
export const tap: ReportFormat = {
  name: 'tap',
  summary: 'TAP 13 and 14, nested too: node --test --test-reporter=tap, AVA, tape, prove, bats',
  detect(text) {
    // prove repeats the TAP of its files in verbose runs, and in its XML.
    if (/<testcase\s/.test(text)) return 0.4;
    if (/^(?:Test Summary Report|Files=\d+, Tests=\d+,.*|Dubious, test returned .*)$/m.test(text)) return 0.4;
    if (/^TAP version 1[34]\s*$/m.test(text)) return 0.95;
    const hasPoint = /^(?:not )?ok \d+\b/m.test(text);
    if (!hasPoint) return 0;
    return /^1\.\.\d+/m.test(text) ? 0.9 : 0.5;
  },
  parse: parseTap,
};

function parseTap(text: string, context: ReportContext): TestReport {
  const document = readTap(text);
  const warnings: string[] = [];
  const isTape = document.points.some(
    // AVA names the class of the error beside the operator.
    ({ diagnostic }) => 'operator' in diagnostic && typeof diagnostic.at === 'string' && !('name' in diagnostic),
  );
  const tests = isTape ? tapeTests(document) : document.points.flatMap((point) => leaves(point, [], null, null));
  if (document.bailout !== null) warnings.push(`The run was given up: ${document.bailout}`);
  const crash = crashOf(document);
  if (crash !== null) tests.push(crash);
  const missing = document.planned === null ? 0 : document.planned - document.points.length;
  if (missing > 0) warnings.push(`The plan promises ${document.planned} tests, ${missing} more than the report holds.`);
  const truncated = missing > 0 || document.bailout !== null || !document.hasPlan;
  const run = { format: 'tap', runner: runnerOf(document, isTape), tests, truncated, warnings };
  return assembleReport(run, context);
}

/** The tests below a point: parents are dropped, unless they failed for a reason of their own. */
function leaves(
  point: TapPoint,
  suites: readonly string[],
  file: string | null,
  parent: TapPoint | null,
): ReportedTest[] {
  const ownFile = fileOfPoint(point) ?? file;
  if (point.children.length === 0) return [pointTest(point, suites, ownFile, parent)];
  const isFile = suites.length === 0 && namesFile(point, ownFile);
  const inside = isFile ? [] : [...suites, point.name];
  const tests = point.children.flatMap((child) => leaves(child, inside, ownFile, point));
  const isExplained =
    tests.some((test) => test.status === 'failed') && point.diagnostic.failureType !== 'testCodeFailure';
  if (point.ok || point.todo || isExplained) return tests;
  return [...tests, pointTest(point, suites, ownFile, parent)];
}

function pointTest(
  point: TapPoint,
  suites: readonly string[],
  file: string | null,
  parent: TapPoint | null,
): ReportedTest {
  // A failing todo is no failure: https://testanything.org/tap-version-14-specification.html#todo-tests
  const status = point.skip || point.todo ? 'skipped' : point.ok ? 'passed' : 'failed';
  const cause =
    parent !== null && isHookFailure(parent) && point.diagnostic.failureType === 'cancelledByParent' ? parent : point;

  const name = point.name.replace(/^- /, '');
  const flat = suites.length === 0 ? FLAT_NAME.exec(name)?.groups : undefined;
  return {
    // AVA's names begin with the file, if there are several.
    namePath: flat?.rest === undefined ? [...suites, ...name.split(' › ')] : flat.rest.split(' > '),
    file: file ?? flat?.file ?? null,
    line: lineOf(point),
    status,
    durationMs: point.timeMs,
    failure: status === 'failed' ? pointFailure(cause, namesFile(cause, file) && cause.children.length === 0) : null,
  };
}

/** Vitest's tap-flat: `test/cart.test.ts > cart > adds`. */
const FLAT_NAME = /^(?<file>\S{1,400}\.[cm]?[jt]sx?) > (?<rest>.+)$/;
const LOCATION = /^(.+?):(\d+):(\d+)$/;
const FILE_NAME = /^[^\s].*\.(?:[cm]?[jt]sx?|t|py|rb|bats)$/;

/** node:test gives the location of the test's definition; Vitest's and older Node's outermost points are files. */
function fileOfPoint(point: TapPoint): string | null {
  const match = LOCATION.exec(String(point.diagnostic.location ?? ''));
  if (match?.[1] !== undefined) return match[1];
  return FILE_NAME.test(point.name) && !point.name.includes(' ') ? point.name : null;
}

/** Whether a point stands for its whole file; the name may be relative where the location is absolute. */
function namesFile(point: TapPoint, file: string | null): boolean {
  return (
    file !== null && FILE_NAME.test(point.name) && file.replaceAll('\\', '/').endsWith(point.name.replaceAll('\\', '/'))
  );
}

function lineOf(point: TapPoint): number | null {
  const match = LOCATION.exec(String(point.diagnostic.location ?? ''));
  return match === null ? null : Number(match[2]);
}

/** tape's points are assertions; the comment above a group of them names the test. */
function tapeTests(document: TapDocument): ReportedTest[] {
  let group = '';
  return document.points.map((point) => {
    group = point.commentsBefore.at(-1) ?? group;
    return pointTest(point, [group.replace(/^SKIP /, '')], null, null);
  });
}

/** A process that ended with an uncaught error leaves a stack trace in the middle of its TAP. */
function crashOf(document: TapDocument): ReportedTest | null {
  const text = document.loose.join('\n');
  if (document.hasPlan || !/^[ \t]*(?:at .{1,300}:\d+|File ".{1,300}", line \d+)/m.test(text)) return null;
  const name = document.looseAfter ?? 'the test process';
  return { namePath: [name], file: null, status: 'failed', failure: { trace: text } };
}

function runnerOf(document: TapDocument, isTape: boolean): string | null {
  if (isTape) return 'tape';
  const some = (fits: (point: TapPoint) => boolean): boolean => {
    const search = (points: readonly TapPoint[]): boolean =>
      points.some((point) => fits(point) || search(point.children));
    return search(document.points);
  };
  if (some((point) => 'failureType' in point.diagnostic)) return 'node:test';
  return null;
}
