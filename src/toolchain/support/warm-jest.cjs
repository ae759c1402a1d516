// Stands in for Jest's own runner (`--runner`): serves candidates in place of its run (see warm-loop.cjs), with the
// configuration and the resolver that Jest has made out. The environment of a test file stays from candidate to
// candidate, and all modules are evaluated anew in it, from the changed files. Where the environment may remember more,
// it is made anew too.
'use strict';

const { existsSync, readFileSync, realpathSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join, sep } = require('node:path');
const loop = require('./warm-loop.cjs');

const TIRED_AT_BYTES = 900 * 1024 * 1024;

/** Runs of one environment; what creeps in unnoticed ends with it. To furnish one takes as long as a hundred runs. */
const MOST_RUNS = 1000;

const { settings, root } = loop;
const seen = new Set();
let changed = [];

class WarmRunner {
  constructor(globalConfig) {
    // Nobody reads the traces, which take a third of a run.
    this.globalConfig = { ...globalConfig, bail: 0, noStackTrace: true };
  }

  runTests(tests) {
    const rooms = tests.map((test) => new Room(test, this.globalConfig)).filter((room) => room.targets.size > 0);
    return loop.serve({
      take(changes) {
        changed = Object.keys(changes).map((path) => join(root, path));
        seen.clear();
      },
      async run() {
        const results = [];
        for (const room of rooms) results.push(...(await room.run()));
        return results;
      },
      sawAll: () => changed.every((path) => seen.has(path)),
      isTired: () => process.memoryUsage().rss > TIRED_AT_BYTES,
    });
  }
}

/** Jest joins the names of a test and of the blocks around it. */
function namePattern() {
  const names = settings.targets.map(({ namePath }) => namePath.join(' ').replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return `^(${names.join('|')})$`;
}

/** One test file with its environment. */
class Room {
  constructor({ path, context }, globalConfig) {
    this.path = path;
    this.context = context;
    this.globalConfig = globalConfig;
    this.inner = null;
    this.aim();
  }

  /** Which tests of the file are to be tried differs from run to run. */
  aim() {
    this.targets = new Map();
    for (const [index, target] of settings.targets.entries()) {
      const isHere = realpathSync(join(root, target.file)) === realpathSync(this.path);
      if (isHere) this.targets.set(key(target.namePath), index);
    }
  }

  async run() {
    this.aim();
    try {
      return await this.runInside();
    } catch (error) {
      const message = String(error?.stack ?? error?.message ?? error);
      return [...this.targets.values()].map((index) => [index, 'failed', message]);
    }
  }

  async runInside() {
    this.inner ??= await furnish(this.path, this.context, this.globalConfig);
    const { inner } = this;
    const isFresh = inner.runs++ === 0;
    let results;
    try {
      if (!isFresh) inner.reset();
      const { framework, environment, runtime } = inner;
      const globalConfig = { ...this.globalConfig, testNamePattern: namePattern() };
      results = await framework(globalConfig, this.context.config, environment, runtime, this.path);
    } finally {
      if (!inner.isClean() || inner.runs >= MOST_RUNS) {
        this.inner = null;
        await inner.close();
      }
    }
    return this.resultsOf(results);
  }

  resultsOf({ testExecError, testResults }) {
    const found = new Map();
    for (const { ancestorTitles, title, status, failureMessages } of testResults) {
      const index = this.targets.get(key([...ancestorTitles, title]));
      if (index === undefined || found.get(index)?.[1] === 'failed') continue;
      if (status === 'pending' && testExecError == null) continue;
      found.set(index, [index, status, failureMessages[0] ?? '']);
    }
    const failure = String(testExecError?.stack ?? testExecError?.message ?? 'did not run');
    return [...this.targets.values()].map((index) => found.get(index) ?? [index, 'failed', failure]);
  }
}

function key(namePath) {
  return namePath.join('\u0000');
}

/** As Jest's own runner furnishes the environment of a test file. */
async function furnish(path, context, globalConfig) {
  const { config, resolver } = context;
  const { createScriptTransformer } = jestModule('@jest/transform');
  const Runtime = interop(config.runtime ? require(config.runtime) : jestModule('jest-runtime'));
  const cache = new Map([[path, readFileSync(path, 'utf8')]]);
  const transformer = noting(await createScriptTransformer(config, cache));
  const Environment = interop(await transformer.requireAndTranspileModule(environmentOf(path, config)));
  const framework = interop(await transformer.requireAndTranspileModule(config.testRunner));
  const options = { console: silentConsole(), docblockPragmas: {}, testPath: path };
  const environment = new Environment({ globalConfig, projectConfig: config }, options);
  guardTests(environment);
  environment.global.console = options.console;
  const coverage = { changedFiles: undefined, collectCoverage: false, collectCoverageFrom: [], coverageProvider: 'v8' };
  const runtime = new Runtime(config, environment, resolver, transformer, cache, coverage, path, globalConfig);
  for (const setup of config.setupFiles) {
    if (runtime.unstable_shouldLoadAsEsm(setup)) await runtime.unstable_importModule(setup);
    else {
      const made = runtime.requireModule(setup);
      if (typeof made === 'function') await made();
    }
  }
  await environment.setup();
  const requireModule = runtime.requireModule.bind(runtime);
  // The test file and what it loads at once.
  runtime.requireModule = (from, name, ...rest) =>
    from === path && name === undefined
      ? loop.guarded(() => requireModule(from, name, ...rest))
      : requireModule(from, name, ...rest);
  return inside({ environment, runtime, framework, testRunner: config.testRunner });
}

function inside({ environment, runtime, framework, testRunner }) {
  const { global } = environment;
  const state = stateOf(runtime, testRunner);
  const forget = state === null ? () => {} : forgettable(global, state.module);
  const page = () => global.document?.documentElement?.outerHTML;
  const before = { names: Object.getOwnPropertyNames(global).length, page: page(), variables: { ...process.env } };
  let names = null;
  return {
    ...{ environment, runtime, framework, runs: 0 },
    reset() {
      state.reset();
      forget();
      environment.fakeTimers?.useRealTimers();
      environment.fakeTimersModern?.useRealTimers();
      // Since Jest 30 nothing may be loaded between two tests.
      runtime.enterTestCode?.();
      runtime.resetModules();
      runtime.restoreAllMocks();
    },
    /** Whether nothing tells that the tests left something behind. The first run brings the names of Jest itself. */
    isClean() {
      if (state === null) return false;
      const now = Object.getOwnPropertyNames(global).length;
      names ??= now;
      return now === names && page() === before.page && isSame(process.env, before.variables);
    },
    async close() {
      runtime.teardown();
      await environment.teardown();
    },
  };
}

/** Each run adds listeners to the events of jest-circus, which it never takes away: gives what does. */
function forgettable(global, state) {
  const shared = global[Symbol.for('EVENT_HANDLERS')];
  if (Array.isArray(shared)) {
    const first = [...shared];
    return () => shared.splice(0, shared.length, ...first);
  }
  // Before Jest 30 the list is out of reach: one listener of ours stands in it for all others.
  const added = [];
  state.addEventHandler((event, now) =>
    added.reduce((done, handler) => {
      const call = () => handler(event, now);
      return typeof done?.then === 'function' ? done.then(call) : call();
    }, undefined),
  );
  state.addEventHandler = (handler) => added.push(handler);
  return () => added.splice(0);
}

function isSame(left, right) {
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((name) => left[name] === right[name]);
}

/**
 * How to make jest-circus forget what was tested; null where it is another framework. Since Jest 30 its part that holds
 * the tests keeps that to itself: it is loaded anew, and what it needs stays.
 */
function stateOf(runtime, testRunner) {
  const at = testRunner.lastIndexOf(`${sep}jest-circus${sep}`);
  if (at < 0) return null;
  const folder = join(testRunner.slice(0, at), 'jest-circus', 'build');
  const file = ['state.js', 'index.js'].map((name) => join(folder, name)).find((name) => existsSync(name));
  const state = file === undefined ? null : runtime.requireInternalModule(file);
  if (typeof state?.resetState !== 'function') return null;
  const bundled = join(folder, 'jestAdapterInit.js');
  const internal = runtime.registries?.internalModuleRegistry ?? runtime._internalModuleRegistry;
  if (existsSync(bundled) && typeof internal?.delete !== 'function') return null;
  return {
    module: state,
    reset() {
      state.resetState();
      internal?.delete(bundled);
    },
  };
}

/** Tests and hooks that hang end at the time limit of the candidate. */
function guardTests(environment) {
  const handle = environment.handleTestEvent?.bind(environment);
  environment.handleTestEvent = (event, state) => {
    const holder = event.name === 'test_fn_start' ? event.test : event.name === 'hook_start' ? event.hook : null;
    if (holder !== null && typeof holder.fn === 'function') holder.fn = loop.guardedLike(holder.fn);
    return handle?.(event, state);
  };
}

/** Notes which files are transformed, so that a change which no test loads is not taken for one that failed. */
function noting(transformer) {
  for (const name of ['transform', 'transformAsync', 'transformJson']) {
    const original = transformer[name];
    if (typeof original !== 'function') continue;
    transformer[name] = (file, ...rest) => {
      seen.add(file);
      return original.call(transformer, file, ...rest);
    };
  }
  return transformer;
}

/** The environment that the file itself asks for, else the configured one. */
function environmentOf(path, config) {
  const [, own] = /@jest-environment\s+(\S+)/.exec(readFileSync(path, 'utf8').slice(0, 2000)) ?? [];
  if (own === undefined) return config.testEnvironment;
  const { resolveTestEnvironment } = jestModule('jest-resolve');
  return resolveTestEnvironment({ ...config, testEnvironment: own, requireResolveFunction: require.resolve });
}

function silentConsole() {
  const quiet = Object.create(console);
  for (const name of Object.keys(console)) if (typeof console[name] === 'function') quiet[name] = () => {};
  return quiet;
}

/** A package that Jest has brought, found as Jest's own core finds it. */
function jestModule(name) {
  const core = Object.keys(require.cache).find((file) => /[\\/]@jest[\\/]core[\\/]build[\\/]/.test(file));
  return createRequire(core ?? __filename)(name);
}

function interop(module) {
  return module?.__esModule ? module.default : (module.default ?? module);
}

module.exports = WarmRunner;
