import type { RepairTask } from '../domain/repair-task.ts';
import type { TestResult } from '../domain/test-report.ts';
import type { PreparedWorkspace } from './steps/3-prepare-workspace.ts';

/**
 * Runs the failing tests once more on the unpatched project and gives those that pass now: they come and go
 * without a change, so no patch can be credited with them.
 */
export async function flakyTargets(
  prepared: PreparedWorkspace,
  task: RepairTask,
  timeoutMs: number,
): Promise<readonly TestResult[]> {
  const { workspace, runner, plan } = prepared;
  await workspace.reset(task.project, plan.installedFolders);
  const run = await runner.run(workspace.root, task.project, { kind: 'tests', tests: task.failing }, timeoutMs);
  if (run.report === null) return [];
  const passing = new Set(run.report.results.filter((test) => test.status === 'passed').map((test) => test.id));
  return task.failing.filter((test) => passing.has(test.id));
}
