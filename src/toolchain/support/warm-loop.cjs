// The talk of a warm Node process with autofix: requests and answers are JSON, a line each, on stdin and stdout. Holds
// candidates to their time. It runs inside the project's test process, so it is plain JavaScript and depends on nothing.
'use strict';

const fs = require('node:fs');
const { createInterface } = require('node:readline');
const vm = require('node:vm');
const { Worker } = require('node:worker_threads');

const GENEROUS_MS = 60_000;

const settings = JSON.parse(fs.readFileSync(process.env.AUTOFIX_WARM, 'utf8'));
const root = fs.realpathSync(settings.root);
const output = 1;
const watchdog = startWatchdog();
const script = new vm.Script(`globalThis[Symbol.for('autofix.call')]()`);
const limits = { deadline: Number.POSITIVE_INFINITY, timedOut: false, firstRun: true, milliseconds: GENEROUS_MS };

/** Ends the process when its main thread hangs: a promise that loops cannot be stopped from within. */
function startWatchdog() {
  const deadline = new BigInt64Array(new SharedArrayBuffer(8));
  const code = `const { workerData } = require('node:worker_threads');
    setInterval(() => {
      const deadline = Atomics.load(workerData, 0);
      if (deadline > 0n && BigInt(Date.now()) > deadline) process.kill(process.pid, 'SIGKILL');
    }, 50);`;
  const worker = new Worker(code, { eval: true, workerData: deadline, execArgv: [], env: {} });
  worker.unref();
  return (milliseconds) =>
    Atomics.store(deadline, 0, milliseconds === null ? 0n : BigInt(Math.ceil(Date.now() + milliseconds)));
}

/** Calls a function; ends it when it is still busy at the time limit of the candidate. */
function guarded(work) {
  let result;
  const name = Symbol.for('autofix.call');
  const before = globalThis[name];
  globalThis[name] = () => {
    result = work();
  };
  try {
    script.runInThisContext({ displayErrors: false, timeout: Math.max(20, Math.ceil(limits.deadline - Date.now())) });
  } catch (error) {
    if (error?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') limits.timedOut = true;
    throw error;
  } finally {
    if (before === undefined) delete globalThis[name];
    else globalThis[name] = before;
  }
  return result;
}

function answer(message) {
  const line = Buffer.from(`\n${settings.marker}${JSON.stringify(message)}\n`);
  for (let at = 0; at < line.length; ) {
    try {
      at += fs.writeSync(output, line, at);
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
    }
  }
}

/**
 * Serves to the end of stdin. `take` puts the changed sources in place; `run` tries the targets on freshly loaded
 * modules and gives `[target, status, message]` for each; `sawAll` tells whether every changed source was loaded, since
 * else the tests ran without the change; `isTired` whether a new process would do better.
 */
async function serve({ take, run, sawAll, isTired }) {
  process.stdout.write = process.stderr.write = swallow;
  process.on('uncaughtException', () => {});
  process.on('unhandledRejection', () => {});
  const judge = (request) => attempt(request, { take, run, sawAll });
  const unchanged = { changes: {}, seconds: GENEROUS_MS / 1000 };
  const base = await judge(unchanged);
  // The second time tells how long it takes: the first one has loaded what stays.
  const started = Date.now();
  await judge(unchanged);
  answer({ kind: 'ready', base, seconds: (Date.now() - started) / 1000 });
  limits.firstRun = false;
  for await (const line of createInterface({ input: process.stdin })) {
    const tried = await judge(JSON.parse(line));
    answer({ ...tried, tired: isTired() });
  }
  process.exit(0);
}

const failing = settings.targets;
const everything = [...failing, ...settings.guards];

async function attempt({ changes, seconds, whole }, { take, run, sawAll }) {
  settings.targets = whole ? everything : failing;
  limits.timedOut = false;
  limits.milliseconds = seconds * 1000;
  limits.deadline = Date.now() + seconds * 1000;
  watchdog(seconds * 2000 + 500);
  const unseen = { kind: 'unsupported', reason: 'a changed source was not loaded' };
  try {
    take(changes);
    const results = await run();
    if (limits.timedOut) return { kind: 'timed-out' };
    return sawAll() ? { kind: 'ran', results } : unseen;
  } catch (error) {
    if (limits.timedOut) return { kind: 'timed-out' };
    if (!sawAll()) return unseen;
    const message = String(error?.message ?? error);
    return { kind: 'ran', results: settings.targets.map((_, index) => [index, 'failed', message]) };
  } finally {
    watchdog(null);
  }
}

function swallow(_chunk, encoding, callback) {
  const done = typeof encoding === 'function' ? encoding : callback;
  if (typeof done === 'function') process.nextTick(done);
  return true;
}

/** A test's function that ends at the time limit. Runners tell by the number of parameters whether it takes a callback. */
function guardedLike(fn) {
  return fn.length > 0
    ? function withCallback(done) {
        return guarded(() => fn.call(this, done));
      }
    : function withoutCallback() {
        return guarded(() => fn.call(this));
      };
}

module.exports = { settings, root, limits, guarded, guardedLike, serve };
