import type { Project } from '../../src/domain/project.ts';
import type { TestFailure, TestReport, TestResult } from '../../src/domain/test-report.ts';
import type { TestSelection, ToolchainOverrides, ToolchainPlan } from '../../src/domain/toolchain.ts';
import { detectToolchain } from '../../src/toolchain/detect-toolchain.ts';
import { memoryProject } from '../support/memory-project.ts';

export const NO_OVERRIDES: ToolchainOverrides = { testCommand: null, installCommand: null, install: true };

export const SCRATCH = { folder: '/scratch', nonce: 'n0nce' };

const FAILURE: TestFailure = {
  ...{ kind: 'error', errorType: null, message: 'no', expected: null, actual: null, frames: [], output: '' },
};

export function failedTest(file: string | null, name = 'works'): TestResult {
  return {
    id: `${file}::${name}`,
    name,
    namePath: [name],
    file,
    line: null,
    status: 'failed',
    durationMs: null,
    failure: FAILURE,
  };
}

/** A report of a runner with one failed test in each file. */
export function reportOf(runner: string | null, ...files: readonly string[]): TestReport {
  const results = files.map((file) => failedTest(file));
  return { format: 'junit-xml', runner, results, truncated: false, warnings: [] };
}

export function only(...files: readonly (string | null)[]): TestSelection {
  return { kind: 'tests', tests: files.map((file) => failedTest(file)) };
}

export function planOf(
  files: Readonly<Record<string, string>> | Project,
  overrides: Partial<ToolchainOverrides> = {},
  report: TestReport | null = null,
): ToolchainPlan {
  const project = 'entries' in files ? (files as Project) : memoryProject(files as Readonly<Record<string, string>>);
  return detectToolchain(project, report, { ...NO_OVERRIDES, ...overrides });
}

/** package.json with a test script and dependencies. */
export function manifest(test: string | null, dependencies: readonly string[] = [], more: object = {}): string {
  const devDependencies = Object.fromEntries(dependencies.map((name) => [name, '*']));
  return JSON.stringify({ name: 'sample', ...(test === null ? {} : { scripts: { test } }), devDependencies, ...more });
}

/** The line that `sh` runs for a selection, without the lines that set the path. */
export function lineOf(plan: ToolchainPlan, selection: TestSelection = { kind: 'all' }): string {
  const { argv } = plan.test(selection, SCRATCH);
  return (argv[2] ?? '').split('\n').at(-1) ?? '';
}
