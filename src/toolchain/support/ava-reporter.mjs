// Makes AVA (3 and newer) write the canonical report, CTRF with details in `extra`: its TAP names no files.
// Loaded by `node --import` into AVA's own process and its workers; only in AVA's process it does something.
// It depends on nothing but Node and the AVA that the project has.
import { realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { inspect, stripVTControlCharacters } from 'node:util';

const OUTPUT = '@@OUTPUT@@';
const TEXT_CAP = 20_000;
const VALUE_CAP = 4_000;

const program = realProgram();
const root = /^(.*[\\/]ava)[\\/](?:entrypoints[\\/]cli\.[cm]?js|cli\.js)$/.exec(program)?.[1];
if (root !== undefined) await patch(root);

function realProgram() {
  try {
    return realpathSync(process.argv[1] ?? '');
  } catch {
    return '';
  }
}

async function patch(root) {
  const { default: manifest } = await import(pathToFileURL(join(root, 'package.json')).href, {
    with: { type: 'json' },
  });
  const entries = [];
  const blamed = new Set();
  const started = Date.now();
  const write = () => writeFileSync(OUTPUT, `${JSON.stringify(report(entries, started, manifest.version))}\n`);
  if (/^[0-3]\./.test(manifest.version)) {
    // Its reporters cannot be loaded before its colours are chosen; what they are told comes from here.
    const { default: RunStatus } = await import(pathToFileURL(join(root, 'lib', 'run-status.js')).href);
    const { emitStateChange } = RunStatus.prototype;
    RunStatus.prototype.emitStateChange = function emit(event) {
      record(event, entries, blamed);
      return emitStateChange.call(this, event);
    };
    process.on('exit', write);
    return;
  }
  const { default: TapReporter } = await import(pathToFileURL(join(root, 'lib', 'reporters', 'tap.js')).href);
  const { consumeStateChange, endRun } = TapReporter.prototype;
  TapReporter.prototype.consumeStateChange = function consume(event) {
    record(event, entries, blamed);
    return consumeStateChange.call(this, event);
  };
  TapReporter.prototype.endRun = function end(...parameters) {
    write();
    return endRun.apply(this, parameters);
  };
}

function record(event, entries, blamed) {
  const add = (status, failure = null) => entries.push(entryOf(event, event.title, status, failure));
  switch (event.type) {
    case 'selected-test':
      if (event.skip || event.todo) add('skipped');
      break;
    case 'test-passed':
      add('passed');
      break;
    case 'test-failed':
    case 'hook-failed':
      add('failed', failureOf(event.err));
      break;
    case 'uncaught-exception':
    case 'unhandled-rejection':
    case 'internal-error':
      addLoad(event, failureOf(event.err, 'load'), entries, blamed);
      break;
    case 'missing-ava-import':
      addLoad(event, plain('No tests found in the file: it does not import "ava"', 'load'), entries, blamed);
      break;
    case 'worker-failed':
      addLoad(event, plain(`The file ended with ${event.nonZeroExitCode ?? event.signal}`, 'load'), entries, blamed);
      break;
    case 'timeout':
    case 'process-exit': {
      const message =
        event.type === 'timeout' ? 'No test ended within the time limit' : 'The file called process.exit()';
      const kind = event.type === 'timeout' ? 'timeout' : 'error';
      for (const [testFile, titles] of event.pendingTests ?? []) {
        for (const title of titles) entries.push(entryOf({ testFile }, title, 'failed', plain(message, kind)));
      }
      break;
    }
  }
}

/** Of the crash of a file only the first sign is kept: the others follow from it. */
function addLoad(event, failure, entries, blamed) {
  const file = event.testFile ?? '';
  if (blamed.has(file)) return;
  blamed.add(file);
  entries.push(entryOf(event, file, 'failed', failure));
}

function entryOf({ testFile, duration, err }, title, status, failure) {
  const names = String(title).split(' › ');
  const path = failure?.kind === 'load' ? [testFile ?? title] : names;
  const line = err?.source?.file === testFile ? err?.source?.line : null;
  return {
    name: path.at(-1),
    suite: path.slice(0, -1),
    status,
    duration: duration ?? 0,
    filePath: testFile ?? null,
    line: line ?? null,
    ...(failure === null ? {} : { message: failure.message, trace: failure.trace }),
    extra: { namePath: path, ...(failure === null ? {} : { failure }) },
  };
}

function plain(message, kind) {
  return { kind, errorType: null, message, expected: null, actual: null, trace: message };
}

function failureOf(error, kind = null) {
  if (error === null || error === undefined) return plain('The test failed', kind ?? 'error');
  const original = error.originalError ?? error;
  // AVA wraps what a test throws into an error of its own.
  const thrown = original.cause;
  if (thrown instanceof Error && /^(Error thrown|Exception|Rejected)/i.test(String(error.message))) {
    const { name, message, stack } = thrown;
    const isAssertion = thrown.code === 'ERR_ASSERTION';
    const given = {
      expected: isAssertion ? inspect(thrown.expected) : null,
      actual: isAssertion ? inspect(thrown.actual) : null,
    };
    return {
      kind: kind ?? (isAssertion ? 'assertion' : 'error'),
      errorType: name,
      message,
      ...given,
      trace: String(stack).slice(0, TEXT_CAP),
    };
  }
  const details = (error.formattedDetails ?? error.values ?? []).map(({ label, formatted }) => ({
    label: stripVTControlCharacters(label),
    text: stripVTControlCharacters(formatted),
  }));
  const told = stripVTControlCharacters(String(original.message ?? error.message ?? error.formattedError ?? ''));
  const shown = details.map(({ label, text }) => `${label}\n${text}`).join('\n');
  const own = details.find(({ label }) => /^(?:Error thrown|Rejected promise)/.test(label));
  if (own !== undefined && kind === null) {
    // AVA 3 hands on no error, only how it looks.
    const [, errorType = 'Error'] = /^(\w+)/.exec(own.text) ?? [];
    const text = /\bmessage: (['"`])([\s\S]*?)\1,?\n/.exec(own.text)?.[2] ?? own.text;
    const trace = `${errorType}: ${text}\n${error.stack ?? ''}`.slice(0, TEXT_CAP);
    return { kind: 'error', errorType, message: text.slice(0, TEXT_CAP), expected: null, actual: null, trace };
  }
  const isAssertion = error.type === 'ava' || error.avaAssertionError === true || details.length > 0;
  const message = [told, shown].filter((part) => part !== '').join('\n') || 'The test failed';
  const name = error.name ?? original.name ?? 'Error';
  const stack = error.stack ?? original.stack ?? '';
  return {
    kind: kind ?? (isAssertion ? 'assertion' : 'error'),
    errorType: name,
    message: message.slice(0, TEXT_CAP),
    ...pairIn(details),
    trace: (stack.includes(message.split('\n')[0]) ? stack : `${name}: ${message}\n${stack}`).slice(0, TEXT_CAP),
  };
}

/** Out of AVA's difference, where `-` is the actual and `+` the expected value. */
function pairIn(details) {
  const { text } = details.find(({ label }) => /^Difference/.test(label)) ?? {};
  if (text === undefined) return { expected: null, actual: null };
  const side = (sign) =>
    text
      .split('\n')
      .filter((line) => line.startsWith(`${sign} `) || line.startsWith('  '))
      .map((line) => line.slice(2))
      .join('\n')
      .slice(0, VALUE_CAP);
  return { expected: side('+'), actual: side('-') };
}

function report(tests, started, version) {
  const count = (status) => tests.filter((test) => test.status === status).length;
  const [passed, failed, skipped] = [count('passed'), count('failed'), count('skipped')];
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
  return { reportFormat: 'CTRF', specVersion: '0.0.0', results: { tool: { name: 'ava', version }, summary, tests } };
}
