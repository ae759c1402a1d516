// Faults of many classes, seeded into real npm packages, repaired by the offline engine alone through the whole pipeline.
// The tests of each package are calls whose results the right version gives: those written down for it, those for the
// branches that these do not reach, and made ones (a text or number of a call exchanged), of which those are kept that
// notice a mutant of the right version (seeded-mutants.mjs) that fewer than three others notice, and at least 80. The random seed
// decides, nothing of the faults does. A fault that no call notices is dropped, and one with which the calls do not end.
// The engine was tuned on one half of the packages, the other half was held out: both are reported, as are apart the
// classes that are near to the inverse of one operator. Two repairs run side by side, the failing tests run once before each (`--repeat 1`). "exact" is the text as it was, but for space, brackets and quotes.
// Build first; npm fetches the packages.
// Run: npm run bench:seeded [-- --each N] [--near N] [--time SECONDS] [--seed N] [--half tuned|held-out] [--only CLASS]
//      [--patches FILE]   (N faults of each class, half of them in each half of the packages; patches: all that was chosen)
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createTwoFilesPatch } from 'diff';
import { seededRandom } from './localization-seeds.mjs';
import { CLASSES } from './seeded-classes.mjs';
import { chooseFaults, openSubjects } from './seeded-faults.mjs';
import { NEAR_CLASSES } from './seeded-near-classes.mjs';
import { HELD_OUT } from './seeded-subjects-held-out.mjs';
import { TUNED } from './seeded-subjects-tuned.mjs';

const { values } = parseArgs({
  options: {
    each: { type: 'string', default: '4' },
    near: { type: 'string', default: '2' },
    time: { type: 'string', default: '60' },
    seed: { type: 'string', default: '20261122' },
    half: { type: 'string' },
    only: { type: 'string' },
    jobs: { type: 'string', default: '2' },
    patches: { type: 'string' },
  },
});
const HALVES = ['tuned', 'held-out'].filter((half) => values.half === undefined || half === values.half);

const place = mkdtempSync(join(tmpdir(), 'bench-seeded-'));
const started = performance.now();
const random = seededRandom(Number(values.seed));
if (values.patches !== undefined) writeFileSync(values.patches, '');
try {
  const faults = await allFaults();
  print('class', 'package', 'line', 'failing', 'status', 'exact', 'first', 'tried', 'seconds', 'operator');
  const queue = faults.values();
  await Promise.all(Array.from({ length: Number(values.jobs) }, () => work(queue)));
  table('class', CLASSES, faults);
  table('near to an inverse', NEAR_CLASSES, faults);
  console.log(`${faults.length} faults, ${((performance.now() - started) / 60_000).toFixed(1)} minutes`);
} finally {
  rmSync(place, { recursive: true, force: true });
}

/** Chosen before anything is repaired, so that the choice hangs on the random seed alone. */
async function allFaults() {
  const own = seededRandom(Number(values.seed));
  const pick = (below) => Math.floor(own() * below);
  const tuned = TUNED.map((subject) => ({ ...subject, half: 'tuned' }));
  const heldOut = HELD_OUT.map((subject) => ({ ...subject, half: 'held-out' }));
  const subjects = await openSubjects([...tuned, ...heldOut], place, pick);
  const faults = [];
  for (const [classes, each] of [
    [CLASSES, Number(values.each)],
    [NEAR_CLASSES, Number(values.near)],
  ]) {
    for (const [name, faultsAt] of Object.entries(classes)) {
      for (const half of ['tuned', 'held-out']) {
        const own = subjects.filter((subject) => subject.half === half);
        const most = half === 'tuned' ? Math.ceil(each / 2) : Math.floor(each / 2);
        // Every class and half draws its own numbers: to leave some out does not change the others.
        const shuffled = shuffler(Math.floor(random() * 2 ** 32));
        if (!HALVES.includes(half) || (values.only !== undefined && values.only !== name)) continue;
        faults.push(...(await chooseFaults({ name, faultsAt, subjects: own, most, shuffled, place })));
      }
    }
  }
  return faults;
}

/** Takes faults until there are none left. */
async function work(queue) {
  const child = fork(join(import.meta.dirname, 'seeded-worker.mjs'));
  try {
    for (const fault of queue) {
      const answer = once(child, 'message');
      child.send({ fault, timeMs: Number(values.time) * 1000, place });
      const [result] = await answer;
      fault.result = result;
      report(fault);
    }
  } finally {
    child.kill();
  }
}

function report({ name, package: subject, path, line, failing, right, sources, result }) {
  const { status, isExact, isAmongOthers, first, candidates, seconds, operator } = result;
  const exact = isExact ? 'yes' : isAmongOthers ? 'another' : 'no';
  print(name, subject, line, failing, status, exact, first ?? '-', candidates, seconds.toFixed(1), operator ?? '');
  if (result.error) console.error(result.error);
  if (values.patches === undefined) return;
  const wrong = new Map(sources).get(path);
  const seeded = createTwoFilesPatch(path, path, wrong, right, 'wrong', 'right', { context: 2 });
  const chosen = isExact ? '' : `chosen (${operator}, ${result.others} others):\n${result.diff}\n`;
  const head = `## ${name}, ${subject}:${line}: ${status}, exact: ${exact}, first ${first}, of ${candidates}`;
  appendFileSync(values.patches, `${head}\n${seeded}${chosen}\n`);
}

function print(...cells) {
  const widths = [30, -27, 5, 7, -16, -8, 5, 6, 8, -10];
  console.log(
    cells
      .map((cell, at) =>
        widths[at] < 0
          ? String(cell).padEnd(-widths[at])
          : at === 0
            ? String(cell).padEnd(30)
            : String(cell).padStart(widths[at]),
      )
      .join(' '),
  );
}

/** Seeded, plausible and exact for each class, in each half and in both. */
function table(title, classes, faults) {
  const cells = (some) => {
    const plausible = some.filter(({ result }) => result.status === 'fixed').length;
    const exact = some.filter(({ result }) => result.isExact).length;
    return [some.length, plausible, exact].map((count) => String(count).padStart(5)).join('');
  };
  const halves = (some) => [
    some.filter(({ half }) => half === 'tuned'),
    some.filter(({ half }) => half === 'held-out'),
    some,
  ];
  const row = (name, some) =>
    console.log(
      `${name.padEnd(32)}${halves(some)
        .map((part) => `  ${cells(part)}`)
        .join('')}`,
    );
  const own = faults.filter(({ name }) => name in classes);
  if (own.length === 0) return;
  console.log(`\n${' '.repeat(34)}tuned on         held out         all`);
  console.log(`${title.padEnd(32)}${'   seed plau exac'.repeat(3)}`);
  for (const name of Object.keys(classes))
    row(
      name,
      own.filter((fault) => fault.name === name),
    );
  row('all', own);
  const share = (some, test) => `${Math.round((100 * some.filter(test).length) / Math.max(1, some.length))} %`;
  for (const [index, half] of ['tuned on', 'held out', 'all'].entries()) {
    const some = halves(own)[index];
    const plausible = share(some, ({ result }) => result.status === 'fixed');
    console.log(
      `${half}: ${plausible} plausible, ${share(some, ({ result }) => result.isExact)} exact of ${some.length}`,
    );
  }
}

function shuffler(seed) {
  const next = seededRandom(seed);
  return (items) => {
    const left = [...items];
    for (let index = left.length - 1; index > 0; index--) {
      const other = Math.floor(next() * (index + 1));
      [left[index], left[other]] = [left[other], left[index]];
    }
    return left;
  };
}
