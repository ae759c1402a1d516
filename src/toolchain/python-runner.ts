import type { Project } from '../domain/project.ts';
import type { TestResult } from '../domain/test-report.ts';
import type {
  Scratch,
  TestCommand,
  TestSelection,
  Toolchain,
  ToolchainOverrides,
  ToolchainPlan,
} from '../domain/toolchain.ts';
import { removals, tidy } from './call-edits.ts';
import { customInstall } from './custom-install.ts';
import { existsInProject, pathIn } from './project-files.ts';
import { expandEnvironment, testEnvironment } from './python-environments.ts';
import { pythonCommand, pythonInstall } from './python-install.ts';
import { baseName, findRunnerCalls, type RunnerCall, type RunnerMatch } from './runner-calls.ts';
import type { RunnerSigns, RunnerSupport } from './runner-signs.ts';
import { selectedFiles, selectedNames } from './selected-files.ts';
import { applyLineEdits, type LineEdit, type ShellWord } from './shell-line.ts';
import type { ToxEnvironment } from './tox.ts';

/** What is special about one Python test runner. */
export interface PythonRunner {
  readonly name: string;
  readonly summary: string;
  readonly reportFormat: string;
  /** Ending of the report's file, e.g. `xml`. */
  readonly resultEnding: string;
  readonly protectedGlobs: readonly string[];
  readonly support: RunnerSupport | null;
  /** Package that must be installed for it; null for the standard library. */
  readonly packageName: string | null;
  readonly match: RunnerMatch;
  signs(project: Project, folder: string): RunnerSigns | null;
  /** The line that runs all tests. */
  defaultLine(project: Project, folder: string, python: string): string;
  /** Makes the call write its report, kept to `files` unless null. */
  report(call: RunnerCall, request: PythonReportRequest): LineEdit[];
  /** The call kept to some files, and to some tests in them, as a person would type it. */
  display(call: RunnerCall, chosen: KeptTests, isPath: (word: string) => boolean): LineEdit[];
}

/** What a call is kept to. */
export interface KeptTests {
  /** Relative to the package's folder. */
  readonly files: readonly string[];
  /** To be run by their names alone; null for all tests of the files. */
  readonly tests: readonly TestResult[] | null;
}

export interface PythonReportRequest {
  readonly python: string;
  /** Absolute paths. */
  readonly resultFile: string;
  readonly supportFile: string;
  /** null for all tests. */
  readonly kept: KeptTests | null;
  readonly isPath: (word: string) => boolean;
}

/** Makes a toolchain of a runner. */
export function pythonToolchain(runner: PythonRunner): Toolchain {
  return {
    name: runner.name,
    summary: runner.summary,
    language: 'python',
    protectedGlobs: runner.protectedGlobs,
    detect: (project, folder) =>
      toxLine(runner, project, folder) === null ? (runner.signs(project, folder)?.score ?? 0) : BY_TOX,
    recognizes: (command, project, folder) =>
      findRunnerCalls(expandEnvironment(command, testEnvironment(project, folder)), runner.match).length > 0,
    plan: (project, folder, overrides) => planOf(runner, project, folder, overrides),
  };
}

/** What one of them runs speaks as clearly as a configuration of the runner's own. */
const BY_TOX = 0.95;

/** The commands of tox, nox or Hatch when they call the runner. */
function toxLine(runner: PythonRunner, project: Project, folder: string): ToxEnvironment | null {
  const tox = testEnvironment(project, folder);
  return tox !== null && findRunnerCalls(tox.line, runner.match).length > 0 ? tox : null;
}

function planOf(runner: PythonRunner, project: Project, folder: string, overrides: ToolchainOverrides): ToolchainPlan {
  const declared = pythonInstall(project, folder, runner.packageName);
  const install = customInstall(overrides) ?? (overrides.install ? declared.command : null);
  // An installation of the user's own may put things anywhere; the environment's programs are first on the path.
  const python = install === declared.command && install !== null ? declared.python : 'python3';
  const tox = toxLine(runner, project, folder);
  const given = overrides.testCommand === null ? null : expandEnvironment(overrides.testCommand, tox);
  const line = given ?? tox?.line ?? runner.defaultLine(project, folder, python);
  const signs = runner.signs(project, folder)?.evidence ?? `${runner.name} was asked for`;
  const evidence = tox === null ? signs : `the commands in ${tox.file} run ${runner.name}`;
  return {
    toolchain: runner.name,
    language: 'python',
    folder,
    packageManager: declared.manager,
    reportFormat: runner.reportFormat,
    install,
    test: (selection, scratch) => testCommand(runner, { project, folder, line, python }, selection, scratch),
    installedFolders: declared.folders,
    evidence: [
      overrides.testCommand === null ? evidence : 'the test command was given',
      ...(overrides.install ? declared.evidence : []),
    ],
    guessed: overrides.testCommand === null && tox === null,
  };
}

interface PythonTests {
  readonly project: Project;
  readonly folder: string;
  readonly line: string;
  readonly python: string;
}

function testCommand(
  runner: PythonRunner,
  { project, folder, line, python }: PythonTests,
  selection: TestSelection,
  scratch: Scratch,
): TestCommand {
  const chosen = selectedFiles(project, folder, line, selection);
  const kept = chosen === null ? null : { files: chosen, tests: selectedNames(selection) };
  const calls = findRunnerCalls(line, runner.match);
  const isPath = (word: string) => existsInProject(project, pathIn(folder, word.replace(/::.*$|\/+$/g, '')));
  const reporting: LineEdit[] = [];
  const display: LineEdit[] = [];
  const files: string[] = [];
  const supportFiles: Record<string, string> = {};
  for (const [index, call] of calls.entries()) {
    const result = `results-${scratch.nonce}-${index + 1}.${runner.resultEnding}`;
    const support = `${scratch.nonce}-${index + 1}-${runner.support?.name ?? ''}`;
    const resultFile = `${scratch.folder}/${result}`;
    const supportFile = `${scratch.folder}/${support}`;
    reporting.push(...removals(call.launchers));
    reporting.push(...runner.report(call, { python, resultFile, supportFile, kept, isPath }));
    if (kept !== null) display.push(...runner.display(call, kept, isPath));
    files.push(result);
    if (runner.support !== null) supportFiles[support] = runner.support.content(resultFile);
  }
  const command = pythonCommand(project, folder, applyLineEdits(line, reporting));
  const runs = kept === null || calls.length === 0 ? 'all' : kept.tests === null ? 'files' : 'tests';
  const typed = tidy(applyLineEdits(line, display));
  return { ...command, display: typed, results: { kind: 'files', files }, runs, supportFiles };
}

/** `python -m MODULE` (3 words), or `-m MODULE` behind another program such as `coverage run` (2 words). */
export function matchModule(module: string, words: readonly ShellWord[], index: number): number {
  const value = words[index]?.value ?? '';
  const isPython = /^python(3(\.\d+)?)?$/.test(baseName(value));
  if (isPython && words[index + 1]?.value === '-m' && words[index + 2]?.value === module) return 3;
  return value === '-m' && words[index + 1]?.value === module ? 2 : 0;
}

/** The interpreter for a call: the one that the user named when it is a certain one, else the plan's. */
export function interpreterOf(call: RunnerCall, python: string): string {
  const named = call.runner[0]?.value ?? '';
  return /\/|python3\.\d/.test(named) ? named : python;
}
