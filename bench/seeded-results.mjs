// Prints what the calls of a subject give, for bench/seeded.mjs: node seeded-results.mjs MODULE CALLS.json
import { readFileSync } from 'node:fs';
import { compiled, resultOf } from './seeded-result-of.mjs';

const [, , module, file] = process.argv;
const { isModule, calls } = JSON.parse(readFileSync(file, 'utf8'));
const loaded = await import(module);
const subject = isModule ? loaded : loaded.default;

console.log(JSON.stringify(calls.map((call) => resultOf(compiled(call), subject))));
process.exit(0);
