import type { Project } from './project.ts';
import type { TestResult } from './test-report.ts';

/** A command of the project, to be run in its work copy. */
export interface ProjectCommand {
  readonly argv: readonly string[];
  /** Folder below the work copy, '' for the top. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** As a person would type it, for messages. */
  readonly display: string;
}

export interface TestCommand extends ProjectCommand {
  /**
   * Where results are read from: files the command writes into the scratch folder (names relative to it; of a folder
   * every file in it), or what it prints when the runner has no report of its own. A file may stay unwritten.
   */
  readonly results: { readonly kind: 'files'; readonly files: readonly string[] } | { readonly kind: 'output' };
  /** What the command really runs for the selection: a runner that cannot be kept to it runs more. */
  readonly runs: 'all' | 'files' | 'tests';
  /** Helper files (reporters, runners) to be put into the scratch folder before the run: name → content. */
  readonly supportFiles: Readonly<Record<string, string>>;
}

/**
 * Which tests to run: an optimisation, since a runner may run more than was asked for, never less.
 *
 * `tests`: with all the tests beside them (in their files; in Go in their package), so that what one test leaves to
 * the next is there. `names`: by their names alone where the runner can do that. `files`: all tests of these files,
 * given by their paths in the project.
 */
export type TestSelection =
  | { readonly kind: 'all' }
  | { readonly kind: 'tests'; readonly tests: readonly TestResult[] }
  | { readonly kind: 'names'; readonly tests: readonly TestResult[] }
  | { readonly kind: 'files'; readonly files: readonly string[] };

/** Where a test command may put its report: as the command sees it, fresh for every run. */
export interface Scratch {
  /** Absolute path as seen by the command. */
  readonly folder: string;
  /** Random part for report names, so that project code cannot know them beforehand. */
  readonly nonce: string;
}

/** How one project is installed and tested. */
export interface ToolchainPlan {
  /** Registry name, e.g. `jest`. */
  readonly toolchain: string;
  readonly language: string;
  /** Folder of the package that is tested, '' for the top. */
  readonly folder: string;
  /** Program that installs, e.g. `pnpm`; null when nothing of the kind is used. */
  readonly packageManager: string | null;
  /** Report format that reads the results; null: detect by content. */
  readonly reportFormat: string | null;
  /** null when nothing has to be installed. */
  readonly install: ProjectCommand | null;
  test(selection: TestSelection, scratch: Scratch): TestCommand;
  /** Folders, and single files, that the installation makes, below the work copy, e.g. `node_modules`: kept between candidates. */
  readonly installedFolders: readonly string[];
  /** What the choice rests on, for the user. */
  readonly evidence: readonly string[];
  /** True when a command was guessed and the user should be shown the option that overrides it. */
  readonly guessed: boolean;
}

/** User's overrides. */
export interface ToolchainOverrides {
  readonly testCommand: string | null;
  readonly installCommand: string | null;
  readonly install: boolean;
}

/** Plug-in contract of the toolchain registry. */
export interface Toolchain {
  readonly name: string;
  readonly summary: string;
  /** Language of the tests that it runs, e.g. `python`; `javascript` includes TypeScript. */
  readonly language: string;
  /**
   * 0 (not this one) to 1 (certain) for the package in `folder` ('' is the top of the project).
   * Cheap: looks at names, manifests and a few test files only.
   */
  detect(project: Project, folder: string): number;
  /**
   * Whether a run in `folder` also runs the tests of a file below it, which may belong to a package of its own there.
   * Left out: it does.
   */
  reaches?(project: Project, folder: string, file: string): boolean;
  /** Whether a shell command line, with the project's own scripts followed, runs this toolchain's runner. */
  recognizes(command: string, project: Project, folder: string): boolean;
  /** `reported`: the test files of the report, which decide between several scripts that run the same runner. */
  plan(project: Project, folder: string, overrides: ToolchainOverrides, reported?: readonly string[]): ToolchainPlan;
  /** Paths that a patch must never touch because they steer this runner, as globs, e.g. `jest.config.*`. */
  readonly protectedGlobs: readonly string[];
}
