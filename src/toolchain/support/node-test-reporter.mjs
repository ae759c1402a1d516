// Reporter for `node --test` (Node 20 and newer) that writes the canonical report: CTRF with details in `extra`.
// It runs inside the project's test process, so it is plain JavaScript and depends on nothing.
import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';

const TEXT_CAP = 20_000;
const VALUE_CAP = 4_000;

/** A failure that a parent handed down: the child itself never ran. */
const CANCELLED = 'cancelledByParent';
/** A parent that failed only because a child did. */
const BY_CHILDREN = 'subtestsFailed';

export default async function* canonicalReporter(source) {
  const started = Date.now();
  const run = { tests: [], names: [], printed: new Map(), filesWithTests: new Set(), begun: new Map() };
  for await (const event of source) record(run, event);
  for (const [file, names] of run.begun) if (names.length > 0) recordUnfinished(run, file);
  const tests = run.tests.map((test) => test.entry);
  yield `${JSON.stringify(report(tests, started))}\n`;
}

function record(run, { type, data }) {
  if (type === 'test:stdout' || type === 'test:stderr') return keepPrinted(run, type, data);
  if (type === 'test:start') {
    run.names.length = data.nesting;
    run.names.push(data.name);
    return;
  }
  const file = absolute(data.entryFile ?? data.file);
  if (type === 'test:enqueue' && file !== null && data.nesting === 0 && absolute(data.name) !== file) {
    if (!run.begun.has(file)) run.begun.set(file, []);
    run.begun.get(file).push(data.name);
  }
  if (type === 'test:pass' || type === 'test:fail') recordResult(run, type, data);
}

function keepPrinted(run, type, data) {
  const file = absolute(data.file);
  if (file === null) return;
  const printed = run.printed.get(file) ?? { stdout: '', stderr: '' };
  const stream = type === 'test:stdout' ? 'stdout' : 'stderr';
  if (printed[stream].length < TEXT_CAP) printed[stream] += data.message;
  run.printed.set(file, printed);
}

function recordResult(run, type, data) {
  const namePath = [...run.names.slice(0, data.nesting), data.name];
  const file = absolute(data.entryFile ?? data.file);
  const error = type === 'test:fail' ? data.details?.error : undefined;
  if (file !== null && data.nesting === 0 && absolute(data.name) === file) return recordFile(run, data, file, error);
  if (file !== null) run.filesWithTests.add(file);
  const begun = data.nesting === 0 ? (run.begun.get(file) ?? []) : [];
  if (begun.includes(data.name)) begun.splice(begun.indexOf(data.name), 1);
  const failureType = error?.failureType;
  if (data.details?.type === 'suite') return recordSuite(run, { namePath, file, data, error, failureType });
  const status = statusOf(data, failureType === BY_CHILDREN ? undefined : error);
  run.tests.push({
    cancelled: status === 'failed' && failureType === CANCELLED,
    entry: entryOf({
      namePath,
      file,
      line: data.line,
      data,
      status,
      failure: status === 'failed' ? failureOf(error) : null,
    }),
  });
}

/** A suite is no test; it is written only when it failed by itself, and then its cancelled tests get its reason. */
function recordSuite(run, { namePath, file, data, error, failureType }) {
  if (!error || failureType === BY_CHILDREN || data.todo !== undefined || data.skip !== undefined) return;
  const failure = failureOf(error);
  for (const test of run.tests) {
    const below = namePath.every((part, index) => part === test.entry.extra.namePath[index]);
    if (!test.cancelled || !below || test.entry.filePath !== file) continue;
    test.cancelled = false;
    test.entry.extra.failure = failure;
    test.entry.message = failure.message;
    test.entry.trace = failure.trace;
  }
  run.tests.push({
    cancelled: false,
    entry: entryOf({ namePath, file, line: data.line, data, status: 'failed', failure }),
  });
}

/** The runner's entry for a whole file: a plain script, a file that could not be loaded, or one that died. */
function recordFile(run, data, file, error) {
  const name = relative(process.cwd(), file).replaceAll('\\', '/');
  const status = statusOf(data, error);
  const failure = status === 'failed' ? fileFailure(run, file, error) : null;
  run.tests.push({ cancelled: false, entry: entryOf({ namePath: [name], file, line: null, data, status, failure }) });
}

/** A process that ends early and well, as by `process.exit(0)`, is told of by nothing but the tests that never end. */
function recordUnfinished(run, file) {
  const isWhole = ({ entry }) => entry.filePath === file && entry.line === null && entry.suite.length === 0;
  if (run.tests.some((test) => isWhole(test) && test.entry.status === 'failed')) return;
  run.tests = run.tests.filter((test) => !isWhole(test));
  recordFile(run, { name: file }, file, { exitCode: 0 });
}

function fileFailure(run, file, error) {
  const printed = run.printed.get(file) ?? { stdout: '', stderr: '' };
  const failure = failureOf(error);
  const thrown = /^(?:Uncaught )?((?:[A-Z]\w*)?(?:Error|Exception))(?: \[(\w+)\])?: ?(.*)$/m.exec(printed.stderr);
  const ended = error.signal
    ? `The process was ended by ${error.signal}`
    : `The process ended with exit code ${error.exitCode ?? 1}`;
  const isAssertion = thrown !== null && (thrown[2] === 'ERR_ASSERTION' || thrown[1] === 'AssertionError');
  const neverRan = thrown !== null && !run.filesWithTests.has(file);
  return {
    ...failure,
    kind:
      error.failureType === 'testTimeoutFailure' ? 'timeout' : isAssertion ? 'assertion' : neverRan ? 'load' : 'error',
    errorType: thrown?.[1] ?? null,
    message: thrown === null ? ended : thrown[3],
    trace: printed.stderr.trim() === '' ? ended : printed.stderr,
    output: printed.stdout,
  };
}

function statusOf(data, error) {
  if ((data.skip !== undefined && data.skip !== false) || (data.todo !== undefined && data.todo !== false)) {
    return 'skipped';
  }
  return error === undefined ? 'passed' : 'failed';
}

function entryOf({ namePath, file, line, data, status, failure }) {
  return {
    name: namePath.at(-1),
    suite: namePath.slice(0, -1),
    status,
    duration: data.details?.duration_ms ?? 0,
    filePath: file,
    line,
    ...(failure === null ? {} : { message: failure.message, trace: failure.trace }),
    extra: { namePath, ...(failure === null ? {} : { failure }) },
  };
}

function failureOf(error) {
  const cause = error?.cause ?? error;
  const isError = typeof cause === 'object' && cause !== null && ('message' in cause || 'stack' in cause);
  const message = isError ? String(cause.message ?? '') : typeof cause === 'string' ? cause : inspect(cause);
  const isAssertion = isError && (cause.code === 'ERR_ASSERTION' || cause.name === 'AssertionError');
  const timedOut = error?.failureType === 'testTimeoutFailure';
  return {
    kind: timedOut ? 'timeout' : isAssertion ? 'assertion' : 'error',
    errorType: isError && typeof cause.name === 'string' ? cause.name : null,
    message: message.slice(0, TEXT_CAP),
    expected: isError && 'expected' in cause ? shown(cause.expected) : null,
    actual: isError && 'actual' in cause ? shown(cause.actual) : null,
    trace: traceOf(isError ? cause : error, 0).slice(0, TEXT_CAP),
  };
}

/** The stack with the stacks of its causes and of an aggregate's errors. */
function traceOf(error, depth) {
  if (typeof error !== 'object' || error === null) return String(error);
  const own = typeof error.stack === 'string' ? error.stack : `${error.name ?? 'Error'}: ${error.message ?? ''}`;
  if (depth >= 5) return own;
  const inner = [
    ...(error.cause === undefined ? [] : [error.cause]),
    ...(Array.isArray(error.errors) ? error.errors : []),
  ];
  return [own, ...inner.slice(0, 5).map((cause) => `[cause]: ${traceOf(cause, depth + 1)}`)].join('\n');
}

function shown(value) {
  const text = inspect(value, {
    depth: 8,
    maxArrayLength: 200,
    maxStringLength: VALUE_CAP,
    breakLength: 80,
    sorted: true,
  });
  return text.slice(0, VALUE_CAP);
}

function absolute(file) {
  if (typeof file !== 'string') return null;
  return file.startsWith('file:') ? fileURLToPath(file) : resolve(file);
}

function report(tests, started) {
  const count = (status) => tests.filter((test) => test.status === status).length;
  const [passed, failed, skipped] = [count('passed'), count('failed'), count('skipped')];
  return {
    reportFormat: 'CTRF',
    specVersion: '0.0.0',
    results: {
      tool: { name: 'node:test', version: process.versions.node },
      summary: { tests: tests.length, passed, failed, skipped, pending: 0, other: 0, start: started, stop: Date.now() },
      tests,
    },
  };
}
