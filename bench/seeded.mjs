// Faults of many classes, seeded into real packages, repaired by the offline engine alone through the whole pipeline.
// The tests of each package are calls whose results the right version gives. Build first.
// Run: npm run bench:seeded [-- --each N] [--time SECONDS] [--seed N]   (N faults of each class)
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { defaultOptions } from '../dist/pipeline/default-options.js';
import { repairProject } from '../dist/pipeline/repair.js';
import { parseSource } from '../dist/syntax/parser.js';
import { CLASSES } from './seeded-classes.mjs';
import { SUBJECTS } from './seeded-subjects.mjs';

const { values } = parseArgs({
  options: {
    each: { type: 'string', default: '3' },
    time: { type: 'string', default: '60' },
    seed: { type: 'string', default: '20261122' },
  },
});

const place = mkdtempSync(join(tmpdir(), 'bench-seeded-'));
const random = randomNumbers(Number(values.seed));
const subjects = await Promise.all(SUBJECTS.map(opened));
const tally = [];
console.log(
  'class                         package                     line  status           exact  candidates  search s',
);
try {
  for (const [name, faultsAt] of Object.entries(CLASSES)) {
    const row = { name, seeded: 0, plausible: 0, exact: 0 };
    const faults = shuffled(subjects.flatMap((subject) => faultsOf(subject, faultsAt)));
    for (const fault of faults) {
      if (row.seeded >= Number(values.each)) break;
      const result = await repair(name, fault);
      if (result === null) continue;
      row.seeded++;
      if (result.plausible) row.plausible++;
      if (result.exact) row.exact++;
    }
    tally.push(row);
  }
} finally {
  rmSync(place, { recursive: true, force: true });
}
console.log('\nclass                         seeded  plausible  exact');
for (const row of tally) print(row);
print(
  tally.reduce((sum, row) => ({
    name: 'all',
    seeded: sum.seeded + row.seeded,
    plausible: sum.plausible + row.plausible,
    exact: sum.exact + row.exact,
  })),
);

function print({ name, seeded, plausible, exact }) {
  console.log(name.padEnd(29), String(seeded).padStart(6), String(plausible).padStart(10), String(exact).padStart(6));
}

/** A package's source, its tree, and what its calls give. */
async function opened({ name, file: source, as: file = source, entry = null, calls }) {
  const manifest = createRequire(import.meta.url).resolve(`${name}/package.json`);
  const folder = dirname(manifest);
  const text = readFileSync(join(folder, source), 'utf8');
  const { type = 'commonjs' } = JSON.parse(readFileSync(manifest, 'utf8'));
  const subject = { name, file, entry, type, text, calls, root: (await parseSource('javascript', text)).root };
  const results = await resultsOf(subject, text);
  // What cannot be written as JSON cannot stand in a test.
  const kept = calls.map((call, index) => [call, results[index]]).filter(([, result]) => isJson(result));
  return { ...subject, cases: kept };
}

async function resultsOf({ file, type, entry, calls }, text) {
  const folder = mkdtempSync(join(place, 'copy-'));
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type }));
  writeFileSync(join(folder, file), text);
  const loaded = await import(join(folder, file));
  const subject = entry === null ? loaded.default : loaded[entry];
  return calls.map((call) => {
    try {
      return { value: subject(...structuredClone(call)) };
    } catch {
      return { thrown: true };
    }
  });
}

function isJson(result) {
  return isDeepStrictEqual(JSON.parse(JSON.stringify(result)), structuredClone(result));
}

function faultsOf(subject, faultsAt) {
  const faults = [];
  const visit = (node) => {
    for (const edit of faultsAt(node, subject.root)) faults.push({ subject, line: node.startPosition.row + 1, edit });
    for (const child of node.namedChildren) if (child !== null) visit(child);
  };
  visit(subject.root);
  return shuffled(faults).slice(0, 40);
}

/** What the engine makes of one fault; null when no test notices it, or the tests cannot run with it. */
async function repair(name, { subject, line, edit: [start, end, replacement] }) {
  const wrong = subject.text.slice(0, start) + replacement + subject.text.slice(end);
  const folder = join(place, 'project');
  rmSync(folder, { recursive: true, force: true });
  layOut(subject, wrong, folder);
  const options = {
    ...defaultOptions(folder),
    providers: ['offline'],
    offlineTimeMs: Number(values.time) * 1000,
    testTimeoutMs: 20_000,
    out: null,
    write: true,
    runsFolder: join(place, 'runs'),
    stateFolder: join(place, 'state'),
  };
  const surroundings = { env: {}, emit: () => {}, signal: new AbortController().signal, redact: (text) => text };
  const outcome = await repairProject(options, surroundings);
  if (outcome.status === 'failed' || outcome.status === 'nothing-to-fix' || outcome.status === 'refused') return null;
  const plausible = outcome.status === 'fixed';
  const exact = plausible && squeezed(readFileSync(join(folder, subject.file), 'utf8')) === squeezed(subject.text);
  console.log(
    [
      name.padEnd(29),
      subject.name.padEnd(26),
      String(line).padStart(5),
      ` ${outcome.status}`.padEnd(17),
      exact ? 'yes   ' : 'no    ',
      String(outcome.attempts.length).padStart(10),
      ((outcome.timings['search-repair'] ?? 0) / 1000).toFixed(1).padStart(9),
    ].join(' '),
  );
  return { plausible, exact };
}

function layOut({ name, file, type, entry, cases }, text, folder) {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  mkdirSync(join(folder, 'test'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, type, scripts: { test: 'node --test' } }));
  writeFileSync(join(folder, file), text);
  const isModule = type === 'module';
  const bring = (what, from) =>
    isModule ? `import ${what} from '${from}';` : `const ${what.replace(' as ', ': ')} = require('${from}');`;
  const subject = entry === null || entry === 'default' ? 'subject' : `{ ${entry} as subject }`;
  const tests = cases.map(([call, { value, thrown }], index) => {
    const run = `subject(...${JSON.stringify(call)})`;
    const check = thrown ? `assert.throws(() => ${run})` : `assert.deepEqual(${run}, ${JSON.stringify(value)})`;
    return `test('call ${index + 1}', () => {\n  ${check};\n});`;
  });
  const head = [bring('assert', 'node:assert/strict'), bring('test', 'node:test'), bring(subject, `../${file}`)];
  writeFileSync(join(folder, 'test', 'calls.test.js'), `${[...head, ...tests].join('\n')}\n`);
}

/** Without what does not count: space, and brackets around a whole expression. */
function squeezed(text) {
  return text.replaceAll(/[\s();]/g, '');
}

function shuffled(items) {
  const left = [...items];
  for (let index = left.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    [left[index], left[other]] = [left[other], left[index]];
  }
  return left;
}

/** Mulberry32: small, and the same on every machine. */
function randomNumbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
