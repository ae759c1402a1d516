// Prints what the calls of a subject give, for bench/seeded.mjs: node seeded-results.mjs MODULE CALLS.json
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';

const [, , module, file] = process.argv;
const { isModule, calls } = JSON.parse(readFileSync(file, 'utf8'));
const loaded = await import(module);
const subject = isModule ? loaded : loaded.default;

console.log(JSON.stringify(calls.map(resultOf)));
process.exit(0);

function resultOf(call) {
  let value;
  try {
    value = new Function('subject', `return ${call}`)(subject);
  } catch {
    return { kind: 'thrown' };
  }
  if (value === undefined) return { kind: 'undefined' };
  try {
    const plain = JSON.parse(JSON.stringify(value));
    if (isDeepStrictEqual(plain, value)) return { kind: 'value', value };
    if (isDeepStrictEqual(plain, structuredClone(value))) return { kind: 'clone', value };
  } catch {}
  // What cannot be written as JSON cannot stand in a test.
  return { kind: 'other' };
}
