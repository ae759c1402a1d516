import type { Project } from '../domain/project.ts';
import type {
  ProjectCommand,
  Scratch,
  TestCommand,
  TestSelection,
  Toolchain,
  ToolchainOverrides,
  ToolchainPlan,
} from '../domain/toolchain.ts';
import { tidy } from './call-edits.ts';
import { type CapturedRun, captureScript } from './captured-run.ts';
import { customInstall } from './custom-install.ts';
import { findRunnerCalls, type RunnerCall, type RunnerMatch } from './runner-calls.ts';
import type { RunnerSigns } from './runner-signs.ts';
import { type ChosenTests, chosenTests } from './selected-files.ts';
import { applyLineEdits, type LineEdit } from './shell-line.ts';

/** How the packages of a project come into its work copy. */
export interface PackageInstall {
  readonly command: ProjectCommand | null;
  /** Made by it or by the tests, relative to the top of the project; kept between runs. */
  readonly folders: readonly string[];
  readonly evidence: readonly string[];
  readonly manager: string | null;
}

/** A package of a project. */
export interface PackagePlace {
  readonly project: Project;
  readonly folder: string;
}

/** Where a call's report goes. */
export interface ReportPlace extends PackagePlace {
  /** Absolute path of the report file; its ending is the runner's. */
  readonly resultFile: string;
  /** Absolute path of the scratch folder, and the part that names must carry in it. */
  readonly scratch: Scratch;
  /** 1 for the first call of a line. */
  readonly index: number;
}

/** What keeps a call to some tests, and what it then runs. */
export interface Narrowed {
  readonly edits: readonly LineEdit[];
  readonly runs: 'files' | 'tests';
}

/** What is special about a test runner that is started by a command line of its own. */
export interface CommandRunner {
  readonly name: string;
  readonly summary: string;
  readonly language: string;
  readonly reportFormat: string | null;
  readonly protectedGlobs: readonly string[];
  /** `console`: what is printed is the report; `file`: it writes one; otherwise files are picked up afterwards. */
  readonly results: CapturedRun['results'];
  readonly match: RunnerMatch;
  signs(project: Project, folder: string): RunnerSigns | null;
  install(project: Project, folder: string): PackageInstall;
  /** The line that runs all tests. */
  defaultLine(project: Project, folder: string): string;
  /** Shell lines that set variables for installed packages and caches. */
  setup(project: Project, folder: string): readonly string[];
  /** Language of this very project, where the runner knows several. */
  languageOf?(project: Project, folder: string): string;
  readonly reaches?: Toolchain['reaches'];
  /** Takes out what would spoil a run. */
  clean(call: RunnerCall): LineEdit[];
  /** Makes the call write its report. */
  report(call: RunnerCall, place: ReportPlace): LineEdit[];
  /** Keeps the call to some tests; null when it cannot be kept to them. */
  narrow(call: RunnerCall, chosen: ChosenTests, place: PackagePlace): Narrowed | null;
  /** Helper files for a call: name in the scratch folder → text. */
  support?(place: ReportPlace): Readonly<Record<string, string>>;
}

/** Makes a toolchain of a runner. */
export function commandToolchain(runner: CommandRunner): Toolchain {
  return {
    name: runner.name,
    summary: runner.summary,
    language: runner.language,
    protectedGlobs: runner.protectedGlobs,
    detect: (project, folder) => runner.signs(project, folder)?.score ?? 0,
    recognizes: (command) => findRunnerCalls(command, runner.match).length > 0,
    plan: (project, folder, overrides) => planOf(runner, { project, folder }, overrides),
    ...(runner.reaches === undefined ? {} : { reaches: runner.reaches }),
  };
}

function planOf(runner: CommandRunner, place: PackagePlace, overrides: ToolchainOverrides): ToolchainPlan {
  const { project, folder } = place;
  const install = runner.install(project, folder);
  const signs = runner.signs(project, folder);
  const line = overrides.testCommand ?? runner.defaultLine(project, folder);
  const evidence = signs?.evidence ?? `${runner.name} was asked for`;
  return {
    toolchain: runner.name,
    language: runner.languageOf?.(project, folder) ?? runner.language,
    folder,
    packageManager: install.manager,
    reportFormat: runner.reportFormat,
    install: customInstall(overrides) ?? (overrides.install ? install.command : null),
    test: (selection, scratch) => testCommand(runner, place, line, selection, scratch),
    installedFolders: install.folders,
    evidence: [
      overrides.testCommand === null ? evidence : 'the test command was given',
      ...(overrides.install ? install.evidence : []),
    ],
    guessed: overrides.testCommand === null && signs?.certain !== true,
  };
}

function testCommand(
  runner: CommandRunner,
  place: PackagePlace,
  line: string,
  selection: TestSelection,
  scratch: Scratch,
): TestCommand {
  const { project, folder } = place;
  const calls = findRunnerCalls(line, runner.match);
  const chosen = chosenTests(project, folder, line, selection);
  const narrowed = chosen === null ? [] : calls.map((call) => runner.narrow(call, chosen, place));
  const isNarrowed = narrowed.length > 0 && narrowed.every((each) => each !== null);
  const narrowing = isNarrowed ? narrowed.flatMap((each) => each?.edits ?? []) : [];
  const cleaning = calls.flatMap((call) => runner.clean(call));
  const reporting: LineEdit[] = [];
  const supportFiles: Record<string, string> = {};
  const resultFiles: string[] = [];
  for (const [position, call] of calls.entries()) {
    const name = resultName(runner, scratch, position + 1);
    const reportPlace = { ...place, scratch, index: position + 1, resultFile: `${scratch.folder}/${name}` };
    if (runner.results.kind === 'file') resultFiles.push(name);
    reporting.push(...runner.report(call, reportPlace));
    Object.assign(supportFiles, runner.support?.(reportPlace));
  }
  const captured = captureScript({
    setup: runner.setup(project, folder),
    line: applyLineEdits(line, [...cleaning, ...reporting, ...narrowing]),
    results: runner.results,
    resultFiles,
    scratch,
  });
  return {
    argv: ['sh', '-c', captured.script],
    cwd: folder,
    env: {},
    display: tidy(applyLineEdits(line, [...cleaning, ...narrowing])),
    results: { kind: 'files', files: captured.files },
    runs: isNarrowed ? (narrowed.every((each) => each?.runs === 'tests') ? 'tests' : 'files') : 'all',
    supportFiles,
  };
}

function resultName(runner: CommandRunner, scratch: Scratch, index: number): string {
  const ending = runner.results.kind === 'file' ? runner.results.ending : 'txt';
  return `results-${scratch.nonce}-${index}.${ending}`;
}
