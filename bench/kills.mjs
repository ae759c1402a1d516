// Ends whole runs at random moments, by SIGKILL, SIGTERM and SIGINT in turn, and looks at what is left: the input's bytes,
// the old output or the new one whole, no success that is none, no process; and after the next run that comes to its end
// no temporary file or folder. Run: npm run build && npm run campaign:kills [-- --short]
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import AdmZip from 'adm-zip';

const SHORT = process.argv.includes('--short');
const KILLS = SHORT ? 6 : 200;
const LANES = 2;
const SIGNALS = ['SIGKILL', 'SIGKILL', 'SIGTERM', 'SIGINT'];
const PROGRAM = join(dirname(dirname(fileURLToPath(import.meta.url))), 'bin', 'autofix.js');
const BROKEN = 'export function sum(a, b) {\n  return a - b;\n}\n';
const FILES = {
  'package.json': '{"name":"sum","type":"module","scripts":{"test":"node --test"}}',
  'src/sum.js': BROKEN,
  'test/sum.test.js':
    "import assert from 'node:assert';\nimport test from 'node:test';\nimport { sum } from '../src/sum.js';\n" +
    "test('adds', () => assert.equal(sum(2, 3), 5));\ntest('adds nothing', () => assert.equal(sum(7, 0), 7));\n",
};
const OLD_OUTPUT = 'the old output';

const hash = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** A desk of its own for every kill; the state and the temporary folder are those of the lane. */
function prepare(lane, number) {
  const desk = join(lane, `desk-${number}`);
  mkdirSync(join(desk, 'project'), { recursive: true });
  const zip = new AdmZip();
  for (const [path, text] of Object.entries(FILES)) {
    zip.addFile(path, Buffer.from(text));
    mkdirSync(dirname(join(desk, 'project', path)), { recursive: true });
    writeFileSync(join(desk, 'project', path), text);
  }
  writeFileSync(join(desk, 'input.zip'), zip.toBuffer());
  if (number % 4 < 2) writeFileSync(join(desk, 'out.zip'), OLD_OUTPUT);
  return desk;
}

/** Every other run repairs the folder in place. */
function start(lane, desk, number) {
  const words = number % 2 === 0 ? ['input.zip', '--out', 'out.zip'] : ['project', '--write'];
  const child = spawn(process.execPath, [PROGRAM, 'run', ...words, '--offline', '--quiet'], {
    cwd: desk,
    stdio: 'ignore',
    env: { ...process.env, AUTOFIX_STATE_DIR: join(lane, 'state'), TMPDIR: join(lane, 'tmp') },
  });
  const ended = new Promise((resolve) => child.on('close', (status, signal) => resolve({ status, signal })));
  return { child, ended };
}

/** What is wrong with what a run has left. */
function faultsOf(desk, number, { status }, inputHash) {
  const wrong = [];
  if (hash(readFileSync(join(desk, 'input.zip'))) !== inputHash) wrong.push('the input changed');
  const inPlace = number % 2 === 1;
  const source = readFileSync(join(desk, 'project', 'src/sum.js'), 'utf8');
  const isRepaired = /return a \+ b;/.test(source);
  if (source !== BROKEN && !(inPlace && isRepaired))
    wrong.push(`the source in the folder is ${JSON.stringify(source)}`);
  for (const [path, text] of Object.entries(FILES))
    if (path !== 'src/sum.js' && readFileSync(join(desk, 'project', path), 'utf8') !== text)
      wrong.push(`${path} changed`);
  const output = existsSync(join(desk, 'out.zip')) ? readFileSync(join(desk, 'out.zip')) : null;
  const isOld = output === null ? number % 4 >= 2 : output.toString() === OLD_OUTPUT;
  if (!isOld && !isWhole(output)) wrong.push('the output is neither the old nor the new one');
  if (status === 0 && (inPlace ? !isRepaired : isOld)) wrong.push('success without a result');
  return wrong;
}

function isWhole(output) {
  try {
    const zip = new AdmZip(output);
    return (
      zip.getEntries().length === Object.keys(FILES).length &&
      zip.test() &&
      /return a \+ b;/.test(zip.readAsText('src/sum.js'))
    );
  } catch {
    return false;
  }
}

/** Processes that are at work in the lane, or were told of it. */
function processesOf(lane) {
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) return false;
    try {
      return (
        readlinkSync(`/proc/${name}/cwd`).startsWith(lane) ||
        readFileSync(`/proc/${name}/environ`, 'latin1').includes(lane) ||
        readFileSync(`/proc/${name}/cmdline`, 'latin1').includes(lane)
      );
    } catch {
      return false;
    }
  });
}

async function stillRunning(lane) {
  for (let turn = 0; turn < 30; turn++) {
    if (processesOf(lane).length === 0) return [];
    await delay(100);
  }
  return processesOf(lane).map((id) => `process ${id} is left: ${readFileSync(`/proc/${id}/cmdline`, 'latin1')}`);
}

/** Temporary files and folders anywhere in the lane, work copies among them. */
function leftovers(lane) {
  return readdirSync(lane, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /(^|\/)(\.autofix-[^/]*\.tmp|autofix-(?:home|probe|gone|input)-[^/]*|work-[^/]*)$/.test(path),
  );
}

/** Goes on until so many runs were ended; those that were faster than that tell how long a run takes by now. */
async function runLane(kills, milliseconds, tally) {
  const lane = mkdtempSync(join(tmpdir(), 'autofix-kills-'));
  mkdirSync(join(lane, 'tmp'));
  let length = milliseconds;
  let number = 0;
  try {
    for (let ended = 0; ended < kills; number++) {
      const desk = prepare(lane, number);
      const inputHash = hash(readFileSync(join(desk, 'input.zip')));
      // In time every signal for every kind of output.
      const signal = SIGNALS[(number + (number >> 2)) % SIGNALS.length];
      const began = performance.now();
      const run = start(lane, desk, number);
      const timer = setTimeout(() => run.child.kill(signal), Math.random() * length * 1.05);
      const end = await run.ended;
      clearTimeout(timer);
      if (end.status === 0) length = (length + performance.now() - began) / 2;
      else ended++;
      const wrong = [...faultsOf(desk, number, end, inputHash), ...(await stillRunning(lane))];
      count(tally, end.status === 0 ? 'came to its end' : signal, wrong, number);
      rmSync(desk, { recursive: true, force: true });
    }
    const last = number;
    const desk = prepare(lane, last);
    const { status } = await start(lane, desk, last).ended;
    // What was large goes while the next one starts.
    for (let turn = 0; turn < 30 && leftovers(lane).length > 0; turn++) await delay(100);
    const left = leftovers(lane);
    const wrong = [
      ...(status === 0 ? [] : [`the last run ended with ${status}`]),
      ...left.map((path) => `left: ${path}`),
    ];
    count(tally, 'a last run, not ended', wrong, last);
  } finally {
    rmSync(lane, { recursive: true, force: true });
  }
}

function count(tally, how, wrong, number) {
  const row = tally.get(how) ?? { runs: 0, wrong: [] };
  row.runs++;
  row.wrong.push(...wrong.map((what) => `run ${number}: ${what}`));
  tally.set(how, row);
}

/** How long a run takes here when nobody ends it; as many run side by side as later. */
async function wholeRun() {
  const lane = mkdtempSync(join(tmpdir(), 'autofix-kills-'));
  mkdirSync(join(lane, 'tmp'));
  try {
    const began = performance.now();
    const runs = Array.from({ length: LANES }, (_, number) => start(lane, prepare(lane, number), number).ended);
    for (const { status } of await Promise.all(runs)) if (status !== 0) throw new Error(`a run ends with ${status}`);
    return performance.now() - began;
  } finally {
    rmSync(lane, { recursive: true, force: true });
  }
}

const milliseconds = await wholeRun();
const tally = new Map();
await Promise.all(Array.from({ length: LANES }, () => runLane(KILLS / LANES, milliseconds, tally)));
console.log(`a whole run takes ${Math.round(milliseconds)} ms here`);
for (const [how, { runs, wrong }] of [...tally].sort()) {
  console.log(`${how.padEnd(24)} ${String(runs).padStart(4)} runs ${String(wrong.length).padStart(3)} wrong`);
  for (const line of wrong) console.log(`    ${line}`);
}
const wrongs = [...tally.values()].reduce((sum, { wrong }) => sum + wrong.length, 0);
console.log(`${KILLS} runs ended, ${wrongs} wrong endings`);
if (wrongs > 0) process.exitCode = 1;
