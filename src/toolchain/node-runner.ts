import type { Project } from '../domain/project.ts';
import type { TestResult } from '../domain/test-report.ts';
import type {
  ProjectCommand,
  Scratch,
  TestCommand,
  TestSelection,
  Toolchain,
  ToolchainOverrides,
  ToolchainPlan,
} from '../domain/toolchain.ts';
import { type PathCheck, pathCheck, removals, tidy } from './call-edits.ts';
import { customInstall } from './custom-install.ts';
import { nodeInstall } from './node-install.ts';
import { fittingScript, type NodePackage, readNodePackage, testScripts } from './node-package.ts';
import { expandScripts } from './package-scripts.ts';
import { existsInProject, ownFiles, pathIn } from './project-files.ts';
import { findRunnerCalls, type RunnerCall, type RunnerMatch } from './runner-calls.ts';
import type { RunnerSigns, RunnerSupport } from './runner-signs.ts';
import { selectedFiles, selectedNames } from './selected-files.ts';
import { applyLineEdits, type LineEdit, parseShellLine } from './shell-line.ts';
import { workspaceRoot } from './workspace-members.ts';

/** What is special about one Node test runner. */
export interface NodeRunner {
  readonly name: string;
  readonly summary: string;
  readonly reportFormat: string | null;
  readonly protectedGlobs: readonly string[];
  readonly support: RunnerSupport | null;
  match(project: Project, folder: string): RunnerMatch;
  /** How far names, manifests and files other than scripts speak for it, and the sentence that says so. */
  signs(project: Project, folder: string, nodePackage: NodePackage | null): RunnerSigns | null;
  /** The line that runs all tests where no script does. */
  defaultLine(project: Project, folder: string, nodePackage: NodePackage | null): string;
  /** Takes out what would spoil any run. */
  clean(call: RunnerCall, place: TestPlace): LineEdit[];
  /** Makes the call write its report. `supportFile` is the absolute path of the helper file. */
  report(call: RunnerCall, resultFile: string, supportFile: string): LineEdit[];
  /** Keeps the call to some files; null when it cannot be kept to them. */
  select(call: RunnerCall, files: readonly string[], paths: PathCheck): LineEdit[] | null;
  /** Keeps the call to some tests by their names; null when it cannot be, as where it is kept to others already. */
  names?(call: RunnerCall, tests: readonly TestResult[], place: TestPlace): LineEdit[] | null;
}

interface TestLine {
  readonly line: string;
  readonly evidence: string;
  readonly guessed: boolean;
}

const BY_SCRIPT = 0.95;

/** Makes a toolchain of a runner. */
export function nodeToolchain(runner: NodeRunner): Toolchain {
  const recognizes = (command: string, project: Project, folder: string) => {
    const scripts = readNodePackage(project, folder)?.scripts ?? {};
    return findRunnerCalls(expandScripts(command, scripts), runner.match(project, folder)).length > 0;
  };
  return {
    name: runner.name,
    summary: runner.summary,
    language: 'javascript',
    protectedGlobs: runner.protectedGlobs,
    recognizes,
    detect(project, folder) {
      const nodePackage = readNodePackage(project, folder);
      if (scriptWith(runner, { project, folder, reported: [] }, nodePackage) !== null) return BY_SCRIPT;
      return runner.signs(project, folder, nodePackage)?.score ?? 0;
    },
    plan: (project, folder, overrides, reported = []) => planOf(runner, { project, folder, reported }, overrides),
  };
}

interface ReportedPackage {
  readonly project: Project;
  readonly folder: string;
  /** Test files of the report. */
  readonly reported: readonly string[];
}

function scriptWith(
  runner: NodeRunner,
  { project, folder, reported }: ReportedPackage,
  nodePackage: NodePackage | null,
): TestLine | null {
  if (nodePackage === null) return null;
  const match = runner.match(project, folder);
  const script = fittingScript(
    testScripts(nodePackage).filter(({ line }) => findRunnerCalls(line, match).length > 0),
    reported,
  );
  if (script === undefined) return null;
  const evidence = `the script "${script.name}" in ${pathIn(folder, 'package.json')} runs ${runner.name}`;
  return { line: script.line, evidence, guessed: script.name !== 'test' };
}

function planOf(runner: NodeRunner, place: ReportedPackage, overrides: ToolchainOverrides): ToolchainPlan {
  const { project, folder } = place;
  const nodePackage = readNodePackage(project, folder);
  const chosen = testLine(runner, place, nodePackage, overrides);
  const install = nodeInstall(project, folder);
  const installCommand = overrides.install ? install.command : null;
  const isTypeScript = ownFiles(project, folder).some((path) => /(^|\/)tsconfig\.json$|\.[cm]?tsx?$/.test(path));
  return {
    toolchain: runner.name,
    language: isTypeScript ? 'typescript' : 'javascript',
    folder,
    packageManager: install.manager,
    reportFormat: runner.reportFormat,
    install: customInstall(overrides) ?? installCommand,
    test: (selection, scratch) => testCommand(runner, project, folder, chosen.line, selection, scratch),
    installedFolders: install.folders,
    evidence: [chosen.evidence, ...(overrides.install ? install.evidence : [])],
    guessed: chosen.guessed,
  };
}

function testLine(
  runner: NodeRunner,
  place: ReportedPackage,
  nodePackage: NodePackage | null,
  overrides: ToolchainOverrides,
): TestLine {
  const { project, folder } = place;
  if (overrides.testCommand !== null) {
    const line = expandScripts(overrides.testCommand, nodePackage?.scripts ?? {});
    return { line, evidence: 'the test command was given', guessed: false };
  }
  const script = scriptWith(runner, place, nodePackage);
  if (script !== null) return script;
  const evidence = runner.signs(project, folder, nodePackage)?.evidence ?? `no script runs ${runner.name}`;
  return { line: runner.defaultLine(project, folder, nodePackage), evidence, guessed: true };
}

function testCommand(
  runner: NodeRunner,
  project: Project,
  folder: string,
  line: string,
  selection: TestSelection,
  scratch: Scratch,
): TestCommand {
  const calls = findRunnerCalls(line, runner.match(project, folder));
  const { edits: selecting, runs } = narrowing(runner, calls, { project, folder, line }, selection);
  const cleaning: LineEdit[] = [];
  const reporting: LineEdit[] = [];
  const files: string[] = [];
  const supportFiles: Record<string, string> = {};
  for (const [index, call] of calls.entries()) {
    const result = `results-${scratch.nonce}-${index + 1}.json`;
    const support = `${scratch.nonce}-${index + 1}-${runner.support?.name ?? ''}`;
    const resultFile = `${scratch.folder}/${result}`;
    // A word that the selection takes out needs no other text.
    const isTaken = ({ start, end }: LineEdit) =>
      start < end && selecting.some((each) => each.start === start && each.end === end);
    const clean = runner.clean(call, { project, folder, line }).filter((edit) => !isTaken(edit));
    cleaning.push(...removals(call.launchers), ...clean);
    reporting.push(...runner.report(call, resultFile, `${scratch.folder}/${support}`));
    files.push(result);
    if (runner.support !== null) supportFiles[support] = runner.support.content(resultFile);
  }
  const command = nodeCommand(project, folder, applyLineEdits(line, [...cleaning, ...reporting, ...selecting]));
  const display = typed(tidy(applyLineEdits(line, [...cleaning, ...selecting])));
  return { ...command, display, results: { kind: 'files', files }, runs, supportFiles };
}

/** A line that runs tests, and the package that it runs in. */
export interface TestPlace {
  readonly project: Project;
  readonly folder: string;
  readonly line: string;
}

/** What keeps the calls to a selection, and what they then run. */
function narrowing(
  runner: NodeRunner,
  calls: readonly RunnerCall[],
  place: TestPlace,
  selection: TestSelection,
): { readonly edits: readonly LineEdit[]; readonly runs: TestCommand['runs'] } {
  const { project, folder, line } = place;
  const files = selectedFiles(project, folder, line, selection);
  const tests = selectedNames(selection);
  const paths = pathCheck((path) => existsInProject(project, pathIn(folder, path)));
  const byFile = calls.map((call) => (files === null ? null : runner.select(call, files, paths)));
  const byName = calls.map((call) => (tests === null ? null : (runner.names?.(call, tests, place) ?? null)));
  const isAll = (edits: readonly (readonly LineEdit[] | null)[]) =>
    edits.length > 0 && edits.every((each) => each !== null);
  return {
    edits: [...byFile, ...byName].flatMap((each) => each ?? []),
    runs: isAll(byName) ? 'tests' : isAll(byFile) ? 'files' : 'all',
  };
}

/** Programs that a person starts by their plain names; all others are found below `node_modules`. */
const PLAIN_PROGRAMS = new Set(['node', 'npm', 'npx', 'yarn', 'pnpm', 'bun', 'sh', 'make', 'env']);

/** The line as a person would type it: with `npx` when it is one installed program. */
function typed(line: string): string {
  const [command, ...others] = parseShellLine(line);
  const program = command?.words[0];
  if (program === undefined || others.length > 0 || PLAIN_PROGRAMS.has(program.value)) return line;
  return applyLineEdits(line, [{ start: program.start, end: program.start, text: 'npx ' }]);
}

/** A line of a package's script, run as npm does: by `sh`, with the installed programs on the path. */
export function nodeCommand(project: Project, folder: string, line: string): ProjectCommand {
  const root = workspaceRoot(project, folder);
  const depth = folder === root ? 0 : folder.slice(root === '' ? 0 : root.length + 1).split('/').length;
  const above = depth === 0 ? '' : `:$PWD/${'../'.repeat(depth)}node_modules/.bin`;
  const path = `export PATH="$PWD/node_modules/.bin${above}:$PATH"`;
  return { argv: ['sh', '-c', `${path}\n${line}`], cwd: folder, env: {}, display: line };
}
