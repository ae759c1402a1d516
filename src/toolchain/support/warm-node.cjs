// Judges candidates in a Node process that stays: the project's modules are evaluated anew for each candidate, with
// the changed sources in place of the files; what is below node_modules stays loaded. Requests and answers are JSON,
// a line each, on stdin and stdout. It runs inside the project's test process, so it is plain JavaScript and depends
// on nothing.
'use strict';

const fs = require('node:fs');
const Module = require('node:module');
const { dirname, extname, join, sep } = require('node:path');
const { createInterface } = require('node:readline');
const { pathToFileURL } = require('node:url');
const vm = require('node:vm');
const { MessageChannel, Worker, receiveMessageOnPort } = require('node:worker_threads');

/** Modules that were imported are never freed: then a new process is better. */
const TIRED_AT_BYTES = 600 * 1024 * 1024;
const GENEROUS_MS = 60_000;

const settings = JSON.parse(fs.readFileSync(process.env.AUTOFIX_WARM, 'utf8'));
const root = fs.realpathSync(settings.root);
const output = 1;
const readFileSync = fs.readFileSync;

let overlay = new Map();
let generation = 0;
const used = new Set();
const importer = registerHooks();
const watchdog = startWatchdog();

fs.readFileSync = function readOverlaid(path, ...rest) {
  const text = typeof path === 'string' && overlay.size > 0 ? overlay.get(path) : undefined;
  if (text === undefined) return readFileSync.call(this, path, ...rest);
  used.add(path);
  const [options] = rest;
  const encoding = typeof options === 'string' ? options : options?.encoding;
  return encoding ? text : Buffer.from(text, 'utf8');
};

/** ES modules are told apart by a number behind their address, since none can be unloaded. null on Node before 20.6. */
function registerHooks() {
  if (typeof Module.register !== 'function') return null;
  const { port1, port2 } = new MessageChannel();
  const hooks = pathToFileURL(join(__dirname, 'warm-node-hooks.mjs')).href;
  const shim = pathToFileURL(join(__dirname, 'warm-node-shim.mjs')).href;
  Module.register(hooks, { data: { port: port2, root: pathToFileURL(root).href, shim }, transferList: [port2] });
  port1.unref();
  return port1;
}

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
  return (milliseconds) => Atomics.store(deadline, 0, milliseconds === null ? 0n : BigInt(Date.now() + milliseconds));
}

const script = new vm.Script(`globalThis[Symbol.for('autofix.call')]()`);

/** Calls a function; ends it when it is still busy at the time limit of the candidate. */
function guarded(work) {
  let result;
  const name = Symbol.for('autofix.call');
  const before = globalThis[name];
  globalThis[name] = () => {
    result = work();
  };
  try {
    script.runInThisContext({ timeout: Math.max(20, Math.ceil(limits.deadline - Date.now())) });
  } catch (error) {
    if (error?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') limits.timedOut = true;
    throw error;
  } finally {
    if (before === undefined) delete globalThis[name];
    else globalThis[name] = before;
  }
  return result;
}

const limits = { deadline: Number.POSITIVE_INFINITY, timedOut: false, firstRun: true, milliseconds: GENEROUS_MS };

/** Lets the next loading of the project's modules see these texts in place of the files. */
function begin(changes, seconds) {
  overlay = new Map(Object.entries(changes).map(([path, text]) => [join(root, path), text]));
  used.clear();
  generation++;
  importer?.postMessage({ generation, overlay });
  for (const file of Object.keys(require.cache)) {
    if (file.startsWith(root + sep) && !file.includes(`${sep}node_modules${sep}`)) delete require.cache[file];
  }
  limits.timedOut = false;
  limits.milliseconds = seconds * 1000;
  limits.deadline = Date.now() + seconds * 1000;
  watchdog(seconds * 2000 + 500);
}

/** Whether every changed source has been loaded: else the tests ran without the change. */
function sawChanges() {
  for (let message = receive(); message !== undefined; message = receive()) used.add(message.message.used);
  return [...overlay.keys()].every((path) => used.has(path));
}

function receive() {
  return importer === null ? undefined : receiveMessageOnPort(importer);
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
 * Serves to the end of stdin. `run` tries the targets on freshly loaded modules and gives `[target, status, message]`
 * for each.
 */
async function serve(run) {
  process.stdout.write = process.stderr.write = swallow;
  process.on('uncaughtException', () => {});
  process.on('unhandledRejection', () => {});
  const base = await attempt({ changes: {}, seconds: GENEROUS_MS / 1000 }, run);
  // The second time tells how long it takes: the first one has loaded what stays.
  const started = Date.now();
  await attempt({ changes: {}, seconds: GENEROUS_MS / 1000 }, run);
  answer({ kind: 'ready', base, seconds: (Date.now() - started) / 1000 });
  limits.firstRun = false;
  for await (const line of createInterface({ input: process.stdin })) {
    const tried = await attempt(JSON.parse(line), run);
    answer({ ...tried, tired: process.memoryUsage().rss > TIRED_AT_BYTES });
  }
  process.exit(0);
}

async function attempt({ changes, seconds }, run) {
  begin(changes, seconds);
  try {
    const results = await run();
    if (limits.timedOut) return { kind: 'timed-out' };
    if (!sawChanges()) return { kind: 'unsupported', reason: 'a changed source was not loaded' };
    return { kind: 'ran', results };
  } catch (error) {
    if (limits.timedOut) return { kind: 'timed-out' };
    if (!sawChanges()) return { kind: 'unsupported', reason: 'a changed source was not loaded' };
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

/**
 * Loads a test file. What is an ES module is imported, also where Node could require it: the loader's hooks do not
 * see what is required.
 */
async function loadFile(file) {
  return isModule(file) ? await import(pathToFileURL(file).href) : guarded(() => require(file));
}

function isModule(file) {
  const ending = extname(file);
  if (ending === '.mjs') return true;
  if (ending !== '.js') return false;
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (fs.existsSync(manifest)) return JSON.parse(readFileSync(manifest, 'utf8')).type === 'module';
    if (folder === dirname(folder)) return false;
  }
}

/** Place of the target that stands for a test; -1 when it is none. */
function targetOf(file, namePath) {
  return settings.targets.findIndex(
    (target) =>
      join(root, target.file) === file &&
      target.namePath.length === namePath.length &&
      target.namePath.every((name, index) => name === namePath[index]),
  );
}

module.exports = { settings, root, limits, guarded, loadFile, serve, targetOf };
