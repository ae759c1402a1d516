// npm packages whose tarballs hold their own tests, and how these are run. Versions are fixed: the cases stay the same.

/** `tests`: files that are run, by pattern; `needs`: what the tests require besides the package's dependencies. */
export const SUBJECTS = [
  { name: 'qs', version: '6.14.0', runner: 'tape', tests: /^test\/(parse|stringify|utils)\.js$/, sources: /^lib\// },
  { name: 'object-inspect', version: '1.13.4', runner: 'tape', tests: /^test\/[^/]+\.js$/, sources: /^index\.js$/ },
  { name: 'deep-equal', version: '2.2.3', runner: 'tape', tests: /^test\/cmp\.js$/, sources: /^index\.js$/ },
  { name: 'minimist', version: '1.2.8', runner: 'tape', tests: /^test\/[^/]+\.js$/, sources: /^index\.js$/ },
  {
    name: 'numeral',
    version: '2.0.6',
    runner: 'mocha',
    tests: /^tests\/.*\.js$/,
    sources: /^(numeral|locales\/.*)\.js$/,
    needs: ['chai@3.5.0'],
  },
  {
    name: 'domutils',
    version: '1.7.0',
    runner: 'mocha',
    tests: /^test\/tests\/.*\.js$/,
    sources: /^(index|lib\/.*)\.js$/,
    needs: ['htmlparser2@3.9.2'],
  },
  {
    name: 'object-path',
    version: '0.11.8',
    runner: 'mocha',
    tests: /^test\.js$/,
    sources: /^index\.js$/,
    needs: ['chai@4.3.4'],
  },
  // Ships no tests: these are recorded from what the sound package answers. Here for its size.
  {
    name: 'es-abstract',
    version: '1.24.0',
    runner: 'tape',
    tests: /^test\/recorded\.js$/,
    sources: /^(2024|helpers)\/.*\.js$/,
    recorded: 'es2024.js',
  },
];

/** Test that repeats what an index of functions answered when it was sound, one test for each function. */
export const RECORDER = `
const { writeFileSync, mkdirSync } = require('fs');
const library = require('./' + process.argv[1]);
const inputs = [0, 1, -1.5, 255, 65537, 2 ** 31, NaN, '', '12', ' 7 ', 'abc', true, null, undefined, [], [1, 2], { a: 1 }, /x/g];
const show = (value) => {
  if (typeof value === 'function' || typeof value === 'symbol') return typeof value;
  try { return typeof value + ' ' + (Object.is(value, -0) ? '-0' : JSON.stringify(value, (_, inner) => typeof inner === 'bigint' ? String(inner) : inner)); } catch { return typeof value; }
};
const answer = (run) => { try { return show(run()); } catch (error) { return 'throws ' + error.name; } };
const parts = ["'use strict';", "const test = require('tape');", "const show = " + show + ";", "const answer = " + answer + ";"];
for (const name of Object.keys(library).filter((key) => typeof library[key] === 'function' && /^(To|Is|Same|String|Number|Array|Get|Date|Day|Month|Year|Week|Time|Hour|Min|Sec|ms)/.test(key))) {
  const calls = [];
  for (const first of inputs) for (const rest of [[], [1], ['a']]) {
    const call = [first, ...rest];
    const source = call.map((one) => one instanceof RegExp ? String(one) : one === undefined ? 'undefined' : Number.isNaN(one) ? 'NaN' : JSON.stringify(one)).join(', ');
    calls.push([source, answer(() => library[name](...call))]);
  }
  const seen = new Set();
  const lines = calls.filter(([, value]) => value.length < 100 && !seen.has(value) && seen.add(value)).slice(0, 6)
    .map(([source, value]) => "  t.equal(answer(() => " + name + "(" + source + ")), " + JSON.stringify(value) + ");");
  parts.push("test('" + name + "', (t) => {\\n  const " + name + " = require('../" + process.argv[1].replace(/^es(\\d+)\\.js$/, '$1') + "/" + name + "');\\n" + lines.join('\\n') + "\\n  t.end();\\n});");
}
mkdirSync('test', { recursive: true });
writeFileSync('test/recorded.js', parts.join('\\n') + '\\n');
`;
