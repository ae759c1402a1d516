// Stands in for the Mocha reporter: given to `--require`, it makes Mocha's own command line serve candidates in place
// of its run (see warm-node.cjs), with the configuration, the requires and the files that Mocha has made out.
'use strict';

const mochaFile = Object.keys(require.cache).find((file) => /[\\/]mocha[\\/]lib[\\/]mocha\.c?js$/.test(file));
if (mochaFile !== undefined) takeOver(require.cache[mochaFile].exports);

class Silent {}

function takeOver(Mocha) {
  const warm = require('./warm-node.cjs');
  const { run } = Mocha.prototype;
  Mocha.prototype.loadFilesAsync = async () => {};
  Mocha.prototype.run = function serveCandidates() {
    Mocha.prototype.run = run;
    const { options, files } = this;
    // This file is one of those that are required before.
    const isFirst = [options.require ?? []].flat().length <= 1;
    void warm.serve(() => runTargets(warm, Mocha, options, files), isFirst);
  };
}

async function runTargets(warm, Mocha, options, files) {
  const mocha = new Mocha({ ...options, reporter: Silent, parallel: false, forbidOnly: false });
  // Without files of its own, which it would load once more when it runs.
  for (const file of new Set(files)) await loadFile(warm, mocha, file);
  const chosen = keepTargets(warm, mocha.suite);
  const results = new Map();
  const note = (test, status, message) => {
    if (results.get(chosen.get(test))?.[1] !== 'failed')
      results.set(chosen.get(test), [chosen.get(test), status, message]);
  };
  await new Promise((resolve) => {
    const runner = mocha.run(resolve);
    warm.limits.whenEnded = () => runner.currentRunnable?.timeout(1);
    runner.on('pass', (test) => note(test, 'passed', ''));
    runner.on('pending', (test) => note(test, 'skipped', ''));
    runner.on('fail', (runnable, error) => {
      const message = String(error?.message ?? error);
      if (error?.code === 'ERR_MOCHA_TIMEOUT' && !warm.limits.firstRun) warm.limits.timedOut = true;
      // What the others would say is not asked any more.
      if (warm.limits.timedOut) runner.abort();
      if (chosen.has(runnable)) note(runnable, 'failed', message);
      else for (const test of chosen.keys()) if (isBelow(test, runnable.parent)) note(test, 'failed', message);
    });
  });
  return [...results.values()];
}

/** As Mocha does it: interfaces and others listen to these events. */
async function loadFile(warm, mocha, file) {
  mocha.suite.emit('pre-require', globalThis, file, mocha);
  mocha.suite.emit('require', await warm.loadFile(file), file, mocha);
  mocha.suite.emit('post-require', globalThis, file, mocha);
}

function isBelow(test, suite) {
  for (let parent = test.parent; parent; parent = parent.parent) if (parent === suite) return true;
  return false;
}

/** Takes all other tests out; the targets' places by test. */
function keepTargets(warm, suite, names = [], chosen = new Map()) {
  suite.tests = suite.tests.filter((test) => {
    const target = warm.targetOf(test.file, [...names, test.title]);
    if (target < 0) return false;
    chosen.set(test, target);
    const { fn } = test;
    if (typeof fn === 'function') test.fn = warm.guardedLike(fn);
    if (!warm.limits.firstRun)
      test.timeout(Math.min(test.timeout() || Number.POSITIVE_INFINITY, warm.limits.milliseconds));
    return true;
  });
  for (const inner of suite.suites) keepTargets(warm, inner, [...names, inner.title], chosen);
  return chosen;
}

module.exports = Silent;
