import { AutofixError } from '../domain/autofix-error.ts';
import type { Project } from '../domain/project.ts';
import type { RepairTask } from '../domain/repair-task.ts';
import { failedTests, type TestReport, type TestResult } from '../domain/test-report.ts';
import type { Scratch, ToolchainPlan } from '../domain/toolchain.ts';
import type { Environment } from '../llm/configured-providers.ts';
import { secretsOf } from '../llm/secrets.ts';
import { removeLargeTree } from '../sandbox/remove-tree.ts';
import { detectToolchain } from '../toolchain/detect-toolchain.ts';
import { maskWarning } from './mask-warning.ts';
import { asAutofixError } from './outcome.ts';
import { type Mask, maskedError, maskedTexts, projectMask } from './project-mask.ts';
import { type ProviderPrompt, providerPrompts } from './provider-prompts.ts';
import type { RepairOptions } from './repair-options.ts';
import { createRunFolder } from './run-folder.ts';
import { openInput } from './steps/1-open-project.ts';
import { readReports } from './steps/2-read-report.ts';
import { prepareWorkspace } from './steps/3-prepare-workspace.ts';
import { reproduceFailure } from './steps/4-reproduce-failure.ts';
import { localizeFault } from './steps/5-localize-fault.ts';

/** What a run would work with. */
export interface Inspection {
  /** The failures, the places, and the tests they were found by. */
  readonly task: RepairTask;
  /** How the project is tested; null when that is not known, and then `problem` tells why. */
  readonly toolchain: InspectedToolchain | null;
  readonly problem: AutofixError | null;
  /** One for each model of the chain, in its order; empty when nothing fails. */
  readonly prompts: readonly ProviderPrompt[];
  /** Whether the embedded engine, which needs no prompt, is one of the sources. */
  readonly offline: boolean;
  readonly warnings: readonly string[];
}

export interface InspectedToolchain {
  readonly name: string;
  readonly language: string;
  /** Folder of the package that is tested, '' for the top. */
  readonly folder: string;
  readonly packageManager: string | null;
  readonly install: string | null;
  /** As a person would type it. */
  readonly test: string;
  /** The script that `sh` is given in `folder`, so that the runner writes its report, and the form of that. */
  readonly reporting: { readonly script: string; readonly format: string | null };
  /** The tests that fail alone, and their files alone, as a person would type it; null when nothing fails. */
  readonly only: { readonly tests: InspectedSelection; readonly files: InspectedSelection } | null;
  readonly evidence: readonly string[];
  readonly guessed: boolean;
  /** Options that replace what was found or guessed. */
  readonly overrides: { readonly test: string; readonly install: string };
}

export interface InspectedSelection {
  readonly command: string;
  /** What the command really runs: a runner that cannot be kept to a selection runs more. */
  readonly runs: 'all' | 'files' | 'tests';
}

/**
 * Finds out what a run would work with and calls no provider. With a report nothing of the project is
 * run; without one its tests are, in the sandbox, to learn what fails.
 */
export async function inspectProject(
  options: RepairOptions,
  environment: Environment,
  signal: AbortSignal,
  now: number = Date.now(),
): Promise<Inspection> {
  const { project } = await openInput({ ...options, dryRun: true }, signal);
  const mask = projectMask(project, secretsOf(environment));
  try {
    const inspection = await inspectOpened(project, options, environment, signal, now);
    return shownInspection(inspection, mask);
  } catch (error) {
    throw error instanceof AutofixError ? maskedError(error, mask) : error;
  }
}

/** Without secrets: the prompts have none, and the project itself is not shown. */
function shownInspection({ task, prompts, problem, ...found }: Inspection, mask: Mask): Inspection {
  const { project, ...told } = task;
  return {
    ...maskedTexts(found, mask),
    task: { ...maskedTexts(told, mask), project },
    prompts,
    problem: problem && maskedError(problem, mask),
  };
}

async function inspectOpened(
  project: Project,
  options: RepairOptions,
  environment: Environment,
  signal: AbortSignal,
  now: number,
): Promise<Inspection> {
  const reported = await readReports(options, project, signal);
  const found = inspectToolchain(options, project, reported);
  const { report, warnings } =
    reported === null
      ? await runTests(options, project, environment, signal)
      : { report: reported, warnings: reported.warnings };
  const task = await localizeFault({ project, failing: failedTests(report), baseline: report });
  const prompts = task.failing.length === 0 ? [] : await providerPrompts(task, options, environment, now);
  const masked = Math.max(0, ...prompts.map(({ prompt }) => prompt.masked));
  const offline = options.providers.includes('offline');
  return { ...found, task, prompts, offline, warnings: masked === 0 ? warnings : [...warnings, maskWarning(masked)] };
}

/** A place that is only shown, never written to. */
const SHOWN_SCRATCH: Scratch = { folder: '/scratch', nonce: 'NONCE' };

function inspectToolchain(
  options: RepairOptions,
  project: Project,
  reported: TestReport | null,
): Pick<Inspection, 'toolchain' | 'problem'> {
  try {
    return { toolchain: shown(detectToolchain(project, reported, options), reported), problem: null };
  } catch (error) {
    // Without a report the tests would have to run: then an unknown toolchain ends it.
    if (reported === null) throw error;
    return { toolchain: null, problem: asAutofixError(error) };
  }
}

function shown(plan: ToolchainPlan, reported: TestReport | null): InspectedToolchain {
  const { toolchain: name, language, folder, packageManager, evidence, guessed, install } = plan;
  const all = plan.test({ kind: 'all' }, SHOWN_SCRATCH);
  const failing = reported === null ? [] : failedTests(reported);
  const only =
    failing.length === 0 ? null : { tests: kept(plan, 'names', failing), files: kept(plan, 'tests', failing) };
  return {
    ...{ name, language, folder, packageManager, install: install?.display ?? null, test: all.display },
    reporting: { script: all.argv.at(-1) ?? '', format: plan.reportFormat },
    ...{ only, evidence, guessed, overrides: { test: '--test-command', install: '--install-command' } },
  };
}

function kept(plan: ToolchainPlan, kind: 'names' | 'tests', tests: readonly TestResult[]): InspectedSelection {
  const { display: command, runs } = plan.test({ kind, tests }, SHOWN_SCRATCH);
  return { command, runs };
}

async function runTests(
  options: RepairOptions,
  project: Project,
  env: Environment,
  signal: AbortSignal,
): Promise<{ report: TestReport; warnings: readonly string[] }> {
  const runFolder = createRunFolder(options.runsFolder, (text) => text);
  try {
    const prepared = await prepareWorkspace(options, project, null, runFolder, signal, { env });
    const baseline = await reproduceFailure(prepared, project, null, { timeoutMs: options.testTimeoutMs, repeat: 1 });
    return { report: baseline.report, warnings: [...prepared.warnings, ...baseline.warnings] };
  } finally {
    await removeLargeTree(runFolder.path);
  }
}
