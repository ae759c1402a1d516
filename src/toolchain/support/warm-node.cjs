// Loads the project's modules anew for each candidate in a Node process that stays (see warm-loop.cjs), with the changed
// sources in place of the files; what is below node_modules stays loaded.
'use strict';

const fs = require('node:fs');
const Module = require('node:module');
const { dirname, extname, join, sep } = require('node:path');
const { pathToFileURL } = require('node:url');
const { MessageChannel, receiveMessageOnPort } = require('node:worker_threads');
const loop = require('./warm-loop.cjs');

/** Modules that were imported are never freed: then a new process is better. */
const TIRED_AT_BYTES = 600 * 1024 * 1024;

const { settings, root, guarded } = loop;
const readFileSync = fs.readFileSync;

let overlay = new Map();
let generation = 0;
const used = new Set();
const importer = registerHooks();

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

/** Lets the next loading of the project's modules see these texts in place of the files. */
function take(changes) {
  overlay = new Map(Object.entries(changes).map(([path, text]) => [join(root, path), text]));
  used.clear();
  generation++;
  importer?.postMessage({ generation, overlay });
  for (const file of Object.keys(require.cache)) {
    if (file.startsWith(root + sep) && !file.includes(`${sep}node_modules${sep}`)) delete require.cache[file];
  }
}

function sawAll() {
  for (let message = receive(); message !== undefined; message = receive()) used.add(message.message.used);
  return [...overlay.keys()].every((path) => used.has(path));
}

function receive() {
  return importer === null ? undefined : receiveMessageOnPort(importer);
}

function serve(run) {
  return loop.serve({ take, run, sawAll, isTired: () => process.memoryUsage().rss > TIRED_AT_BYTES });
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

module.exports = { ...loop, loadFile, serve, targetOf };
