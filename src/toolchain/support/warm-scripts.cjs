// Keeps what the warm Node process (see warm-node.cjs) has compiled of the project's CommonJS modules: each candidate runs them
// anew, which needs no other code as long as the text is the same.
'use strict';

const Module = require('node:module');
const vm = require('node:vm');

const NAME = Symbol.for('autofix.module');
const HEAD = '(function (exports, require, module, __filename, __dirname) { ';
/** Node makes what a module is given around this text, too. */
const CALL = `globalThis[Symbol.for('autofix.module')].call(this, exports, require, module, __filename, __dirname);`;

/** `keeps(file)`: whether a file is one whose code is worth keeping now. */
function keepScripts(keeps) {
  const importModuleDynamically = vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER;
  if (importModuleDynamically === undefined || process.sourceMapsEnabled) return;
  const kept = new Map();
  const compile = Module.prototype._compile;
  Module.prototype._compile = function compileOnce(text, file, ...rest) {
    const compileItself = () => compile.call(this, text, file, ...rest);
    if (typeof text !== 'string' || text.startsWith('#!') || !keeps(file)) return compileItself();
    if (kept.get(file)?.text !== text) {
      const script = scriptOf(text, file, importModuleDynamically);
      // Node's own words are the ones to fail with, and it knows other kinds of modules.
      if (script === null) return compileItself();
      kept.set(file, { text, script });
    }
    const run = kept.get(file).script.runInThisContext();
    globalThis[NAME] = function runKept(...parameters) {
      delete globalThis[NAME];
      return run.apply(this, parameters);
    };
    return compile.call(this, CALL, file, ...rest);
  };
}

function scriptOf(text, filename, importModuleDynamically) {
  try {
    return new vm.Script(`${HEAD}${text}\n})`, { filename, columnOffset: -HEAD.length, importModuleDynamically });
  } catch {
    return null;
  }
}

module.exports = { keepScripts };
