import { join } from 'node:path';
import { AutofixError, EXIT } from '../../domain/autofix-error.ts';
import type { Project } from '../../domain/project.ts';
import type { Sandbox } from '../../domain/sandbox.ts';
import type { TestReport } from '../../domain/test-report.ts';
import type { ProjectCommand, ToolchainPlan } from '../../domain/toolchain.ts';
import type { Environment } from '../../llm/configured-providers.ts';
import { providerKeys, secretsOf } from '../../llm/secrets.ts';
import { type ChosenSandbox, chooseSandbox } from '../../sandbox/sandboxes.ts';
import { createWorkspace, emptyWorkspace, type ShownEntry, type Workspace } from '../../sandbox/workspace.ts';
import { meanwhile } from '../../shared/meanwhile.ts';
import { detectToolchain } from '../../toolchain/detect-toolchain.ts';
import { withoutKeys } from '../concealed-keys.ts';
import { type Mask, projectMask } from '../project-mask.ts';
import type { RepairOptions } from '../repair-options.ts';
import type { RunFolder } from '../run-folder.ts';
import { bringsSomeOf, sharedInstallation } from '../shared-installation.ts';
import { createTestRunner, lastLines, type TestRunner } from '../test-runner.ts';

export interface PreparedWorkspace {
  readonly sandbox: Sandbox;
  /** Where the baseline and the candidates run. */
  readonly workspace: Workspace;
  /**
   * As installed; nothing of the project's tests ever ran here before the repair is verified. With nothing installed it may be
   * empty still.
   */
  readonly pristine: Workspace;
  /** What of the project any work copy may hold. */
  readonly shown: ShownEntry;
  readonly runner: TestRunner;
  readonly plan: ToolchainPlan;
  readonly warnings: readonly string[];
}

/** Whose project it is prepared for. */
export interface PreparationFor {
  /** Its secrets are kept out of the work copies and the log. */
  readonly env: Environment;
  /** The sandbox as it was chosen before; left out: it is chosen now. */
  readonly chosen?: Promise<ChosenSandbox>;
}

/**
 * Begins to choose the sandbox of a run. Programs of the machine are asked where they lie, which takes as long as opening a
 * project: that is done meanwhile. `own`: taken as it is.
 */
export function choosingSandbox(
  { sandbox: mode }: Pick<RepairOptions, 'sandbox'>,
  own?: Sandbox | Promise<Sandbox>,
): Promise<ChosenSandbox> {
  const chosen =
    own === undefined ? chooseSandbox(mode) : Promise.resolve(own).then((sandbox) => ({ sandbox, warning: null }));
  // A run that ends before it needs one is not told that there is none.
  chosen.catch(() => {});
  return chosen;
}

/** Lays out a work copy, finds out how the project is tested, and installs what it needs. */
export async function prepareWorkspace(
  options: RepairOptions,
  project: Project,
  report: TestReport | null,
  runFolder: RunFolder,
  signal: AbortSignal,
  { env, chosen = choosingSandbox(options) }: PreparationFor = { env: {} },
): Promise<PreparedWorkspace> {
  const { testCommand, installCommand, install } = options;
  const detected = detectToolchain(project, report, { testCommand, installCommand, install });
  const mask = projectMask(project, secretsOf(env));
  const shown = withoutKeys(providerKeys(env));
  const workspaceMade = createWorkspace(join(runFolder.workPath, 'judge'), project, shown);
  await Promise.allSettled([chosen, workspaceMade]);
  const { sandbox: own, warning } = await chosen;
  const workspace = await workspaceMade;
  const pristine = await emptyWorkspace(join(runFolder.workPath, 'verify'), shown);
  const installation = sharedInstallation(own, runFolder.workPath);
  if (detected.install !== null) {
    const place = { sandbox: own, workspace, options, runFolder, mask, signal };
    await meanwhile(runInstall(detected.install, place), async () => {
      await pristine.apply(project);
      await installation.probe();
    });
  }
  const plan = await withInstalled(detected, workspace, project);
  const { sandbox, unshared } = await installation.share(workspace, project, plan.installedFolders);
  const runner = createTestRunner({ sandbox, plan, scratchFolder: join(runFolder.workPath, 'scratch'), signal });
  if (plan.install !== null || bringsInstalled(project, plan)) {
    await pristine.apply(project);
    // Before any test runs: a candidate could tamper with what is installed beside it, and tests that run while it is copied
    // could put links in the way that lead the copy out of the sandbox.
    await pristine.cloneInstalledFrom(workspace, unshared);
  }
  const warnings = warning === null ? [] : [warning];
  if (plan.guessed)
    warnings.push(`The test command was guessed (${plan.evidence.join('; ')}); --test-command overrides it`);
  return { sandbox, workspace, pristine, shown, runner, plan, warnings };
}

/** Whether something lies in the input where installed packages do. */
function bringsInstalled(project: Project, { installedFolders }: ToolchainPlan): boolean {
  return installedFolders.some((folder) => bringsSomeOf(project, folder));
}

/** Packages build themselves when they are installed (`prepare`): what that made belongs to the installation. */
async function withInstalled(plan: ToolchainPlan, workspace: Workspace, project: Project): Promise<ToolchainPlan> {
  if (plan.install === null) return plan;
  const made = await workspace.strangers(project, plan.installedFolders);
  return { ...plan, installedFolders: [...plan.installedFolders, ...made] };
}

export function describeWorkspace({ plan, sandbox }: PreparedWorkspace): string {
  return `${plan.toolchain}, ${plan.install === null ? 'nothing to install' : `installed by ${plan.install.display}`}, sandbox ${sandbox.name}`;
}

interface InstallPlace {
  readonly sandbox: Sandbox;
  readonly workspace: Workspace;
  readonly options: RepairOptions;
  readonly runFolder: RunFolder;
  readonly mask: Mask;
  readonly signal: AbortSignal;
}

async function runInstall(command: ProjectCommand, place: InstallPlace): Promise<void> {
  const timeoutMs = Math.max(place.options.testTimeoutMs, INSTALL_TIMEOUT_MS);
  const result = await place.sandbox.run({
    argv: command.argv,
    workspace: place.workspace.root,
    scratch: null,
    cwd: command.cwd,
    env: command.env,
    network: true,
    timeoutMs,
    signal: place.signal,
  });
  place.signal.throwIfAborted();
  const output = `${result.stdout}\n${result.stderr}`;
  place.runFolder.write('install.log', place.mask(output));
  if (result.exitCode === 0) return;
  const how = result.timedOut
    ? `did not end within ${timeoutMs / 1000} s`
    : result.notFound
      ? 'does not exist'
      : `failed with exit code ${result.exitCode ?? 'none'}`;
  throw new AutofixError(`The installation ${how}: ${command.display}\n${lastLines(output)}`.trim(), {
    code: 'install-failed',
    exitCode: EXIT.testsCannotRun,
    hint: 'Mend the installation, give another command with --install-command, or leave it out with --no-install.',
  });
}

/** An installation is allowed this long even when the tests are not: registries are slow at times. */
const INSTALL_TIMEOUT_MS = 600_000;
