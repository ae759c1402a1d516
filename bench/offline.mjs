// The offline engine's judges side by side: candidates a second by a process for each and by the warm process, on the
// same candidates in the same run, and where their verdicts differ. Build first.
// Run: npm run bench:offline [-- --cold N] [--warm N] [SUBJECT...]   (N: candidates judged either way)
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openProject } from '../dist/archive/open-project.js';
import { withChanges } from '../dist/domain/project.js';
import { localize } from '../dist/localization/localize.js';
import { offlineEngine } from '../dist/offline/offline-engine.js';
import { defaultOptions } from '../dist/pipeline/default-options.js';
import { createJudge, foreseeCheck } from '../dist/pipeline/judge.js';
import { judgedInOrder } from '../dist/pipeline/judged-in-order.js';
import { integrityPolicy } from '../dist/pipeline/run.js';
import { prepareWorkspace } from '../dist/pipeline/steps/3-prepare-workspace.js';
import { reproduceFailure } from '../dist/pipeline/steps/4-reproduce-failure.js';
import { createWarmJudge } from '../dist/pipeline/warm-judge.js';

const { values, positionals } = parseArgs({
  options: { cold: { type: 'string', default: '30' }, warm: { type: 'string', default: '400' } },
  allowPositionals: true,
});

const SHARES = 5;

/** Folder below fixtures/projects and, where it is not the project's own, the command that runs its tests. */
const SUBJECTS = [
  { name: 'unittest', folder: 'task-api-py', testCommand: null },
  { name: 'pytest', folder: 'task-api-py', testCommand: 'python3 -m pytest' },
  { name: 'node:test', folder: 'task-api', testCommand: null },
  { name: 'Mocha', folder: 'report-cli', testCommand: null, without: ['test/cli.test.js'] },
  // Two more failing tests, which read a file and wait for it, and load most of the project.
  { name: 'Mocha+files', folder: 'report-cli', testCommand: null },
  { name: 'Jest', folder: 'inventory', testCommand: null },
  { name: 'Vitest', folder: 'geometry', testCommand: null },
];

const wanted = SUBJECTS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
console.log(
  'runner          cold: n    each/s   warm: n    each/s   times   start   differ: warm no, cold yes / warm yes',
);
for (const subject of wanted) await measure(subject);

async function measure({ name, folder, testCommand, without = [] }) {
  const place = mkdtempSync(join(tmpdir(), 'bench-offline-'));
  const options = { ...defaultOptions(join('fixtures/projects', folder)), testCommand };
  const signal = new AbortController().signal;
  const runFolder = { path: place, workPath: join(place, 'work'), write() {}, writeJson() {} };
  try {
    const opened = await openProject(options.input);
    const project = withChanges(
      opened,
      without.map((path) => ({ kind: 'remove', path })),
    );
    const prepared = await prepareWorkspace(options, project, null, runFolder, signal);
    const baseline = await reproduceFailure(prepared, project, null, {
      timeoutMs: options.testTimeoutMs,
      repeat: 1,
    });
    const failing = baseline.targets;
    const suspects = await localize({ project, failing, baseline: baseline.report });
    const task = { project, failing, baseline: baseline.report, suspects };
    const patches = await candidates(task, Number(values.warm));
    const settings = {
      runner: prepared.runner,
      workspace: prepared.workspace,
      policy: integrityPolicy(options),
      allowSuspicious: false,
      timeoutMs: baseline.durationMs * 3 + 5000,
    };
    const surroundings = {
      sandbox: prepared.sandbox,
      plan: prepared.plan,
      scratchFolder: join(place, 'work', 'scratch'),
      signal,
    };
    const foresee = (patch) => foreseeCheck(patch, task, settings);
    const warmJudge = createWarmJudge(settings, surroundings, { coldCandidates: 0 });
    const warmly = { judge: warmJudge.judge, foresee };
    const coldly = { judge: createJudge(settings), foresee };
    const start = await timed(warmly, task, patches.slice(0, 1));
    // In turns, since the machine's load changes: a share of each, then the next share.
    const cold = { kinds: [], seconds: 0 };
    const warm = { kinds: [], seconds: 0 };
    for (let share = 0; share < SHARES; share++) {
      add(cold, await timed(coldly, task, shareOf(patches.slice(0, Number(values.cold)), share)));
      await prepared.workspace.reset(project, prepared.plan.installedFolders);
      add(warm, await timed(warmly, task, shareOf(patches.slice(1), share)));
    }
    await warmJudge.dispose();
    warm.kinds.unshift(...start.kinds);
    report(name, cold, warm, start.seconds);
    if (process.env.VERBOSE) {
      for (const [index, kind] of cold.kinds.entries()) {
        const other = warm.kinds[index];
        if (kind !== other)
          console.log('   ', index, kind, other, patches[index].origin.operator, patches[index].rationale);
      }
    }
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** The engine's candidates when none has any effect. */
async function candidates(task, most) {
  const history = [];
  const remaining = task.failing.map(({ id }) => id);
  const engine = offlineEngine({ timeMs: 600_000, maxCandidates: most });
  for await (const patch of engine.generate(task, history, new AbortController().signal)) {
    history.push({ patch, verdict: { kind: 'no-effect', remaining, after: null } });
  }
  return history.map(({ patch }) => patch);
}

function add(sum, part) {
  sum.kinds.push(...part.kinds);
  sum.seconds += part.seconds;
}

function shareOf(patches, share) {
  return patches.slice(
    Math.floor((patches.length * share) / SHARES),
    Math.floor((patches.length * (share + 1)) / SHARES),
  );
}

/** As a search does it with one work copy: while a candidate is judged the next one is checked. */
async function timed({ judge, foresee }, task, patches) {
  const kinds = [];
  const started = performance.now();
  async function* offered() {
    yield* patches;
  }
  const settings = { width: () => 1, atItsTurn: false, foresee, judge: (patch) => judge(patch, task) };
  for await (const { judgement } of judgedInOrder(offered, settings)) kinds.push(judgement.verdict.kind);
  return { kinds, seconds: (performance.now() - started) / 1000 };
}

function report(name, cold, warm, start) {
  const rate = ({ kinds, seconds }) => kinds.length / seconds;
  const repairs = (kind) => kind === 'plausible' || kind === 'partial';
  const missed = cold.kinds.filter((kind, index) => repairs(kind) && !repairs(warm.kinds[index])).length;
  const extra = cold.kinds.filter((kind, index) => !repairs(kind) && repairs(warm.kinds[index])).length;
  const times = rate({ ...warm, kinds: warm.kinds.slice(1) }) / rate(cold);
  console.log(
    [
      name.padEnd(14),
      String(cold.kinds.length).padStart(8),
      rate(cold).toFixed(2).padStart(9),
      String(warm.kinds.length).padStart(9),
      rate(warm).toFixed(1).padStart(9),
      times.toFixed(1).padStart(7),
      `${start.toFixed(1)} s`.padStart(7),
      `${missed} / ${extra}`.padStart(8),
      tally(warm.kinds),
    ].join(' '),
  );
}

function tally(kinds) {
  const counts = new Map();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => `${kind} ${count}`).join(', ');
}
