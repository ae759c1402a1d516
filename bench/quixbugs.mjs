// The 40 Python programs of QuixBugs, each with its own tests as a project of its own, repaired by the offline engine
// alone through the whole pipeline: the suite twice before and twice after, as in any run. Build first. The checkout is not
// changed, and its right programs are not read. Two programs at a time, so the seconds of one are those of a shared machine;
// what is told of all is the time on the clock. Plug-ins for pytest that the machine happens to have are not loaded.
// Run: npm run bench:quixbugs -- --from <checkout> [--patches FOLDER] [--time SECONDS] [--jobs N] [PROGRAM...]
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultOptions } from '../dist/pipeline/default-options.js';
import { repairProject } from '../dist/pipeline/repair.js';

const { values, positionals } = parseArgs({
  options: {
    from: { type: 'string' },
    patches: { type: 'string', default: 'quixbugs-patches' },
    time: { type: 'string', default: '60' },
    jobs: { type: 'string', default: '2' },
  },
  allowPositionals: true,
});
if (values.from === undefined) throw new Error('say where QuixBugs is: --from <checkout>');

/** Seconds of processor time for two million rounds of a loop, for which the limits below leave enough. */
const USUAL_PACE = 0.2;

// Some of the programs never end. Processor time, so that a busy machine fails no test: the slowest test of a right program
// needs 0.2 s, but for one of levenshtein that needs two. A slower machine gets more.
const SLOW = { levenshtein: 5 };
const slowness = Math.max(1, pace() / USUAL_PACE);
const timeLimit = (program) => `
import signal


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_call(item):
    def late(number, frame):
        raise TimeoutError("the test timed out")

    signal.signal(signal.SIGVTALRM, late)
    signal.setitimer(signal.ITIMER_VIRTUAL, ${((SLOW[program] ?? 0.5) * slowness).toFixed(2)})
    yield
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
`;

const programs = readdirSync(join(values.from, 'python_testcases'))
  .flatMap((name) => /^test_(.+)\.py$/.exec(name)?.[1] ?? [])
  .filter((name) => positionals.length === 0 || positionals.includes(name))
  .sort();
const place = mkdtempSync(join(tmpdir(), 'bench-quixbugs-'));
mkdirSync(values.patches, { recursive: true });
const results = [];
const started = performance.now();
console.log('program                        status            candidates  search s   all s  operator');
try {
  const waiting = [...programs];
  const work = async () => {
    for (let program = waiting.shift(); program !== undefined; program = waiting.shift()) {
      results.push(await repair(program));
    }
  };
  await Promise.all(Array.from({ length: Number(values.jobs) }, work));
} finally {
  rmSync(place, { recursive: true, force: true });
}
const plausible = results.filter(({ status }) => status === 'fixed');
const sum = (key) => results.reduce((total, result) => total + result[key], 0);
console.log(
  `plausible ${plausible.length} of ${results.length}; ${sum('candidates')} candidates; ` +
    `on the clock ${((performance.now() - started) / 1000).toFixed(1)} s; patches in ${values.patches}`,
);

/** The middle one of three runs. */
function pace() {
  const loop =
    'import time\nbegun = time.process_time()\nsum(i * i for i in range(2000000))\nprint(time.process_time() - begun)';
  const times = [1, 2, 3].map(() => Number(execFileSync('python3', ['-c', loop], { encoding: 'utf8' })));
  return times.sort((left, right) => left - right)[1];
}

async function repair(program) {
  const folder = join(place, program);
  layOut(program, folder);
  const options = {
    ...defaultOptions(folder),
    providers: ['offline'],
    testCommand: 'PYTEST_DISABLE_PLUGIN_AUTOLOAD=1 python3 -m pytest python_testcases',
    offlineTimeMs: Number(values.time) * 1000,
    diffFile: join(values.patches, `${program}.diff`),
    out: join(place, `${program}.zip`),
    runsFolder: join(place, 'runs'),
    stateFolder: join(place, 'state'),
  };
  rmSync(options.diffFile, { force: true });
  const started = performance.now();
  const outcome = await repairProject(options, {
    env: {},
    emit: () => {},
    signal: new AbortController().signal,
    redact: (text) => text,
  });
  const result = {
    status: outcome.status,
    candidates: outcome.attempts.length,
    search: (outcome.timings['search-repair'] ?? 0) / 1000,
    seconds: (performance.now() - started) / 1000,
  };
  console.log(
    [
      program.padEnd(30),
      (outcome.error?.code ?? outcome.status).padEnd(17),
      String(result.candidates).padStart(10),
      result.search.toFixed(1).padStart(9),
      result.seconds.toFixed(1).padStart(7),
      ` ${outcome.patch?.origin?.operator ?? outcome.patch?.operator ?? ''}`,
    ].join(' '),
  );
  return result;
}

/** The program, its tests and what both need; nothing of the other programs, and not the right version. */
function layOut(program, folder) {
  const files = [
    `python_programs/${program}.py`,
    'python_programs/node.py',
    `python_testcases/test_${program}.py`,
    'python_testcases/load_testdata.py',
    'python_testcases/node.py',
    `json_testcases/${program}.json`,
  ];
  for (const file of files) {
    const source = join(values.from, file);
    if (existsSync(source)) cpSync(source, join(folder, file), { recursive: true });
  }
  const conftest = readFileSync(join(values.from, 'conftest.py'), 'utf8');
  writeFileSync(join(folder, 'conftest.py'), `${conftest}\n${timeLimit(program)}`);
}
