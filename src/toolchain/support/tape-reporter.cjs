// Makes tape (4 and newer) write the canonical report, CTRF with details in `extra`: its TAP names neither files nor tests.
// Loaded by `--require` into the process of the tests; it depends on nothing but Node and the tape that the project has.
'use strict';

const { writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { dirname, join, sep } = require('node:path');
const process = require('node:process');
const { fileURLToPath } = require('node:url');
const { inspect } = require('node:util');

const OUTPUT = '@@OUTPUT@@';
const TEXT_CAP = 20_000;
const VALUE_CAP = 4_000;

const entries = [];
const started = Date.now();
let crash = null;

const fromProject = createRequire(join(process.cwd(), 'package.json'));
const root = dirname(fromProject.resolve('tape/package.json'));
const Results = require(join(root, 'lib', 'results.js'));

const { push } = Results.prototype;
Results.prototype.push = function record(test, ...parameters) {
  watch(test, [], placeOfCall());
  return push.call(this, test, ...parameters);
};

// Told before the process ends of it; the default treatment goes on.
process.on('uncaughtExceptionMonitor', (error) => {
  crash = error;
});
process.on('exit', () => {
  writeFileSync(OUTPUT, `${JSON.stringify(report(entries.flatMap(finished)))}\n`);
});

function watch(test, around, place) {
  const entry = {
    test,
    names: [...around, String(test.name)],
    place,
    began: 0,
    ended: 0,
    failed: null,
    asserts: 0,
    inner: [],
  };
  if (around.length === 0) entries.push(entry);
  test.once('prerun', () => {
    entry.began = Date.now();
  });
  test.once('end', () => {
    entry.ended = Date.now();
  });
  test.on('result', (result) => {
    entry.asserts++;
    if (typeof result === 'object' && !result.ok && !result.todo && entry.failed === null) entry.failed = result;
  });
  test.on('test', (inner) => entry.inner.push(watch(inner, entry.names, place)));
  return entry;
}

/** Where the project's code called: the first frame outside of tape, of Node and of this file. */
function placeOfCall() {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 30;
  const lines = String(new Error('place').stack).split('\n').slice(1);
  Error.stackTraceLimit = limit;
  for (const line of lines) {
    const [, printed = '', number = '0'] = /\(?((?:file:\/\/|\/|[A-Za-z]:\\)[^()]*?):(\d+):\d+\)?$/.exec(line) ?? [];
    const file = printed.startsWith('file://') ? fileURLToPath(printed) : printed;
    if (file === '' || file === __filename || file.startsWith(root + sep) || file.includes(`${sep}node_modules${sep}`))
      continue;
    return { file, line: Number(number) };
  }
  return { file: null, line: null };
}

/** The tests of an entry: itself, unless only the tests inside of it say something. */
function finished(entry) {
  const { test, began, ended, failed, asserts, inner } = entry;
  const nested = inner.flatMap(finished);
  if (began === 0) return test._skip ? [entryOf(entry, 'skipped', null)] : [];
  if (failed !== null) return [entryOf(entry, 'failed', failureOf(failed)), ...nested];
  if (ended === 0 && !nested.some((each) => each.status === 'failed')) {
    const error = crash ?? new Error('The test did not end');
    return [entryOf(entry, 'failed', errorFailure(error, crash === null ? 'timeout' : 'error')), ...nested];
  }
  if (nested.length > 0 && asserts === 0) return nested;
  return [entryOf(entry, test._skip || test._todo ? 'skipped' : 'passed', null), ...nested];
}

function entryOf({ names, place, began, ended }, status, failure) {
  return {
    name: names.at(-1),
    suite: names.slice(0, -1),
    status,
    duration: ended > 0 ? ended - began : 0,
    filePath: place.file,
    line: place.line,
    ...(failure === null ? {} : { message: failure.message, trace: failure.trace }),
    extra: { namePath: names, ...(failure === null ? {} : { failure }) },
  };
}

function failureOf(result) {
  const error = result.error ?? result.actual;
  if (result.operator === 'error' && error instanceof Error) return errorFailure(error, 'error');
  const stack = String(result.error?.stack ?? '');
  const hasPair = 'expected' in result || 'actual' in result;
  return {
    kind: 'assertion',
    errorType: null,
    message: String(result.name).slice(0, TEXT_CAP),
    expected: hasPair ? shown(result.expected) : null,
    actual: hasPair ? shown(result.actual) : null,
    trace: stack.slice(0, TEXT_CAP),
  };
}

function errorFailure(error, kind) {
  const isAssertion = error?.code === 'ERR_ASSERTION';
  return {
    kind: isAssertion ? 'assertion' : kind,
    errorType: error?.name ?? null,
    message: String(error?.message ?? error).slice(0, TEXT_CAP),
    expected: isAssertion ? shown(error.expected) : null,
    actual: isAssertion ? shown(error.actual) : null,
    trace: String(error?.stack ?? error).slice(0, TEXT_CAP),
  };
}

function shown(value) {
  return inspect(value, { depth: 8, maxArrayLength: 200, maxStringLength: VALUE_CAP, sorted: true }).slice(
    0,
    VALUE_CAP,
  );
}

function report(tests) {
  // A file that throws while it is loaded has no test to stand for it.
  if (crash !== null && !tests.some((test) => test.status === 'failed')) tests.push(loadEntry(crash));
  const count = (status) => tests.filter((test) => test.status === status).length;
  const [passed, failed, skipped] = [count('passed'), count('failed'), count('skipped')];
  const { version } = require(join(root, 'package.json'));
  const summary = {
    tests: tests.length,
    passed,
    failed,
    skipped,
    pending: 0,
    other: 0,
    start: started,
    stop: Date.now(),
  };
  return { reportFormat: 'CTRF', specVersion: '0.0.0', results: { tool: { name: 'tape', version }, summary, tests } };
}

function loadEntry(error) {
  const failure = errorFailure(error, 'load');
  const place = /(?:\(|at )((?:file:\/\/)?\/[^()\n]*?):\d+:\d+\)?/.exec(String(error?.stack ?? ''))?.[1] ?? null;
  const required = error?.requireStack?.[0] ?? place;
  const path = [required ?? 'load'];
  return {
    name: path[0],
    suite: [],
    status: 'failed',
    filePath: required,
    message: failure.message,
    trace: failure.trace,
    extra: { namePath: path, failure },
  };
}
