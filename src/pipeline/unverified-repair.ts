import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import { failedTests, type TestReport } from '../domain/test-report.ts';
import type { Sources } from './candidate-sources.ts';
import { checkStatically, type Judge } from './judge.ts';
import { integrityPolicy, type Run } from './run.ts';
import { failuresOf, runStep } from './run-state.ts';
import type { OpenedProject } from './steps/1-open-project.ts';
import { describeSuspects, localizeFault } from './steps/5-localize-fault.ts';
import { describeSearch, findRepair } from './steps/6-search-repair.ts';
import { integrityOf } from './steps/7-verify-repair.ts';
import { summarizePatch, tellConcealed, writeProject } from './steps/8-write-outputs.ts';

/** `--no-verify`: the first patch that applies, is allowed and parses; no command of the project is run. */
export async function repairUnverified(
  run: Run,
  sources: Sources,
  opened: OpenedProject,
  reported: TestReport | null,
): Promise<void> {
  const { options, state, emit, signal } = run;
  if (reported === null) throw reportNeeded();
  const failing = failedTests(reported);
  state.before = reported;
  if (failing.length === 0) {
    state.status = 'nothing-to-fix';
    return;
  }
  state.remaining = failing.map((test) => test.id);
  state.analysis = { ...state.analysis, failures: failuresOf(failing) };
  for (const message of reported.warnings) emit({ kind: 'warning', message });
  const localizeStep = { name: 'localize-fault', title: 'Find the likely fault', detail: describeSuspects } as const;
  const task = await runStep(state, emit, localizeStep, () =>
    localizeFault({ project: opened.project, failing, baseline: reported }),
  );
  state.analysis = { ...state.analysis, suspects: task.suspects };
  const judge: Judge = async (patch, current) => {
    const settings = { policy: integrityPolicy(options), allowSuspicious: options.allowSuspicious };
    const checked = await checkStatically(patch, current, settings);
    if (checked.kind === 'objection') return { verdict: checked.verdict, project: null };
    return { verdict: { kind: 'plausible', fixed: [], after: reported }, project: checked.project };
  };
  const searchStep = { name: 'search-repair', title: 'Search for a repair', detail: describeSearch } as const;
  const search = await runStep(state, emit, searchStep, () =>
    findRepair(task, run, { sources, judge, compete: false, minimize: false, signal }),
  );
  state.obstacle = search.obstacle;
  if (search.repair === null) {
    state.status = 'not-fixed';
    return;
  }
  state.repaired = search.repair.project;
  state.patch = summarizePatch(opened.project, search.repair, state.mask);
  state.integrity = integrityOf(opened.project, search.repair.project, integrityPolicy(options));
  tellConcealed(run, opened.project, search.repair.project);
  state.status = 'awaiting-verification';
  await writeProject(run, opened, search.repair.project);
}

function reportNeeded(): AutofixError {
  return new AutofixError('--no-verify needs a report: without one the tests would have to run to tell what fails', {
    code: 'usage',
    exitCode: EXIT.usage,
    hint: 'Add --report FILE, or leave --no-verify out.',
  });
}
