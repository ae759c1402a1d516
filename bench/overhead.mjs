// What autofix itself takes of a run, beside the project's own commands: on the shipped fixtures and on a project of 500
// source files. The time of a run is told apart as
//   install, tests  the project's commands, from the start of each to its end;
//   warm            the project's tests in a process that stays: from the question to the answer;
//   search          the offline engine making the next candidate;
//   all else        what is left: opening, reading, copying, localizing, checking candidates, writing, and all that waits.
// Each run is a process of its own; (cpu) is the processor time of that process alone, its loading included, which other
// work on the machine stretches less than the clock. Its peak memory is the kernel's high-water mark.
// Run: npm run build && npm run bench:overhead [-- ROUNDS]
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DEFAULTS } from '../dist/bundle/default-options.js';
import { offlineEngine } from '../dist/bundle/offline-engine.js';
import { chooseSandbox } from '../dist/bundle/sandboxes.js';
import { repair } from '../dist/index.js';
import { processorTime, stopwatch } from './stopwatch.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const SOURCE_FILES = 500;
const LARGE = `${SOURCE_FILES} files`;

/** How each ends offline. report-cli has a second fault that only a model repairs: there the search takes all of its time. */
const ENDS = {
  'task-api': 'fixed',
  inventory: 'fixed',
  geometry: 'fixed',
  'report-cli': 'partially-fixed',
  'task-api-py': 'fixed',
  [LARGE]: 'fixed',
};
const MOST_SHARE = 0.05;
const MOST_MS = 500;

/** One run in this process; prints a line of JSON. */
async function subject(project, stateFolder) {
  const watch = stopwatch();
  const start = performance.now();
  // As a run of its own choosing does it: while the project is opened.
  const ownSandbox = chooseSandbox('auto').then(({ sandbox }) => watch.sandbox(sandbox));
  const engine = offlineEngine({ timeMs: DEFAULTS.offlineTimeMs, maxCandidates: 5000 });
  const outcome = await repair(project, {
    ...{ providers: [], generators: [watch.generator(engine)], dryRun: true, ownSandbox },
    env: { PATH: process.env.PATH, HOME: process.env.HOME, AUTOFIX_STATE_DIR: stateFolder },
  });
  const wall = performance.now() - start;
  const cpu = processorTime();
  const peakMegabytes = process.resourceUsage().maxRSS / 1024;
  const { status, attempts, usage, timings, error } = outcome;
  const judged = { candidates: attempts.length, testRuns: usage.testRuns };
  console.log(JSON.stringify({ status, error, ...judged, wall, ...watch.read(), cpu, peakMegabytes, timings }));
}

/** 500 modules that use one another, each with a test; one of them adds where it should subtract. */
function writeLargeProject(folder) {
  mkdirSync(join(folder, 'src'), { recursive: true });
  mkdirSync(join(folder, 'test'));
  writeFileSync(
    join(folder, 'package.json'),
    '{"name": "large", "type": "module", "scripts": {"test": "node --test"}}\n',
  );
  for (let index = 0; index < SOURCE_FILES; index++) {
    const uses = index === 0 ? '' : `import { value${index - 1} } from './module${index - 1}.js';\n`;
    const sign = index === SOURCE_FILES / 2 ? '+' : '-';
    const body = Array.from({ length: 12 }, (_, line) => `  const part${line} = first * ${line} + second;\n`).join('');
    writeFileSync(
      join(folder, 'src', `module${index}.js`),
      `${uses}/** Difference number ${index}. */\nexport function difference${index}(first, second) {\n  return first ${sign} second;\n}\n\nexport function sum${index}(first, second) {\n${body}  return part3 + part7;\n}\n\nexport const value${index} = ${index === 0 ? 1 : `value${index - 1} + 1`};\n`,
    );
  }
  for (let file = 0; file < 10; file++) {
    const numbers = Array.from({ length: SOURCE_FILES / 10 }, (_, index) => file * (SOURCE_FILES / 10) + index);
    const imports = numbers
      .map((number) => `import { difference${number} } from '../src/module${number}.js';\n`)
      .join('');
    const tests = numbers
      .map((number) => `test('difference ${number}', () => assert.equal(difference${number}(5, 3), 2));\n`)
      .join('');
    writeFileSync(
      join(folder, 'test', `part${file}.test.js`),
      `import assert from 'node:assert';\nimport test from 'node:test';\n${imports}${tests}`,
    );
  }
}

function median(values) {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)];
}

function measure(project, rounds, stateFolder) {
  const runs = Array.from({ length: rounds }, () => {
    const child = spawnSync(process.execPath, [fileURLToPath(import.meta.url), '--subject', project, stateFolder], {
      encoding: 'utf8',
    });
    if (child.status !== 0) throw new Error(`${project}: ${child.stderr}`);
    return JSON.parse(child.stdout);
  });
  const middle = (value) => median(runs.map(value));
  return {
    ...runs[0],
    install: middle((run) => run.install),
    tests: middle((run) => run.tests),
    warm: middle((run) => run.warm),
    project: middle((run) => run.project),
    search: middle((run) => run.search),
    rest: middle((run) => run.wall - run.project - run.search),
    cpu: middle((run) => run.cpu),
    peak: Math.max(...runs.map((run) => run.peakMegabytes)),
  };
}

const COLUMNS = [
  ['project', 12, ({ name }) => name],
  ['ends', 16, ({ status }) => status],
  ['candidates', -10, ({ candidates }) => candidates],
  ['install ms', -11, ({ install }) => install],
  ['tests ms', -9, ({ tests }) => tests],
  ['warm ms', -8, ({ warm }) => warm],
  ['search ms', -10, ({ search }) => search],
  ['(cpu)', -6, ({ searchCpu }) => searchCpu],
  ['all else ms', -12, ({ rest }) => rest],
  ['(cpu)', -6, ({ cpu, searchCpu }) => cpu - searchCpu],
  ['all else %', -11, ({ rest, project }) => `${((rest / project) * 100).toFixed(1)} %`],
  ['peak MB', -8, ({ peak }) => peak],
];

/** One line of the table; numbers stand at the right. */
function line(cell) {
  return COLUMNS.map(([title, width, value]) => {
    const found = cell(title, value);
    const text = typeof found === 'number' ? found.toFixed(0) : found;
    return width < 0 ? text.padStart(-width) : text.padEnd(width);
  }).join(' ');
}

function main(rounds) {
  const folder = mkdtempSync(join(tmpdir(), 'autofix-overhead-'));
  try {
    const large = join(folder, 'large');
    writeLargeProject(large);
    const subjects = [
      ...Object.keys(ENDS).map((name) => [name, name === LARGE ? large : join(root, 'fixtures', `${name}.zip`)]),
    ];
    console.log(
      `medians of ${rounds} runs each, Node ${process.versions.node}; all else: at most ${MOST_SHARE * 100} % of the project's time or ${MOST_MS} ms\n`,
    );
    console.log(line((title) => title));
    let failed = false;
    for (const [name, project] of subjects) {
      const measured = { name, ...measure(project, rounds, join(folder, 'state')) };
      const holds = measured.rest <= Math.max(MOST_MS, measured.project * MOST_SHARE);
      const isAsKnown = measured.status === ENDS[name];
      failed ||= !holds || !isAsKnown;
      console.log(`${line((_, value) => value(measured))} ${holds ? 'holds' : 'TOO MUCH'}`);
      if (!isAsKnown) console.log(`  ended otherwise than is known of it: ${ENDS[name]}`);
    }
    process.exitCode = failed ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[2] === '--subject') await subject(process.argv[3], process.argv[4]);
else main(Number(process.argv[2] ?? 3));
