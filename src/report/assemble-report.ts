import type { ReportContext } from '../domain/report-format.ts';
import { testIdAssigner } from '../domain/test-identity.ts';
import type {
  FailureKind,
  StackFrame,
  TestFailure,
  TestReport,
  TestResult,
  TestStatus,
} from '../domain/test-report.ts';
import { headOf, tailOf } from '../shared/cut-text.ts';
import { readErrorText, simpleName, splitType, withoutNodeWrapper } from './error-text.ts';
import { withoutGroupRails } from './exception-groups.ts';
import { type Expectation, expectationOf } from './expectations.ts';
import { failureKind } from './failure-kind.ts';
import { absolutePathsIn } from './foreign-root.ts';
import type { PrintedFrame } from './frame-patterns.ts';
import { parseFrames } from './frames.ts';
import { type PathMapper, pathMapper } from './path-mapping.ts';
import { stripAnsi } from './report-text.ts';

/** A failure as a parser finds it; what is left out is derived from `message` and `trace`. */
export interface ReportedFailure {
  readonly kind?: FailureKind | null;
  readonly errorType?: string | null;
  /** Without the error's type; left out: read from the trace. */
  readonly message?: string | null;
  /** The stack trace, or the runner's whole text about the failure. */
  readonly trace?: string | null;
  readonly expected?: string | null;
  readonly actual?: string | null;
  /** Frames that came as values rather than as text, innermost first. */
  readonly frames?: readonly (PrintedFrame & { readonly raw?: string | null })[];
  readonly output?: string | null;
}

/** A test as a parser finds it, with paths as printed. */
export interface ReportedTest {
  readonly namePath: readonly string[];
  readonly file: string | null;
  readonly line?: number | null;
  readonly status: TestStatus;
  readonly durationMs?: number | null;
  /** Of a failed test; of another it is ignored. */
  readonly failure?: ReportedFailure | null;
}

export interface ReportedRun {
  readonly format: string;
  readonly runner: string | null;
  readonly tests: readonly ReportedTest[];
  readonly truncated?: boolean;
  readonly warnings?: readonly string[];
}

const MAX_MESSAGE = 8_000;
const MAX_OUTPUT = 16_000;
const MAX_VALUE = 4_000;

/** The last stage of every parser: maps paths, gives out ids, classifies failures, cuts what is too long. */
export function assembleReport(
  run: ReportedRun,
  context: ReportContext,
  paths: PathMapper = pathMapper(context),
): TestReport {
  paths.learn([...run.tests.flatMap((test) => test.file ?? []), ...absolutePathsIn(failureTexts(run.tests))]);
  const assign = testIdAssigner();
  const results = run.tests.map((test) => assembleResult(test, paths, assign));
  const warnings = [...(run.warnings ?? [])];
  if (results.length === 0) warnings.push('The report was understood, but it holds no test.');
  const pathMapping = paths.summary();
  const guessed = pathMapping?.uncertain.filter(({ confidence }) => confidence < DOUBTFUL) ?? [];
  const [worst] = guessed;
  if (worst !== undefined) {
    warnings.push(
      `${guessed.length} path(s) were found in the project by their ends only, e.g. ${worst.printed} as ${worst.file}.`,
    );
  }
  const report = { format: run.format, runner: run.runner, results, truncated: run.truncated ?? false, warnings };
  return pathMapping === null ? report : { ...report, pathMapping };
}

/** Less certain paths are told to the user. */
const DOUBTFUL = 0.7;

function* failureTexts(tests: readonly ReportedTest[]): Iterable<string> {
  for (const { failure } of tests) {
    if (failure?.trace) yield failure.trace;
    if (failure?.message) yield failure.message;
    for (const frame of failure?.frames ?? []) yield `${frame.file ?? ''}:`;
  }
}

function assembleResult(test: ReportedTest, paths: PathMapper, assign: ReturnType<typeof testIdAssigner>): TestResult {
  const reported = test.file === null ? null : paths.map(test.file).file;
  const failure = test.status === 'failed' ? assembleFailure(test.failure ?? {}, paths) : null;
  const isFile = failure !== null && reported !== null && isFileName(test, reported);
  const namePath = isFile ? [reported] : nonEmpty(test.namePath.map((part) => stripAnsi(part)));
  const file = reported ?? (failure === null ? null : testFileOf(failure.frames));
  return {
    // Not the file found by frames: an id must be the same whether the test passes or fails.
    id: assign({ file: reported, namePath }),
    name: namePath.at(-1) ?? '',
    namePath,
    file,
    line: test.line ?? (failure === null || file === null ? null : lineIn(file, failure.frames)),
    status: test.status,
    durationMs: test.durationMs ?? null,
    failure,
  };
}

/** Runners name a file that cannot load by its absolute path, or relative to where they ran: that differs from run to run. */
function isFileName(test: ReportedTest, file: string): boolean {
  if (test.namePath.length > 1) return false;
  const name = (test.namePath[0] ?? '').replaceAll('\\', '/');
  return test.namePath[0] === test.file || name.endsWith(file) || file.endsWith(`/${name}`);
}

function nonEmpty(parts: readonly string[]): readonly string[] {
  const kept = parts.filter((part) => part !== '');
  return kept.length > 0 ? kept : ['(unnamed)'];
}

/** The outermost frame in a test file, for reports that do not name the files of their tests. */
function testFileOf(frames: readonly StackFrame[]): string | null {
  return frames.findLast((frame) => frame.inProject && frame.isTest)?.file ?? null;
}

/** Where the test itself was when it failed, for reports that do not tell where it begins. */
function lineIn(file: string, frames: readonly StackFrame[]): number | null {
  return frames.findLast((frame) => frame.inProject && frame.file === file && frame.line !== null)?.line ?? null;
}

function assembleFailure(reported: ReportedFailure, paths: PathMapper): TestFailure {
  const trace = withoutNodeWrapper(withoutGroupRails(stripAnsi(reported.trace ?? '')));
  const given = stripAnsi(reported.message ?? '').trim();
  const read = trace === '' ? splitType(given) : readErrorText(trace);
  const typed = splitType(given);
  // Vitest calls what is no error `Unknown Error`.
  const isNamed = Boolean(reported.errorType) && !/\s/.test(reported.errorType ?? '');
  const errorType = isNamed ? simpleName(reported.errorType ?? '') : (typed.errorType ?? read.errorType);
  const message = withoutOwnType(bestMessage(typed.message, read.message), errorType);
  const frames = reported.frames?.length
    ? valueFrames(reported.frames, paths)
    : parseFrames(joined(trace, given), paths);
  const kind = reported.kind ?? failureKind(errorType, message);
  // A trace shows code and values of all kinds: only that of a comparison is about what was expected.
  const said = firstExpectation([longer(message, read.message), message, ...(kind === 'assertion' ? [trace] : [])]);
  return {
    kind,
    errorType,
    message: cut(message || errorType || 'The report gives no reason.', MAX_MESSAGE),
    expected: cutOrNull(reported.expected ?? said.expected),
    actual: cutOrNull(reported.actual ?? said.actual),
    frames,
    output: cutMiddle(stripAnsi(reported.output ?? ''), MAX_OUTPUT),
  };
}

/** Names that do not end like an error's are only known when the report tells the class apart. */
function withoutOwnType(message: string, errorType: string | null): string {
  return errorType !== null && message.startsWith(`${errorType}: `) ? message.slice(errorType.length + 2) : message;
}

/** What the parser found; when it is only the first line of what the trace says, the whole. */
function bestMessage(given: string, read: string): string {
  if (given === '') return read;
  return read.startsWith(given) && !given.includes('\n') ? read : given;
}

function firstExpectation(texts: readonly string[]): Expectation {
  for (const text of texts) {
    const found = expectationOf(text);
    if (found.expected !== null || found.actual !== null) return found;
  }
  return { expected: null, actual: null };
}

function longer(left: string, right: string): string {
  return right.length > left.length && right.includes(left.slice(0, 40)) ? right : left;
}

function joined(trace: string, message: string): string {
  return trace.includes(message) ? trace : `${message}\n${trace}`;
}

function valueFrames(frames: NonNullable<ReportedFailure['frames']>, paths: PathMapper): StackFrame[] {
  return frames.flatMap((frame) => {
    const place = frame.file === null ? '' : `${frame.file}:${frame.line ?? 1}:${frame.column ?? 1}`;
    const [parsed] = parseFrames(place === '' ? '' : `at ${frame.functionName ?? '<anonymous>'} (${place})`, paths);
    const values = { line: frame.line, column: frame.column, functionName: frame.functionName };
    const raw = frame.raw ?? place;
    return [
      parsed === undefined
        ? { raw, file: frame.file, ...values, inProject: false, isTest: false }
        : { ...parsed, ...values, raw },
    ];
  });
}

function cutOrNull(value: string | null): string | null {
  return value === null ? null : cut(stripAnsi(value), MAX_VALUE);
}

function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const head = headOf(text, limit);
  return `${head}\n[${text.length - head.length} more characters]`;
}

/** Of long output the beginning and the end matter. */
function cutMiddle(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const [head, tail] = [headOf(text, limit / 2), tailOf(text, limit / 2)];
  return `${head}\n[${text.length - head.length - tail.length} characters left out]\n${tail}`;
}
