import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import type { Project } from '../domain/project.ts';
import type { CommandResult, Sandbox } from '../domain/sandbox.ts';
import type { TestReport } from '../domain/test-report.ts';
import type { TestCommand, TestSelection, ToolchainPlan } from '../domain/toolchain.ts';
import { mergeReports } from '../report/merge-reports.ts';
import { readReport } from '../report/read-report.ts';
import { tailOf } from '../shared/cut-text.ts';
import { withBriefTraces } from '../toolchain/brief-traces.ts';
import { withFailureTexts } from './failure-texts.ts';
import { withoutTests } from './flaky-tests.ts';
import { printedReport, readableReport, reportOfNothingLoaded } from './printed-report.ts';

/** One run of the project's tests. */
export interface TestRun {
  /** null when the runner wrote no report that can be read: it did not start, crashed or was ended. */
  readonly report: TestReport | null;
  readonly command: TestCommand;
  readonly result: CommandResult;
}

export interface TestRunnerSettings {
  readonly sandbox: Sandbox;
  readonly plan: ToolchainPlan;
  readonly scratchFolder: string;
  readonly signal: AbortSignal;
}

/** Runs the tests of a work copy and reads what the runner reported. */
export interface TestRunner {
  readonly plan: ToolchainPlan;
  /** Runs so far. */
  readonly runs: () => number;
  /** Tests that are in no report any more, since they come and go by themselves. */
  readonly leftOut: ReadonlySet<string>;
  leaveOut(ids: readonly string[]): void;
  /** From here on failures are told briefly where that is quicker: their texts are known. */
  tellBriefly(): void;
  run(
    workspace: string,
    project: Project,
    selection: TestSelection,
    timeoutMs: number,
    more?: MoreOfRun,
  ): Promise<TestRun>;
}

export interface MoreOfRun {
  /** Another way of running the tests than the project's own. */
  readonly plan?: ToolchainPlan;
  /** Ends this run alone. */
  readonly signal?: AbortSignal;
}

export function createTestRunner(settings: TestRunnerSettings): TestRunner {
  let runs = 0;
  let isBrief = false;
  const leftOut = new Set<string>();
  return {
    plan: settings.plan,
    runs: () => runs,
    leftOut,
    leaveOut: (ids) => {
      for (const id of ids) leftOut.add(id);
    },
    tellBriefly: () => {
      isBrief = true;
    },
    run: async (workspace, project, selection, timeoutMs, { plan = settings.plan, signal: own } = {}) => {
      runs++;
      const signal = own === undefined ? settings.signal : AbortSignal.any([settings.signal, own]);
      signal.throwIfAborted();
      const nonce = randomBytes(8).toString('hex');
      const scratch = join(settings.scratchFolder, nonce);
      mkdirSync(scratch, { recursive: true });
      try {
        const planned = plan.test(selection, { folder: settings.sandbox.scratchRoot(scratch), nonce });
        const command = isBrief ? withBriefTraces(plan.toolchain, planned) : planned;
        for (const [name, content] of Object.entries(command.supportFiles)) writeFileSync(join(scratch, name), content);
        const result = await settings.sandbox.run({
          argv: command.argv,
          workspace,
          scratch,
          cwd: command.cwd,
          env: command.env,
          network: false,
          timeoutMs,
          signal,
        });
        signal.throwIfAborted();
        const report = readResults(settings, command, result, { scratch, workspace, project });
        return { command, result, report: report && withoutTests(withoutHostPath(report, workspace), leftOut) };
      } finally {
        rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
      }
    },
  };
}

interface RunPlace {
  readonly scratch: string;
  readonly workspace: string;
  readonly project: Project;
}

function readResults(
  settings: TestRunnerSettings,
  command: TestCommand,
  result: CommandResult,
  place: RunPlace,
): TestReport | null {
  const context = { project: place.project, workspaceRoot: settings.sandbox.workspaceRoot(place.workspace) };
  const format = settings.plan.reportFormat;
  try {
    if (command.results.kind === 'output') return printedReport(command, result, format, context);
    const files = command.results.files.flatMap((file) => filesAt(join(place.scratch, file)));
    if (files.length === 0) return reportOfNothingLoaded(result, context);
    // What was printed is there beside reports of the runner's own only as a help: it may well be nothing readable.
    const reports = files.flatMap((file) => {
      const isExtra = files.length > 1 && file.endsWith('.txt');
      return isExtra
        ? (readableReport(readFileSync(file), null, context) ?? [])
        : readReport(readFileSync(file), null, context);
    });
    return reports.length === 1 ? (reports[0] ?? null) : mergeReports(reports);
  } catch (error) {
    if (error instanceof AutofixError && error.code === 'report-unreadable') return null;
    throw error;
  }
}

/** Where the work copy lies in the sandbox, and in messages wherever it lies. */
const WORK_FOLDER = '/work';

/**
 * Without a sandbox, messages show the work copy's own path. It is another in each run, so it must not reach a prompt: the
 * same question would never be answered from the cache, nor be the same in a repetition.
 */
function withoutHostPath(report: TestReport, workspace: string): TestReport {
  const roots = [realpathSync(workspace), workspace];
  return withFailureTexts(report, (text) => roots.reduce((kept, root) => kept.replaceAll(root, WORK_FOLDER), text));
}

/** A file, or the files of a folder in the order of their names; none when nothing is there, or nothing in it. */
function filesAt(path: string): string[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return [];
  if (!stats.isDirectory()) return stats.size === 0 ? [] : [path];
  return readdirSync(path)
    .sort((left, right) => left.localeCompare(right, 'en', { numeric: true }))
    .flatMap((name) => filesAt(join(path, name)));
}

/** How many characters of a failed command's output a message quotes. */
const QUOTED_OUTPUT = 1500;

/** The error for tests that cannot run here at all. */
export function testsCannotRun(run: TestRun, timeoutMs: number): AutofixError {
  const { result, command } = run;
  const said = lastLines(`${result.stdout}\n${result.stderr}`);
  if (result.timedOut) {
    return new AutofixError(`The tests did not end within ${timeoutMs / 1000} s: ${command.display}`, {
      code: 'tests-timed-out',
      exitCode: EXIT.testsCannotRun,
      hint: 'Look for a test that waits for ever, or raise --test-timeout.',
    });
  }
  const what = result.notFound
    ? `The test command does not exist: ${command.display}`
    : `The tests could not be run (exit code ${result.exitCode ?? 'none'}, no readable result): ${command.display}`;
  return new AutofixError(said === '' ? what : `${what}\n${said}`, {
    code: 'tests-cannot-run',
    exitCode: EXIT.testsCannotRun,
    hint: 'Give the command that runs the tests with --test-command, and the one that installs with --install-command.',
  });
}

/** The end of a command's output, for a message. */
export function lastLines(output: string): string {
  const text = output.trim();
  return text.length <= QUOTED_OUTPUT ? text : `…${tailOf(text, QUOTED_OUTPUT)}`;
}
