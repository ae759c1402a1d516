// Prints which calls of a subject notice which of its mutants, for bench/seeded.mjs: node seeded-kills.mjs MODULE CALLS.json
// A mutant is a file like the right one. One that does not load, or with which the calls do not end, is left out: every
// call that reaches it notices.
import { readFileSync } from 'node:fs';
import { runInThisContext } from 'node:vm';
import { compiled, resultOf } from './seeded-result-of.mjs';

/** For all calls of one mutant, which take some milliseconds. */
const MUTANT_MS = 1000;
const [, , module, file] = process.argv;
const { isModule, calls, mutants } = JSON.parse(readFileSync(file, 'utf8'));
const functions = calls.map(compiled);
const right = await resultsOf(module);

const kills = [];
for (const mutant of mutants) {
  const results = await resultsOf(mutant).catch(() => null);
  if (results !== null) kills.push(calls.flatMap((_, at) => (results[at] === right[at] ? [] : [at])));
}
console.log(JSON.stringify(kills));
process.exit(0);

async function resultsOf(path) {
  const loaded = await import(path);
  const subject = isModule ? loaded : loaded.default;
  globalThis.resultsOfAll = () => functions.map((call) => JSON.stringify(resultOf(call, subject)));
  return runInThisContext('resultsOfAll()', { timeout: MUTANT_MS });
}
