// Loads the project's own ES modules in the warm Node process itself (see warm-node.cjs), as modules of node:vm: no round
// trip to the thread of Node's loader for each, and no module stays. Whatever is not plain JavaScript of the project's
// own goes the way of Node's loader, and then all of the candidate's modules do: a module must not be there twice.
'use strict';

const fs = require('node:fs');
const Module = require('node:module');
const { sep } = require('node:path');
const { fileURLToPath, pathToFileURL } = require('node:url');
const vm = require('node:vm');

/** What an ES module may ask of itself; of more than that this Node knows something that we do not. */
const KNOWN_META = new Set(['dirname', 'filename', 'main', 'resolve', 'url']);

/** These change what a module is, or how its name is read. */
const OTHER_LOADING =
  /^(--import|--loader|--experimental-(?!vm-modules|import-meta-resolve)|--conditions|-C|--preserve-symlinks|--input-type|--import-map|--permission)/;

/** Code that is kept knows only the module that it was first compiled for, which dynamic imports ask for. */
const IMPORTS_LATER = /\bimport\s*[(/]/;

/** Thrown where a candidate has to be loaded by Node's loader. */
class Retreat extends Error {}

/**
 * null where Node's loader has to load everything. `real`: what a real module of ours knows of itself; `isModule(file)`, `textOf(file)`: the text in the place of the file, or undefined.
 */
function createLoader({ root, real, isModule, textOf }) {
  if (typeof vm.SourceTextModule !== 'function' || vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER === undefined)
    return null;
  if (!real.metaKeys.every((key) => KNOWN_META.has(key)) || !resolvesForOthers(real)) return null;
  if ([...process.execArgv, ...(process.env.NODE_OPTIONS ?? '').split(/\s+/)].some((word) => OTHER_LOADING.test(word)))
    return null;
  return new OwnLoader({ root, real, isModule, textOf });
}

/** Whether Node lets one module resolve the imports of another. */
function resolvesForOthers({ resolve }) {
  return resolve('./b.js', 'file:///a/a.js') === 'file:///a/b.js';
}

class OwnLoader {
  constructor({ root, real, isModule, textOf }) {
    Object.assign(this, { root: root + sep, real, isModule, textOf });
    this.linking = Promise.resolve();
    /** Until the first candidate: packages that the tests import are loaded already, in their order. */
    this.isLearning = true;
    this.resolved = new Map();
    this.wrapping = new Map();
    this.foreign = new Map();
    this.modules = new Map();
    /** Of each file whose text no candidate has changed: the text, and what was compiled of it. */
    this.codes = new Map();
    this.addresses = new Map();
    this.watchBuiltins();
  }

  /** Forgets the project's modules. */
  forget() {
    this.modules = new Map();
  }

  /** Whether what packages export is what we have handed on: a variable that was set anew is seen by its importers at once. */
  isUpToDate() {
    return [...this.foreign.values()].every(({ namespace, handedOn }) =>
      [...handedOn].every(([name, value]) => Object.is(namespace[name], value)),
    );
  }

  async load(file, run) {
    return (await this.evaluated(this.addressOf(file), run)).namespace;
  }

  async evaluated(url, run) {
    // One after the other: what two of them import is linked for both then.
    const linked = this.linking.then(() => this.link(url));
    this.linking = linked.catch(() => {});
    const own = await linked;
    await run(() => own.evaluate());
    return own;
  }

  async link(url) {
    const own = this.own(url);
    if (own.status === 'linked' || own.status.startsWith('evaluat') || own.status === 'errored') return own;
    try {
      await own.link((specifier, importer, extra) => this.linked(specifier, importer.identifier, extra));
    } catch {
      // Node's loader says it in its own words.
      throw new Retreat();
    }
    return own;
  }

  /** The module that an import names. */
  async linked(specifier, parent, extra) {
    if (hasAttributes(extra)) throw new Retreat();
    const url = this.resolve(specifier, parent);
    if (this.isOwn(url)) return this.own(url);
    // Whatever a candidate is the first to import is loaded among its own modules, in their order.
    if (!this.isLearning && !url.startsWith('node:') && !this.foreign.has(url)) throw new Retreat();
    // Asked for at the same time it is still one module.
    if (!this.wrapping.has(url)) this.wrapping.set(url, this.wrap(url));
    return this.wrapping.get(url);
  }

  own(url) {
    const known = this.modules.get(url);
    if (known !== undefined) return known;
    try {
      const made = this.compiled(url, fileURLToPath(url));
      this.modules.set(url, made);
      return made;
    } catch {
      throw new Retreat();
    }
  }

  compiled(url, file) {
    if (!this.isModule(file)) throw new Retreat();
    const changed = this.textOf(file);
    if (changed !== undefined) return this.made(changed, url);
    const text = fs.readFileSync(file, 'utf8');
    const code = this.codes.get(file);
    if (code?.text !== text) {
      this.codes.set(file, { text, cachedData: undefined });
      return this.made(text, url);
    }
    const made = this.madeOf(code, url);
    // What is loaded once more will be loaded again and again.
    if (!IMPORTS_LATER.test(text)) code.cachedData ??= made.createCachedData();
    return made;
  }

  madeOf(code, url) {
    try {
      return this.made(code.text, url, code.cachedData);
    } catch {
      // It is of no more use when somebody has set other flags.
      code.cachedData = undefined;
      return this.made(code.text, url);
    }
  }

  made(text, url, cachedData) {
    return new vm.SourceTextModule(text.replace(/^\uFEFF/, ''), {
      identifier: url,
      cachedData,
      initializeImportMeta: (meta) => this.describe(meta, url),
      importModuleDynamically: (specifier, _module, attributes) => this.dynamic(specifier, url, attributes),
    });
  }

  describe(meta, url) {
    const file = fileURLToPath(url);
    if (this.real.metaKeys.includes('dirname')) Object.assign(meta, { dirname: file.slice(0, file.lastIndexOf(sep)) });
    if (this.real.metaKeys.includes('filename')) Object.assign(meta, { filename: file });
    if (this.real.metaKeys.includes('main')) Object.assign(meta, { main: false });
    Object.assign(meta, { resolve: (specifier) => withoutNumber(this.real.resolve(`${specifier}`, url)), url });
  }

  /** What is not ours, or cannot be loaded, Node's loader imports: its hooks tell when that is a module of the project. */
  async dynamic(specifier, parent, attributes) {
    const elsewhere = () => importFrom(parent, `${specifier}`, attributes);
    if (hasAttributes({ attributes })) return elsewhere();
    let url;
    try {
      url = this.resolve(`${specifier}`, parent);
    } catch {
      return elsewhere();
    }
    if (!this.isOwn(url)) return elsewhere();
    try {
      return (await this.evaluated(url, (work) => work())).namespace;
    } catch (error) {
      if (error instanceof Retreat) return elsewhere();
      throw error;
    }
  }

  /** What Node's loader has of a module that is not of the project's own. */
  async wrap(url) {
    const namespace = await importFrom(pathToFileURL(`${this.root}.`).href, url);
    const names = Object.keys(namespace);
    const handedOn = new Map(names.map((name) => [name, namespace[name]]));
    const wrapped = new vm.SyntheticModule(
      names,
      function handOn() {
        for (const [name, value] of handedOn) this.setExport(name, value);
      },
      { identifier: url },
    );
    this.foreign.set(url, { namespace, wrapped, handedOn });
    return wrapped;
  }

  /** The address that an import means. What was found once is not looked for again. */
  resolve(specifier, parent) {
    const key = `${parent}\n${specifier}`;
    const known = this.resolved.get(key);
    if (known !== undefined) return known;
    const url = withoutNumber(this.real.resolve(specifier, parent));
    if (this.isOwn(url)) fs.statSync(fileURLToPath(url));
    this.resolved.set(key, url);
    return url;
  }

  addressOf(file) {
    if (!this.addresses.has(file)) this.addresses.set(file, pathToFileURL(fs.realpathSync(file)).href);
    return this.addresses.get(file);
  }

  isOwn(url) {
    if (!url.startsWith('file:')) return false;
    const file = fileURLToPath(url);
    return file.startsWith(this.root) && !file.includes(`${sep}node_modules${sep}`);
  }

  /** Tests that replace functions of Node's modules tell the importers so. */
  watchBuiltins() {
    const { syncBuiltinESMExports } = Module;
    const loader = this;
    Module.syncBuiltinESMExports = function syncWithWarmModules() {
      syncBuiltinESMExports.call(this);
      for (const [url, entry] of loader.foreign) if (url.startsWith('node:')) loader.handOnAnew(entry);
    };
    // Those who import it by name get the new one, too.
    syncBuiltinESMExports();
  }

  handOnAnew({ namespace, wrapped, handedOn }) {
    for (const name of handedOn.keys()) {
      handedOn.set(name, namespace[name]);
      if (wrapped.status === 'evaluated') wrapped.setExport(name, namespace[name]);
    }
  }
}

/** As a module at that address would import it by Node's loader. */
function importFrom(parent, specifier, attributes = {}) {
  const { USE_MAIN_CONTEXT_DEFAULT_LOADER: importModuleDynamically } = vm.constants;
  const code = '(specifier, options) => import(specifier, options)';
  const load = vm.runInThisContext(code, { filename: parent, importModuleDynamically });
  return Object.keys(attributes).length > 0 ? load(specifier, { with: attributes }) : load(specifier);
}

function hasAttributes(extra) {
  return Object.keys(extra?.attributes ?? extra?.assert ?? {}).length > 0;
}

/** Without the number by which Node's loader tells the candidates' modules apart. */
function withoutNumber(url) {
  return url.replace(/[?&]autofix=\d+/, '');
}

module.exports = { createLoader, Retreat };
