// Runs the tests of files written for node:test again and again in one process (see warm-node-test.cjs).
'use strict';

const Module = require('node:module');
const { realpathSync } = require('node:fs');
const { resolve } = require('node:path');
const real = require('node:test');

const warm = require('./warm-node.cjs');

const HOOKS = ['before', 'after', 'beforeEach', 'afterEach'];

let open = null;

class Suite {
  constructor(name, parent, file) {
    this.name = name;
    this.parent = parent;
    this.file = file;
    this.items = [];
    this.hooks = { before: [], after: [], beforeEach: [], afterEach: [] };
    this.skip = parent?.skip ?? false;
  }

  get path() {
    return this.parent === null ? [] : [...this.parent.path, this.name];
  }
}

function parsed(parameters) {
  const words = [...parameters];
  const name = typeof words[0] === 'string' ? words.shift() : undefined;
  const options = typeof words[0] === 'object' && words[0] !== null ? words.shift() : {};
  const fn = typeof words[0] === 'function' ? words[0] : () => {};
  return { name: name ?? (fn.name || '<anonymous>'), options, fn };
}

function test(...parameters) {
  if (open === null) throw new Error('a test was made while none can be');
  open.items.push(parsed(parameters));
  return Promise.resolve();
}

function describe(...parameters) {
  const { name, options, fn } = parsed(parameters);
  const suite = new Suite(name, open, open.file);
  suite.skip ||= Boolean(options.skip) || Boolean(options.todo);
  open.items.push(suite);
  const around = open;
  open = suite;
  try {
    const pending = fn.call({ name }, { name });
    if (typeof pending?.then === 'function') throw new Error('a suite is built asynchronously');
  } finally {
    open = around;
  }
  return Promise.resolve();
}

for (const each of [test, describe]) {
  const marked =
    (mark) =>
    (...parameters) => {
      const { name, options, fn } = parsed(parameters);
      return each(name, { ...options, ...mark }, fn);
    };
  Object.assign(each, { skip: marked({ skip: true }), todo: marked({ todo: true }), only: marked({}) });
}

const hook = (kind) => (fn) => {
  open.hooks[kind].push(fn);
};
const shim = Object.assign(test, { test, it: test, describe, suite: describe, mock: real.mock });
for (const kind of HOOKS) shim[kind] = hook(kind);
globalThis[Symbol.for('autofix.node-test')] = shim;

const load = Module._load;
Module._load = function loadShim(request, ...rest) {
  return request === 'node:test' ? shim : load.call(this, request, ...rest);
};

/** Calls a test or hook, which may take a callback behind its context. */
function called(fn, context) {
  if (fn.length < 2) return warm.guarded(() => fn.call(context, context));
  return new Promise((settle, fail) => {
    const done = (error) => (error ? fail(error) : settle());
    warm.guarded(() => fn.call(context, context, done));
  });
}

class Context {
  constructor(run, path) {
    this.run = run;
    this.path = path;
    this.name = path.at(-1);
    this.fullName = path.join(' > ');
    this.made = {};
    this.hooks = { before: [], after: [], beforeEach: [], afterEach: [] };
    this.skipped = false;
    this.failedChildren = 0;
    for (const kind of HOOKS) this[kind] = (fn) => void this.hooks[kind].push(fn);
  }

  // Few tests ask for these, which take longer to make than many a test.
  get signal() {
    this.made.signal ??= new AbortController().signal;
    return this.made.signal;
  }
  get mock() {
    this.made.mock ??= new real.mock.constructor();
    return this.made.mock;
  }
  get assert() {
    return require('node:assert');
  }

  async test(...parameters) {
    const { name, options, fn } = parsed(parameters);
    for (const each of this.hooks.beforeEach) await called(each, this);
    const isFine = await runOne(this.run, { name, options, fn }, [...this.path, name], false, []);
    for (const each of this.hooks.afterEach) await called(each, this);
    if (!isFine) this.failedChildren++;
  }

  skip() {
    this.skipped = true;
  }
  todo() {
    this.skipped = true;
  }
  diagnostic() {}
  plan() {}
  runOnly() {}
}

/** Runs one test with the hooks of the suites around it; whether it passed. */
async function runOne(run, { options, fn }, path, skip, suites) {
  const note = (status, message = '') => run.note(path, status, message);
  if (skip || options.skip || options.todo) {
    note('skipped');
    return true;
  }
  // What this one would say is not asked any more.
  if (warm.limits.timedOut) return false;
  const context = new Context(run, path);
  let failure = null;
  try {
    for (const suite of suites) for (const each of suite.hooks.beforeEach) await called(each, context);
    await withinTime(called(fn, context), options.timeout);
    if (context.failedChildren > 0) throw new Error(`${context.failedChildren} subtests failed`);
  } catch (error) {
    failure = { error };
  }
  try {
    for (const suite of [...suites].reverse()) for (const each of suite.hooks.afterEach) await called(each, context);
    for (const each of context.hooks.after) await called(each, context);
  } catch (error) {
    failure ??= { error };
  }
  context.made.mock?.reset();
  const message = failure === null ? '' : String(failure.error?.message ?? failure.error);
  note(failure !== null ? 'failed' : context.skipped ? 'skipped' : 'passed', message);
  return failure === null;
}

/** A promise that never settles ends with the candidate's time. */
function withinTime(pending, timeout) {
  if (typeof pending?.then !== 'function') return pending;
  const own = warm.limits.deadline - Date.now();
  const milliseconds = Math.max(1, Math.min(timeout ?? Number.POSITIVE_INFINITY, own));
  let timer;
  const late = new Promise((_, fail) => {
    const stop = () => fail(new Error(`test timed out after ${timeout ?? milliseconds}ms`));
    const stopCandidate = () => {
      if (!warm.limits.firstRun) warm.limits.timedOut = true;
      stop();
    };
    warm.limits.whenEnded = stopCandidate;
    timer = setTimeout(milliseconds >= own ? stopCandidate : stop, milliseconds);
  });
  return Promise.race([pending, late]).finally(() => clearTimeout(timer));
}

/** Runs what of a suite leads to a target. */
async function runSuite(run, suite, around) {
  const chosen = suite.items.filter((item) => run.leadsToTarget(suite, item));
  if (chosen.length === 0) return;
  const suites = [...around, suite];
  let failure = null;
  try {
    for (const each of suite.hooks.before) await called(each, { name: suite.name });
  } catch (error) {
    failure = error;
  }
  for (const item of chosen) {
    if (item instanceof Suite) await runSuite(run, item, suites);
    else if (failure !== null) run.note([...suite.path, item.name], 'failed', String(failure?.message ?? failure));
    else await runOne(run, item, [...suite.path, item.name], suite.skip, suites);
  }
  for (const each of suite.hooks.after) await called(each, { name: suite.name });
}

class Run {
  constructor(file) {
    this.file = file;
    this.results = new Map();
    this.wanted = wantedIn(file);
  }

  note(path, status, message) {
    const target = warm.targetOf(this.file, path);
    if (target < 0 || this.results.get(target)?.[1] === 'failed') return;
    this.results.set(target, [target, status, message]);
  }

  leadsToTarget(suite, item) {
    return this.wanted.has([...suite.path, item.name].join('\0'));
  }
}

const wanted = new Map();

/** The paths of the targets in a file and of the suites around them. */
function wantedIn(file) {
  const { targets } = warm.settings;
  const known = wanted.get(file);
  if (known?.targets === targets) return known.paths;
  const own = targets.filter((target) => resolve(warm.root, target.file) === file);
  const paths = new Set(own.flatMap(({ namePath }) => namePath.map((_, at) => namePath.slice(0, at + 1).join('\0'))));
  wanted.set(file, { targets, paths });
  return paths;
}

async function loaded(file) {
  const suite = new Suite('', null, file);
  open = suite;
  try {
    await warm.loadFile(file);
  } finally {
    open = null;
  }
  return suite;
}

const files = [...new Set(warm.settings.targets.map(({ file }) => realpathSync(resolve(warm.root, file))))];

void warm.serve(
  async () => {
    const results = [];
    for (const file of files) {
      const run = new Run(file);
      const suite = await loaded(file);
      await runSuite(run, suite, []);
      results.push(...run.results.values());
    }
    real.mock.reset();
    return results;
  },
  !process.execArgv.some((word) => /^(-r|--require|--import)/.test(word)),
);
