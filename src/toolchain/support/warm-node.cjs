// Loads the project's modules anew for each candidate in a Node process that stays (see warm-loop.cjs), with the changed
// sources in place of the files; what is below node_modules stays loaded.
'use strict';

const fs = require('node:fs');
const Module = require('node:module');
const { basename, dirname, extname, join, resolve, sep } = require('node:path');
const { fileURLToPath, pathToFileURL } = require('node:url');
const { MessageChannel, receiveMessageOnPort } = require('node:worker_threads');
const loop = require('./warm-loop.cjs');
const { createLoader, Retreat } = require('./warm-modules.cjs');
const { keepScripts } = require('./warm-scripts.cjs');

/** Modules that were imported are never freed: then a new process is better. */
const TIRED_AT_BYTES = 600 * 1024 * 1024;

const { settings, root, guarded } = loop;
const readFileSync = fs.readFileSync;

let overlay = new Map();
let generation = 0;
const used = new Set();
/** Files of the project that have ever been read here: a package that stays loaded may know their text. */
const known = new Set();
const shim = pathToFileURL(join(__dirname, 'warm-node-shim.mjs')).href;
const hasOtherHooks = process.moduleLoadList.includes('NativeModule internal/modules/esm/hooks');
const importer = registerHooks();
/** Loads ES modules in place of Node's loader, which is there for what this one cannot. null: for all of them. */
let loader = null;
let isLoading = false;
let isMixed = false;
/** Whether what was loaded last was loaded before our eyes, all of it. */
let isWatched = false;
forgetOptions();
keepScripts((file) => isOwn(file) && !overlay.has(file));

fs.readFileSync = function readOverlaid(path, ...rest) {
  note(path);
  const text = typeof path === 'string' && overlay.size > 0 ? overlay.get(path) : undefined;
  if (text === undefined) return readFileSync.call(this, path, ...rest);
  used.add(path);
  const [options] = rest;
  const encoding = typeof options === 'string' ? options : options?.encoding;
  return encoding ? text : Buffer.from(text, 'utf8');
};

for (const [holder, names] of [
  [fs, ['readFile', 'open', 'openSync', 'createReadStream']],
  [fs.promises, ['readFile', 'open']],
]) {
  for (const name of names) {
    const original = holder[name];
    holder[name] = function noted(path, ...rest) {
      note(path);
      return original.call(this, path, ...rest);
    };
  }
}
Module.syncBuiltinESMExports();

function note(path) {
  if (path instanceof URL && path.protocol === 'file:') known.add(fileURLToPath(path));
  else if (typeof path === 'string' || Buffer.isBuffer(path)) known.add(resolve(String(path)));
}

/** ES modules are told apart by a number behind their address, since none can be unloaded. null on Node before 20.6. */
function registerHooks() {
  if (typeof Module.register !== 'function') return null;
  const { port1, port2 } = new MessageChannel();
  const hooks = pathToFileURL(join(__dirname, 'warm-node-hooks.mjs')).href;
  Module.register(hooks, { data: { port: port2, root: pathToFileURL(root).href, shim }, transferList: [port2] });
  port1.unref();
  watchHooks();
  return port1;
}

/** Where the project comes with hooks of its own, Node's loader has to load everything. */
function watchHooks() {
  for (const name of ['register', 'registerHooks']) {
    const original = Module[name];
    if (typeof original !== 'function') continue;
    Module[name] = function registerBeside(...parameters) {
      isMixed = true;
      return original.apply(this, parameters);
    };
  }
}

/** The programs that tests start do without the options that this process needs. */
function forgetOptions() {
  const isOurs = (word) => word === '--experimental-vm-modules' || word === '--experimental-import-meta-resolve';
  const left = (process.env.NODE_OPTIONS ?? '').split(/\s+/).filter((word) => word !== '' && !isOurs(word));
  if (left.length > 0) process.env.NODE_OPTIONS = left.join(' ');
  else delete process.env.NODE_OPTIONS;
  process.execArgv = process.execArgv.filter((word) => !isOurs(word));
}

/** Lets the next loading of the project's modules see these texts in place of the files. */
function take(changes) {
  const before = overlay;
  overlay = new Map(Object.entries(changes).map(([path, text]) => [join(root, path), text]));
  if ([...before.keys(), ...overlay.keys()].some(isOfManifest)) formats.clear();
}

function isOfManifest(file) {
  return basename(file) === 'package.json';
}

/** From here on the project's modules are others. */
function loadAnew() {
  used.clear();
  generation++;
  loader?.forget();
  importer?.postMessage({ generation, overlay, isBeside: isLoading });
  for (const file of Object.keys(require.cache)) {
    if (isOwn(file)) delete require.cache[file];
  }
}

function sawAll() {
  takeNews();
  // What was never read is no part of these tests; programs that they start find it on the disk.
  return [...overlay.keys()].every((path) => used.has(path) || (isWatched && !known.has(path)));
}

function receive() {
  return importer === null ? undefined : receiveMessageOnPort(importer);
}

/** What the hooks have seen. */
function takeNews() {
  for (let message = receive(); message !== undefined; message = receive()) {
    const { used: seen, loaded, isMixed: isBoth } = message.message;
    if (isBoth) isMixed = true;
    if (loaded !== undefined) known.add(loaded);
    if (seen !== undefined) used.add(seen);
  }
}

/**
 * Runs the tests on modules that Node's loader has loaded the first time, and then on those of our own loader. Where that
 * cannot load a candidate it is loaded by Node's; where it does not do the same as that it is done without.
 */
function turns(run, isFirst) {
  let first = null;
  return async () => {
    if (first === null) {
      loadAnew();
      first = await run();
      if (importer !== null && !hasOtherHooks && !isMixed) loader = await newLoader();
      return first;
    }
    const results = await runByOwnLoader(run);
    isWatched = results !== null && isFirst;
    if (results === null) {
      loadAnew();
      return run();
    }
    if (loader?.isLearning && outline(results) !== outline(first)) loader = null;
    if (loader !== null) loader.isLearning = false;
    return results;
  };
}

async function newLoader() {
  const { real } = await import(shim);
  return createLoader({ root, real, isModule, textOf });
}

function textOf(file) {
  const text = overlay.get(file);
  if (text !== undefined) used.add(file);
  return text;
}

/** null: it has to be done in the other way. */
async function runByOwnLoader(run) {
  if (loader === null || [...overlay.keys()].some(isOfManifest)) return null;
  isLoading = true;
  loadAnew();
  try {
    const results = await run();
    takeNews();
    if (!isMixed && loader.isUpToDate()) return results;
    loader = null;
  } catch (error) {
    if (!(error instanceof Retreat)) throw error;
    if (loader.isLearning) loader = null;
  } finally {
    isLoading = false;
  }
  return null;
}

/** Numbers differ from run to run: ports, times, ids. */
function outline(results) {
  const lines = results.map(([target, status, message]) =>
    [target, status, message.split('\n', 1)[0].replaceAll(/[?&]autofix=\d+|\d+/g, '')].join(' '),
  );
  return lines.sort().join('\n');
}

/** `isFirst`: nothing of the project was loaded before. */
function serve(run, isFirst) {
  const wasFirst = isFirst && !Object.keys(require.cache).some(isOwn);
  return loop.serve({
    ...{ take, run: turns(run, wasFirst), sawAll },
    isTired: () => process.memoryUsage.rss() > TIRED_AT_BYTES,
  });
}

function isOwn(file) {
  return file.startsWith(root + sep) && !file.includes(`${sep}node_modules${sep}`);
}

/**
 * Loads a test file. What is an ES module is imported, also where Node could require it: the loader's hooks do not
 * see what is required.
 */
async function loadFile(file) {
  if (!isModule(file)) return guarded(() => require(file));
  return isLoading ? await loader.load(file, guarded) : await import(pathToFileURL(file).href);
}

const formats = new Map();

function isModule(file) {
  if (!formats.has(file)) formats.set(file, readsAsModule(file));
  return formats.get(file);
}

function readsAsModule(file) {
  const ending = extname(file);
  if (ending === '.mjs') return true;
  if (ending !== '.js') return false;
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (fs.existsSync(manifest)) return JSON.parse(readFileSync(manifest, 'utf8')).type === 'module';
    if (folder === dirname(folder)) return false;
  }
}

/** Of each list of targets: their places by file and names. */
const places = new WeakMap();

/** Place of the target that stands for a test; -1 when it is none. */
function targetOf(file, namePath) {
  const { targets } = settings;
  if (!places.has(targets)) {
    const pairs = targets.map((target, place) => [keyOf(join(root, target.file), target.namePath), place]);
    // Of two of the same name it is the first.
    places.set(targets, new Map(pairs.reverse()));
  }
  return places.get(targets).get(keyOf(file, namePath)) ?? -1;
}

function keyOf(file, namePath) {
  return [file, ...namePath].join('\0');
}

module.exports = { ...loop, loadFile, serve, targetOf };
