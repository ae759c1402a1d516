// The talk of a warm Node process with autofix: requests and answers are JSON, a line each, on stdin and stdout. It
// runs inside the project's test process, so it is plain JavaScript and depends on nothing.
'use strict';

const fs = require('node:fs');
const { createInterface } = require('node:readline');
const { begin, end, guarded, limits } = require('./warm-guard.cjs');

const GENEROUS_MS = 60_000;

/** So often the unchanged sources are tried for the time that they take. */
const TIMED_RUNS = 3;

/** And more often as long as that takes no time. */
const MOST_TIMED_RUNS = 8;
const TIMED_MS = 100;

const settings = JSON.parse(fs.readFileSync(process.env.AUTOFIX_WARM, 'utf8'));
const root = fs.realpathSync(settings.root);
const output = 1;

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
  answer({ kind: 'ready', base, ...(await timesOf(() => judge(unchanged))) });
  limits.firstRun = false;
  for await (const line of createInterface({ input: process.stdin })) {
    const tried = await judge(JSON.parse(line));
    answer({ ...tried, tired: isTired() });
  }
  process.exit(0);
}

/**
 * How long something takes once what stays is loaded: seconds by the clock, and of the processor's time at best, since
 * that gets less as the code is warmed up.
 */
async function timesOf(work) {
  const [seconds, processor] = [[], []];
  const started = performance.now();
  const areEnough = () => seconds.length >= MOST_TIMED_RUNS || performance.now() - started > TIMED_MS;
  while (seconds.length < TIMED_RUNS || !areEnough()) {
    const [before, cpu] = [performance.now(), process.cpuUsage()];
    await work();
    const { user, system } = process.cpuUsage(cpu);
    seconds.push((performance.now() - before) / 1000);
    processor.push((user + system) / 1e6);
  }
  return {
    seconds: seconds.slice(0, TIMED_RUNS).sort((left, right) => left - right)[1],
    processor: Math.min(...processor),
  };
}

const failing = settings.targets;
const everything = [...failing, ...settings.guards];

async function attempt({ changes, seconds, processor, whole }, { take, run, sawAll }) {
  settings.targets = whole ? everything : failing;
  begin(seconds * 1000, processor === undefined ? undefined : processor * 1000);
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
    end();
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
