// Holds candidates to their time in a warm Node process (see warm-loop.cjs): ends what computes on when it is over, and the
// process when nothing else helps.
'use strict';

const vm = require('node:vm');
const { Worker } = require('node:worker_threads');

/**
 * How often the main thread shows that it moves, after how long without that it counts as hanging, how late that may be, and how
 * long what was ended in it may take to give way.
 */
const BEAT_MS = 20;
const STILL_MS = 60;
const LATE_MS = 30;
const GIVES_WAY_MS = 300;

/** What the main thread and the one that looks after it tell each other, in milliseconds: places in an array. */
const [DEADLINE, BEAT, KILLED_AFTER, PROCESSOR_DEADLINE, ENDED] = [0, 1, 2, 3, 4];

/** Where the main thread is: within no guarded call, within one, or within one that is about to be ended. */
const [OUTSIDE, INSIDE, ENDING] = [0, 1, 2];

const CALL_NAME = Symbol.for('autofix.call');
const CALL = `globalThis[Symbol.for('autofix.call')]()`;

const limits = {
  deadline: Number.POSITIVE_INFINITY,
  timedOut: false,
  firstRun: true,
  milliseconds: 0,
  whenEnded: null,
};
const shared = new BigInt64Array(new SharedArrayBuffer(40));
const gate = new Int32Array(new SharedArrayBuffer(4));
const session = openInspector();
startWatchdog();

/**
 * Looks after the main thread from another one. What still computes there after the time of the candidate is ended: a guarded call
 * at once, a promise that loops when the thread has not moved for a while. The test waits for that in vain then, and its runner
 * goes on when it is told so. The process is ended when that does not help, and later when the thread waits for something that
 * never comes.
 */
function startWatchdog() {
  const code = `const { workerData: { shared, gate } } = require('node:worker_threads');
    let endedAt = 0n;
    let [deadline, usedUpAt] = [0n, null];
    function endWhatRuns() {
      try {
        const { Session } = require('node:inspector');
        const session = new Session();
        session.connectToMainThread();
        session.post('Runtime.terminateExecution', () => session.disconnect());
      } catch {}
    }
    function processorTime() {
      const { user, system } = process.cpuUsage();
      return BigInt(Math.round((user + system) / 1000));
    }
    /** Milliseconds since the time on the processor was over; negative before. */
    function overProcessorTime(now) {
      const most = Atomics.load(shared, ${PROCESSOR_DEADLINE});
      if (usedUpAt === null && most > 0n && processorTime() > most) usedUpAt = now;
      return usedUpAt === null ? -1n : now - usedUpAt;
    }
    function look() {
      const now = BigInt(Date.now());
      const current = Atomics.load(shared, ${DEADLINE});
      if (current !== deadline) [deadline, usedUpAt] = [current, null];
      if (deadline === 0n) return;
      const byClock = now - deadline;
      const byProcessor = overProcessorTime(now);
      const over = byClock > byProcessor ? byClock : byProcessor;
      if (over < 0n) return;
      const lastBeat = Atomics.load(shared, ${BEAT});
      const isStill = now - lastBeat > ${STILL_MS}n && over > ${LATE_MS}n;
      const isTried = endedAt > lastBeat;
      const isStuck = isTried && now - endedAt > ${GIVES_WAY_MS}n;
      if (byClock > Atomics.load(shared, ${KILLED_AFTER}) || (isStill && isStuck)) process.kill(process.pid, 'SIGKILL');
      else if (Atomics.compareExchange(gate, 0, ${INSIDE}, ${ENDING}) === ${INSIDE}) {
        endedAt = now;
        endWhatRuns();
      } else if (isStill && !isTried) {
        endedAt = now;
        Atomics.store(shared, ${ENDED}, deadline);
        endWhatRuns();
      }
    }
    setInterval(look, ${BEAT_MS / 2});`;
  new Worker(code, { eval: true, workerData: { shared, gate }, execArgv: [], env: {} }).unref();
  setInterval(beat, BEAT_MS).unref();
}

function beat() {
  Atomics.store(shared, BEAT, BigInt(Date.now()));
  const ended = Atomics.exchange(shared, ENDED, 0n);
  // What was ended may have been of the candidate before.
  if (ended !== 0n && ended === Atomics.load(shared, DEADLINE)) limits.whenEnded?.();
}

/** From now on a candidate has so much time; `processor`: so much of the processor, Infinity: as much as it gets. */
function begin(milliseconds, processor = Number.POSITIVE_INFINITY) {
  const now = Date.now();
  Object.assign(limits, { timedOut: false, milliseconds, deadline: now + milliseconds, whenEnded: null });
  const { user, system } = process.cpuUsage();
  const most = Number.isFinite(processor) ? BigInt(Math.ceil((user + system) / 1000 + processor)) : 0n;
  beat();
  Atomics.store(shared, PROCESSOR_DEADLINE, most);
  Atomics.store(shared, KILLED_AFTER, BigInt(Math.ceil(milliseconds + 500)));
  Atomics.store(shared, DEADLINE, BigInt(Math.ceil(limits.deadline)));
}

function end() {
  Atomics.store(shared, DEADLINE, 0n);
}

/** null where Node is built without it. */
function openInspector() {
  try {
    const { Session } = require('node:inspector');
    const opened = new Session();
    opened.connect();
    return opened;
  } catch {
    return null;
  }
}

/**
 * Calls CALL; false when that is ended. The inspector takes a fifth of the time of a script with a limit, for which Node makes
 * a thread each time; without a limit of its own, a third of that again.
 */
function evaluated(timeout) {
  if (session === null) return runsInTime(timeout ?? remaining());
  let isDone = true;
  session.post('Runtime.evaluate', { expression: `void ${CALL}`, timeout, silent: true }, (error) => {
    isDone = error === null;
  });
  return isDone;
}

let script = null;

function runsInTime(timeout) {
  script ??= new vm.Script(CALL);
  try {
    script.runInThisContext({ displayErrors: false, timeout });
    return true;
  } catch (error) {
    if (error?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return false;
    throw error;
  }
}

function remaining() {
  return Math.max(SHORTEST_MS, Math.ceil(limits.deadline - Date.now()));
}

const SHORTEST_MS = 20;

/** Calls a function; ends it when it is still busy at the time limit of the candidate. */
function guarded(work) {
  // What is called within such a call ends with it.
  if (globalThis[CALL_NAME] !== undefined) return work();
  let outcome = null;
  globalThis[CALL_NAME] = () => {
    try {
      outcome = { result: work() };
    } catch (error) {
      outcome = { error };
    }
    // An end that is on its way has to find it here.
    while (Atomics.compareExchange(gate, 0, INSIDE, OUTSIDE) === ENDING);
  };
  // Only one call of a turn can be ended from the other thread: what a candidate still does when it is out of time ends by itself.
  const isLate = limits.timedOut;
  if (!isLate) Atomics.store(gate, 0, INSIDE);
  const isDone = evaluated(isLate ? SHORTEST_MS : undefined);
  Atomics.store(gate, 0, OUTSIDE);
  delete globalThis[CALL_NAME];
  if (!isDone) limits.timedOut = true;
  if (!isDone || outcome === null) throw new Error('the candidate did not end in its time');
  if ('error' in outcome) throw outcome.error;
  return outcome.result;
}

module.exports = { limits, begin, end, guarded };
