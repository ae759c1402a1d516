// Reporter for Vitest (0.34 to 5) that writes the canonical report: CTRF with details in `extra`.
// Vitest's own JSON loses errors of `beforeAll` and of files that cannot be loaded.
// It runs inside the project's test process, so it is plain JavaScript and depends on nothing.
import { writeFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

const TEXT_CAP = 20_000;
const VALUE_CAP = 4_000;

/** Where the report goes: the placeholder is replaced when this file is put beside the run. */
const OUTPUT = '@@OUTPUT@@';

export default class CanonicalReporter {
  onInit(vitest) {
    this.started = Date.now();
    this.version = vitest?.version ?? '';
    this.skipped = new Set();
    // Lines of the tests; older versions do not know the setting and take no notice.
    for (const config of [vitest?.config, ...(vitest?.projects ?? []).map((project) => project.config)]) {
      if (config) config.includeTaskLocation = true;
    }
  }

  /** Vitest 0 to 3. */
  onCollected(files = []) {
    for (const file of files) this.noteSkipped(file);
  }

  /** Vitest 3 and newer. */
  onTestModuleCollected(module) {
    this.noteSkipped(module.task);
  }

  /** A failed hook later marks the tests below it as skipped ones: the true ones are known only now. */
  noteSkipped(task) {
    if (task.mode === 'skip' || task.mode === 'todo') this.skipped.add(task.id);
    for (const child of task.tasks ?? []) this.noteSkipped(child);
  }

  /** Vitest 0 to 2. From 3 on `onTestRunEnd` comes as well, or alone, with the same tasks. */
  onFinished(files = [], errors = []) {
    this.write(files, errors);
  }

  onTestRunEnd(modules = [], errors = []) {
    this.write(
      modules.map((module) => module.task),
      errors,
    );
  }

  write(files, unhandled) {
    const tests = [];
    for (const file of files) {
      const before = tests.length;
      const failure = file.result?.state === 'fail' && file.result.errors?.length > 0 ? fileFailure(file) : null;
      collect(file, [], { failure, skipped: this.skipped }, tests);
      const blocked = tests.slice(before).some((test) => test.status === 'failed');
      if (failure !== null && !blocked) tests.push(fileEntry(file.filepath, failure));
    }
    for (const error of unhandled) tests.push(fileEntry(error.VITEST_TEST_PATH ?? null, failureOf([error], 'error')));
    writeFileSync(OUTPUT, `${JSON.stringify(report(tests, this.started, this.version))}\n`);
  }
}

/** Errors of a file: of its loading when it has no tests, else of a hook at its top level. */
function fileFailure(file) {
  return failureOf(file.result.errors, file.tasks.length === 0 ? 'load' : 'error');
}

/** `handedDown.failure` is that of a suite's hook, which kept the tests below it from running. */
function collect(suite, names, handedDown, tests) {
  for (const task of suite.tasks ?? []) {
    const namePath = [...names, task.name];
    if (task.type === 'suite' || Array.isArray(task.tasks)) {
      const errors = task.result?.state === 'fail' ? (task.result.errors ?? []) : [];
      const failure = errors.length > 0 ? failureOf(errors, 'error') : handedDown.failure;
      const before = tests.length;
      collect(task, namePath, { ...handedDown, failure }, tests);
      const blocked = tests.slice(before).some((test) => test.status === 'failed');
      if (errors.length > 0 && !blocked) tests.push(entryOf(task, namePath, 'failed', failure));
    } else tests.push(testEntry(task, namePath, handedDown));
  }
}

function testEntry(task, namePath, handedDown) {
  const state = task.result?.state;
  if (state === 'pass') return entryOf(task, namePath, 'passed', null);
  if (state === 'fail') return entryOf(task, namePath, 'failed', failureOf(task.result.errors ?? [], 'error'));
  if (handedDown.failure !== null && !handedDown.skipped.has(task.id)) {
    return entryOf(task, namePath, 'failed', handedDown.failure);
  }
  return entryOf(task, namePath, 'skipped', null);
}

function entryOf(task, namePath, status, failure) {
  return {
    name: namePath.at(-1),
    suite: namePath.slice(0, -1),
    status,
    duration: task.result?.duration ?? 0,
    filePath: task.file?.filepath ?? null,
    line: task.location?.line ?? null,
    ...(failure === null ? {} : { message: failure.message, trace: failure.trace, extra: { failure } }),
  };
}

function fileEntry(file, failure) {
  return {
    name: file ?? 'unhandled error',
    suite: [],
    status: 'failed',
    filePath: file,
    message: failure.message,
    trace: failure.trace,
    extra: { failure },
  };
}

function failureOf(errors, kind) {
  const error = errors[0] ?? { message: 'The test failed without an error' };
  const name = error.name ?? error.nameStr ?? null;
  const message = plain(error.message ?? String(error));
  const timedOut = /^(Test|Hook) timed out in \d+ms/.test(message);
  const isAssertion = name === 'AssertionError' || error.code === 'ERR_ASSERTION';
  // Older versions write the word "undefined" for values that an error does not have.
  const hasValues = !(error.expected === 'undefined' && error.actual === 'undefined');
  return {
    kind: kind === 'load' ? kind : timedOut ? 'timeout' : isAssertion ? 'assertion' : kind,
    errorType: name,
    message,
    expected: hasValues ? shown(error.expected) : null,
    actual: hasValues ? shown(error.actual) : null,
    trace: timedOut ? message : errors.map((each) => traceOf(each, 0)).join('\n'),
  };
}

function traceOf(error, depth) {
  if (typeof error !== 'object' || error === null) return String(error);
  const head = `${error.name ?? error.nameStr ?? 'Error'}: ${error.message ?? ''}`;
  const stack = typeof error.stack === 'string' ? error.stack : (error.stackStr ?? '');
  // A stack of a transform error is that of the bundler; where the fault is stands in `loc` and `frame`.
  const place = error.loc?.file ? `\n    at ${error.loc.file}:${error.loc.line}:${error.loc.column ?? 1}` : '';
  const frame = typeof error.frame === 'string' ? `\n${error.frame}` : '';
  const own = plain(`${stack.startsWith(head.slice(0, 20)) ? '' : `${head}${place}${frame}\n`}${stack}`);
  if (depth >= 5 || error.cause === undefined || error.cause === null) return own;
  return `${own}\n[cause]: ${traceOf(error.cause, depth + 1)}`;
}

/** Vitest has made text of the values already, unless they were simple ones. */
function shown(value) {
  if (value === undefined) return null;
  return plain(typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))).slice(0, VALUE_CAP);
}

function plain(text) {
  return stripVTControlCharacters(String(text)).slice(0, TEXT_CAP);
}

function report(tests, started, version) {
  const count = (status) => tests.filter((test) => test.status === status).length;
  const [passed, failed, skipped] = [count('passed'), count('failed'), count('skipped')];
  return {
    reportFormat: 'CTRF',
    specVersion: '0.0.0',
    results: {
      tool: { name: 'vitest', version },
      summary: { tests: tests.length, passed, failed, skipped, pending: 0, other: 0, start: started, stop: Date.now() },
      tests,
    },
  };
}
