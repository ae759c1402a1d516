// What autofix itself takes of a run, beside the project's own commands (installation and tests): on the shipped fixtures
// and on a project of 500 source files. Own time is what is left of the run when nothing of the project runs.
// Each run is a process of its own; its peak memory is the kernel's high-water mark.
// Run: npm run build && npm run bench:overhead [-- ROUNDS]
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { repair } from '../dist/index.js';
import { chooseSandbox } from '../dist/sandbox/sandboxes.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const FIXTURES = ['task-api', 'inventory', 'geometry', 'report-cli', 'task-api-py'];
const SOURCE_FILES = 500;
const MOST_SHARE = 0.05;
const MOST_MS = 500;

/** A sandbox that notes when something of the project runs; of a warm process, while an answer is awaited. */
function timed(sandbox, spans) {
  return {
    ...{ name: sandbox.name, isolation: sandbox.isolation },
    workspaceRoot: (workspace) => sandbox.workspaceRoot(workspace),
    scratchRoot: (scratch) => sandbox.scratchRoot(scratch),
    async run(command) {
      const start = performance.now();
      if (command.dialogue !== undefined)
        return sandbox.run({ ...command, dialogue: timedDialogue(command.dialogue, start, spans) });
      const result = await sandbox.run(command);
      spans.push([start, performance.now()]);
      return result;
    },
  };
}

function timedDialogue(dialogue, start, spans) {
  let asked = start;
  return {
    started: (send) =>
      dialogue.started((line) => {
        asked = performance.now();
        send(line);
      }),
    line: (text) => {
      spans.push([asked, performance.now()]);
      dialogue.line(text);
    },
  };
}

/** Milliseconds in which at least one of the spans runs. */
function covered(spans) {
  let [sum, end] = [0, Number.NEGATIVE_INFINITY];
  for (const [from, to] of spans.toSorted((left, right) => left[0] - right[0])) {
    if (to <= end) continue;
    sum += to - Math.max(from, end);
    end = to;
  }
  return sum;
}

/** One run in this process; prints a line of JSON. */
async function subject(project, stateFolder) {
  const spans = [];
  const { sandbox } = await chooseSandbox('auto');
  const start = performance.now();
  const outcome = await repair(project, {
    ...{ providers: ['offline'], dryRun: true, ownSandbox: timed(sandbox, spans) },
    env: { PATH: process.env.PATH, HOME: process.env.HOME, AUTOFIX_STATE_DIR: stateFolder },
  });
  const wall = performance.now() - start;
  const peakMegabytes = process.resourceUsage().maxRSS / 1024;
  const { status, usage, timings } = outcome;
  console.log(
    JSON.stringify({ status, wall, project: covered(spans), testRuns: usage.testRuns, peakMegabytes, timings }),
  );
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
  const own = median(runs.map(({ wall, project: theirs }) => wall - theirs));
  const theirs = median(runs.map((run) => run.project));
  return { own, theirs, peak: Math.max(...runs.map(({ peakMegabytes }) => peakMegabytes)), ...runs[0] };
}

function main(rounds) {
  const folder = mkdtempSync(join(tmpdir(), 'autofix-overhead-'));
  try {
    const large = join(folder, 'large');
    writeLargeProject(large);
    const subjects = [
      ...FIXTURES.map((name) => [name, join(root, 'fixtures', `${name}.zip`)]),
      [`${SOURCE_FILES} files`, large],
    ];
    console.log(
      `medians of ${rounds} runs each, Node ${process.versions.node}; own time: at most ${MOST_SHARE * 100} % or ${MOST_MS} ms`,
    );
    let failed = false;
    for (const [name, project] of subjects) {
      const { own, theirs, peak, status, testRuns } = measure(project, rounds, join(folder, 'state'));
      const holds = own <= MOST_MS || own <= theirs * MOST_SHARE;
      failed ||= !holds;
      console.log(
        `${name.padEnd(12)} ${status.padEnd(9)} own ${own.toFixed(0).padStart(6)} ms   project ${theirs.toFixed(0).padStart(6)} ms in ${testRuns} test runs   ${((own / theirs) * 100).toFixed(1).padStart(5)} %   peak ${peak.toFixed(0)} MB   ${holds ? 'holds' : 'TOO MUCH'}`,
      );
    }
    process.exitCode = failed ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[2] === '--subject') await subject(process.argv[3], process.argv[4]);
else main(Number(process.argv[2] ?? 3));
