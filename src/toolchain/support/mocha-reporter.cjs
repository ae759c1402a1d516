// Reporter for Mocha (7 and newer) that writes the canonical report: CTRF with details in `extra`.
// The same file is given to `--require`, where it makes Mocha load the test files one by one: plain Mocha
// gives up at the first file that cannot be loaded and reports nothing at all.
// It runs inside the project's test process, so it is plain JavaScript and depends on nothing.
'use strict';

const { writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { inspect } = require('node:util');

const TEXT_CAP = 20_000;
const VALUE_CAP = 4_000;

const loadFailures = [];

const mochaFile = Object.keys(require.cache).find((file) => /[\\/]mocha[\\/]lib[\\/]mocha\.c?js$/.test(file));
if (mochaFile !== undefined) guardLoading(require.cache[mochaFile].exports);

class CanonicalReporter {
  constructor(runner, options) {
    const entries = [];
    const started = Date.now();
    const seen = new Set();
    const add = (test, entry) => {
      seen.add(test);
      entries.push(entry);
    };
    const failedHooks = new Map();

    runner.on('pass', (test) => add(test, entryOf(test, 'passed', null)));
    runner.on('pending', (test) => add(test, entryOf(test, 'skipped', null)));
    runner.on('fail', (runnable, error) => {
      const failure = failureOf(error, 'error');
      if (runnable.type === 'hook') failedHooks.set(runnable.parent, failure);
      add(runnable, entryOf(runnable, 'failed', failure));
    });
    runner.on('end', () => {
      // A failed hook keeps the tests below it from running; without an entry they would seem to be gone.
      // (Under --parallel suites are copies without their tests.)
      for (const [suite, failure] of failedHooks) {
        suite.eachTest?.((test) => {
          if (!seen.has(test)) add(test, entryOf(test, test.isPending() ? 'skipped' : 'failed', failure));
        });
      }
      runner.failures += loadFailures.length;
      const all = [...loadFailures.map(({ file, error }) => loadEntry(file, error)), ...entries];
      const output = options.reporterOptions?.output ?? options.reporterOption?.output;
      writeFileSync(output, `${JSON.stringify(report(all, started))}\n`);
    });
  }
}

function guardLoading(Mocha) {
  const original = Mocha?.prototype?.loadFilesAsync;
  if (typeof original !== 'function') return;
  Mocha.prototype.loadFilesAsync = async function loadOneByOne(...parameters) {
    const files = this.files;
    for (const file of files) {
      this.files = [file];
      try {
        await original.apply(this, parameters);
      } catch (error) {
        loadFailures.push({ file, error });
      }
    }
    this.files = files;
  };
}

function mochaVersion() {
  try {
    return require(join(dirname(mochaFile), '..', 'package.json')).version;
  } catch {
    return '';
  }
}

function loadEntry(file, error) {
  const failure = failureOf(error, 'load');
  return {
    name: file,
    suite: [],
    status: 'failed',
    filePath: file,
    message: failure.message,
    trace: failure.trace,
    extra: { failure },
  };
}

function entryOf(runnable, status, failure) {
  const suite = [];
  for (let parent = runnable.parent; parent && !parent.root; parent = parent.parent) suite.unshift(parent.title);
  return {
    name: runnable.title,
    suite,
    status,
    duration: runnable.duration ?? 0,
    filePath: fileOf(runnable),
    ...(failure === null || status !== 'failed'
      ? {}
      : { message: failure.message, trace: failure.trace, extra: { failure } }),
  };
}

/** A root hook knows no file; the test that it was run for does. */
function fileOf(runnable) {
  return runnable.file ?? runnable.ctx?.currentTest?.file ?? null;
}

function failureOf(error, kind) {
  const isError = typeof error === 'object' && error !== null;
  const message = isError ? String(error.message ?? '') : inspect(error);
  const isAssertion = isError && (error.code === 'ERR_ASSERTION' || /^AssertionError/.test(error.name ?? ''));
  const timedOut = isError && error.code === 'ERR_MOCHA_TIMEOUT';
  return {
    kind: kind === 'load' ? kind : timedOut ? 'timeout' : isAssertion ? 'assertion' : kind,
    errorType: isError && typeof error.name === 'string' ? error.name : null,
    message: message.slice(0, TEXT_CAP),
    expected: isError && 'expected' in error ? shown(error.expected) : null,
    actual: isError && 'actual' in error ? shown(error.actual) : null,
    trace: traceOf(error, 0).slice(0, TEXT_CAP),
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

function report(tests, started) {
  const count = (status) => tests.filter((test) => test.status === status).length;
  const [passed, failed, skipped] = [count('passed'), count('failed'), count('skipped')];
  return {
    reportFormat: 'CTRF',
    specVersion: '0.0.0',
    results: {
      tool: { name: 'mocha', version: mochaVersion() },
      summary: { tests: tests.length, passed, failed, skipped, pending: 0, other: 0, start: started, stop: Date.now() },
      tests,
    },
  };
}

module.exports = CanonicalReporter;
