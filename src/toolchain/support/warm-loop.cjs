// The talk of a warm Node process with autofix: requests and answers are JSON, a line each, on stdin and stdout. Holds
// candidates to their time. It runs inside the project's test process, so it is plain JavaScript and depends on nothing.
'use strict';

const fs = require('node:fs');
const { createInterface } = require('node:readline');
const vm = require('node:vm');
const { Worker } = require('node:worker_threads');

const GENEROUS_MS = 60_000;

/**
 * How often the main thread shows that it moves, after how long without that it counts as hanging, how late that may be, and how
 * long what was ended in it may take to give way.
 */
const BEAT_MS = 20;
const STILL_MS = 60;
const LATE_MS = 30;
const GIVES_WAY_MS = 300;

/** So often the unchanged sources are tried for the time that they take. */
const TIMED_RUNS = 3;

const settings = JSON.parse(fs.readFileSync(process.env.AUTOFIX_WARM, 'utf8'));
const root = fs.realpathSync(settings.root);
const output = 1;
const watchdog = startWatchdog();
const CALL = `globalThis[Symbol.for('autofix.call')]()`;
const bounded = boundByInspector() ?? boundByThread();
const limits = { deadline: Number.POSITIVE_INFINITY, timedOut: false, firstRun: true, milliseconds: GENEROUS_MS };

/**
 * Looks after the main thread from another one. What still computes there after the time of the candidate (a promise that loops
 * cannot be stopped from within) is ended: the test waits for it in vain then, and its runner goes on when its time is up. The
 * process is ended when that does not help, and later when the thread waits for something that never comes.
 */
function startWatchdog() {
  const shared = new BigInt64Array(new SharedArrayBuffer(24));
  const code = `const { workerData } = require('node:worker_threads');
    let endedAt = 0n;
    function endWhatRuns() {
      try {
        const { Session } = require('node:inspector');
        const session = new Session();
        session.connectToMainThread();
        session.post('Runtime.terminateExecution', () => session.disconnect());
      } catch {}
    }
    setInterval(() => {
      const now = BigInt(Date.now());
      const deadline = Atomics.load(workerData, 0);
      if (deadline === 0n) return;
      const over = now - deadline;
      const lastBeat = Atomics.load(workerData, 1);
      const isStill = now - lastBeat > ${STILL_MS}n && over > ${LATE_MS}n;
      const isTried = endedAt > lastBeat;
      const isStuck = isTried && now - endedAt > ${GIVES_WAY_MS}n;
      if (over > Atomics.load(workerData, 2) || (isStill && isStuck)) process.kill(process.pid, 'SIGKILL');
      else if (isStill && !isTried) {
        endedAt = now;
        endWhatRuns();
      }
    }, ${BEAT_MS});`;
  const worker = new Worker(code, { eval: true, workerData: shared, execArgv: [], env: {} });
  worker.unref();
  const beat = () => Atomics.store(shared, 1, BigInt(Date.now()));
  setInterval(beat, BEAT_MS).unref();
  return (milliseconds) => {
    beat();
    Atomics.store(shared, 2, BigInt(Math.ceil((milliseconds ?? 0) + 500)));
    Atomics.store(shared, 0, milliseconds === null ? 0n : BigInt(Math.ceil(Date.now() + milliseconds)));
  };
}

/**
 * Calls CALL; false when that is ended at the limit. The inspector takes a fifth of the time of a script with a limit, for
 * which Node makes a thread each time. null where Node is built without it.
 */
function boundByInspector() {
  let session;
  try {
    const { Session } = require('node:inspector');
    session = new Session();
    session.connect();
  } catch {
    return null;
  }
  return (timeout) => {
    let isDone = true;
    session.post('Runtime.evaluate', { expression: `void ${CALL}`, timeout, silent: true }, (error) => {
      isDone = error === null;
    });
    return isDone;
  };
}

function boundByThread() {
  const script = new vm.Script(CALL);
  return (timeout) => {
    try {
      script.runInThisContext({ displayErrors: false, timeout });
      return true;
    } catch (error) {
      if (error?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return false;
      throw error;
    }
  };
}

/** Calls a function; ends it when it is still busy at the time limit of the candidate. */
function guarded(work) {
  const name = Symbol.for('autofix.call');
  // What is called within such a call ends with it.
  if (globalThis[name] !== undefined) return work();
  let outcome = null;
  globalThis[name] = () => {
    try {
      outcome = { result: work() };
    } catch (error) {
      outcome = { error };
    }
  };
  const isDone = bounded(Math.max(20, Math.ceil(limits.deadline - Date.now())));
  delete globalThis[name];
  if (!isDone) limits.timedOut = true;
  if (!isDone || outcome === null) throw new Error('the candidate did not end in its time');
  if ('error' in outcome) throw outcome.error;
  return outcome.result;
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
  // How long it takes is not told by the first time, which has loaded what stays.
  const times = [];
  while (times.length < TIMED_RUNS) times.push(await timed(() => judge(unchanged)));
  answer({ kind: 'ready', base, seconds: times.sort((left, right) => left - right)[1] });
  limits.firstRun = false;
  for await (const line of createInterface({ input: process.stdin })) {
    const tried = await judge(JSON.parse(line));
    answer({ ...tried, tired: isTired() });
  }
  process.exit(0);
}

/** Seconds. */
async function timed(work) {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

const failing = settings.targets;
const everything = [...failing, ...settings.guards];

async function attempt({ changes, seconds, whole }, { take, run, sawAll }) {
  settings.targets = whole ? everything : failing;
  limits.timedOut = false;
  limits.milliseconds = seconds * 1000;
  limits.deadline = Date.now() + seconds * 1000;
  watchdog(seconds * 1000);
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
