import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Project } from '../../src/domain/project.ts';
import type { CommandResult, Sandbox } from '../../src/domain/sandbox.ts';
import type { TestReport } from '../../src/domain/test-report.ts';
import type { ProjectCommand, TestSelection, ToolchainPlan } from '../../src/domain/toolchain.ts';
import { mergeReports } from '../../src/report/merge-reports.ts';
import { readReport } from '../../src/report/read-report.ts';
import { chooseSandbox } from '../../src/sandbox/sandboxes.ts';
import { createWorkspace, type Workspace } from '../../src/sandbox/workspace.ts';

/** What a run of a plan's tests came to. */
export interface RunnerOutcome {
  readonly command: CommandResult;
  readonly report: TestReport;
  /** `status file > suite > test` of each result, in the order of the report. */
  readonly lines: readonly string[];
  /** What the runner wrote. */
  readonly text: string;
}

/** Runs plans for real: in the sandbox of this machine, in a work copy on disk, with the runner's own report read back. */
export class RunnerRig {
  readonly folder = mkdtempSync(join(tmpdir(), 'autofix-test-'));
  readonly sandbox: Sandbox;
  #count = 0;

  private constructor(sandbox: Sandbox) {
    this.sandbox = sandbox;
  }

  static async open(): Promise<RunnerRig> {
    return new RunnerRig((await chooseSandbox('auto')).sandbox);
  }

  workspace(project: Project): Promise<Workspace> {
    return createWorkspace(join(this.folder, `work-${++this.#count}`), project);
  }

  install(plan: ToolchainPlan, workspace: Workspace): Promise<CommandResult> {
    if (plan.install === null) throw new Error('The plan installs nothing');
    return this.#run(plan.install, workspace, null, true);
  }

  async test(
    plan: ToolchainPlan,
    project: Project,
    workspace: Workspace,
    selection: TestSelection,
  ): Promise<RunnerOutcome> {
    const scratch = join(this.folder, `scratch-${++this.#count}`);
    mkdirSync(scratch);
    const command = plan.test(selection, { folder: this.sandbox.scratchRoot(scratch), nonce: `n${this.#count}` });
    for (const [name, content] of Object.entries(command.supportFiles)) writeFileSync(join(scratch, name), content);
    const result = await this.#run(command, workspace, scratch, false);
    const root = join(this.sandbox.workspaceRoot(workspace.root), command.cwd);
    const texts =
      command.results.kind === 'output'
        ? [result.stdout]
        : readResults(
            command.results.files.map((file) => join(scratch, file)),
            result,
          );
    const context = { project, workspaceRoot: root };
    const report = mergeReports(texts.map((text) => readReport(Buffer.from(text), null, context)));
    const lines = report.results.map(({ status, file, namePath }) => `${status} ${file} > ${namePath.join(' > ')}`);
    return { command: result, report, lines, text: texts.join('\n') };
  }

  #run(
    command: ProjectCommand,
    workspace: Workspace,
    scratch: string | null,
    network: boolean,
  ): Promise<CommandResult> {
    const { argv, cwd, env } = command;
    const signal = new AbortController().signal;
    return this.sandbox.run({
      argv,
      cwd,
      env,
      workspace: workspace.root,
      scratch,
      network,
      timeoutMs: 120_000,
      signal,
    });
  }

  close(): void {
    // Many thousands of installed files: the system's program is far faster than Node's.
    execFileSync('rm', ['-rf', this.folder]);
  }
}

/** Files that the command left unwritten are passed over; a folder stands for the files in it. */
function readResults(paths: readonly string[], result: CommandResult): string[] {
  const files = paths.flatMap((path) => {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined || stats.size === 0) return [];
    return stats.isDirectory() ? readdirSync(path).map((name) => join(path, name)) : [path];
  });
  if (files.length === 0) {
    throw new Error(`No report was written: exit code ${result.exitCode}\n${result.stdout}\n${result.stderr}`);
  }
  return files.map((file) => readFileSync(file, 'utf8'));
}
