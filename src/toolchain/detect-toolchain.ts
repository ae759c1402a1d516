import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import type { Project } from '../domain/project.ts';
import type { TestReport } from '../domain/test-report.ts';
import type { Toolchain, ToolchainOverrides, ToolchainPlan } from '../domain/toolchain.ts';
import { normalizeProjectPath } from '../shared/project-path.ts';
import { customPlan, scriptPlan } from './custom-plan.ts';
import { depthOf, type PackageFolder, packageFolders } from './package-folders.ts';
import { existsInProject, pathBelow } from './project-files.ts';
import { TOOLCHAINS } from './toolchains.ts';
import { workspaceRoot } from './workspace-members.ts';
import { workspacePlan } from './workspace-plan.ts';

/** Endings of test files by language. */
const LANGUAGE_FILES: Readonly<Record<string, RegExp>> = {
  javascript: /\.([cm]?[jt]sx?|vue|svelte)$/,
  python: /\.pyi?$/,
  go: /\.go$/,
  rust: /\.rs$/,
  java: /\.(java|kts?|groovy|scala)$/,
  csharp: /\.(cs|fs|vb)$/,
  ruby: /\.rb$/,
  php: /\.(php|phpt)$/,
  perl: /\.(t|p[lm])$/,
  shell: /\.(bats|sh|bash)$/,
  c: /\.(c|cc|cpp|cxx|c\+\+|h|hh|hpp|hxx)$/,
};

interface Candidate {
  readonly toolchain: Toolchain;
  readonly folder: string;
  readonly score: number;
}

/**
 * How to install and test a project: the likeliest toolchain in the likeliest folder. The report's runner and the
 * paths of its tests decide where the files alone would leave a choice.
 *
 * Throws an `AutofixError` with code `toolchain-unknown` (exit code 6) when nothing is recognised.
 */
export function detectToolchain(
  project: Project,
  report: TestReport | null,
  overrides: ToolchainOverrides,
  toolchains: readonly Toolchain[] = TOOLCHAINS,
): ToolchainPlan {
  if (overrides.testCommand !== null) return givenPlan(project, overrides.testCommand, overrides, toolchains);
  const tests = testFiles(report);
  const folders = packageFolders(project, tests);
  const best = bestCandidate(project, report, folders, toolchains);
  if (best !== null) {
    const root = workspaceRoot(project, best.folder);
    const whole =
      best.toolchain.language === 'javascript' && root !== best.folder
        ? workspacePlan(project, root, report, overrides, toolchains)
        : null;
    if (whole !== null) return whole;
    const plan = best.toolchain.plan(project, best.folder, overrides, tests);
    const isNamed = runnerBonus(best.toolchain, report) > 0;
    if (!isNamed) return plan;
    // What the report confirms is no guess any more.
    const evidence = [...plan.evidence, `the report was made by ${best.toolchain.name}`];
    return { ...plan, evidence, guessed: false };
  }
  for (const { folder } of folders) {
    const plan = scriptPlan(project, folder, overrides);
    if (plan !== null) return plan;
  }
  throw new AutofixError('autofix does not recognise how the tests of this project are run.', {
    code: 'toolchain-unknown',
    exitCode: EXIT.testsCannotRun,
    hint: 'Say how with --test-command, for example --test-command "npm test".',
  });
}

/** A command of the user's own: of a known runner it is asked for a report, else what it prints is read. */
function givenPlan(
  project: Project,
  given: string,
  overrides: ToolchainOverrides,
  toolchains: readonly Toolchain[],
): ToolchainPlan {
  const { folder, command } = splitFolder(project, given);
  const runner = toolchains.find((toolchain) => toolchain.recognizes(command, project, folder));
  if (runner === undefined) return customPlan(project, folder, command, overrides);
  return runner.plan(project, folder, { ...overrides, testCommand: command });
}

/** `cd backend && pytest` is `pytest` in the package `backend`. */
function splitFolder(project: Project, given: string): { readonly folder: string; readonly command: string } {
  const [, place = '', command = ''] = /^\s*cd\s+([\w./-]+)\s*&&\s*(\S.*)$/s.exec(given) ?? [];
  const folder = normalizeProjectPath(place);
  return folder !== null && existsInProject(project, folder) ? { folder, command } : { folder: '', command: given };
}

function bestCandidate(
  project: Project,
  report: TestReport | null,
  folders: readonly PackageFolder[],
  toolchains: readonly Toolchain[],
): Candidate | null {
  let best: Candidate | null = null;
  for (const place of folders) {
    for (const toolchain of toolchains) {
      const base = toolchain.detect(project, place.folder);
      if (base === 0) continue;
      const fit =
        languageFit(toolchain, report) *
        coverage(toolchain, project, place.folder, report) *
        ownership(toolchain, place, folders);
      // Of two folders that speak as clearly the outer one wins: it knows of the inner one, not the other way round.
      const score = (base + runnerBonus(toolchain, report)) * fit - 0.02 * depthOf(place.folder);
      if (best === null || score > best.score) best = { toolchain, folder: place.folder, score };
    }
  }
  return best;
}

function testFiles(report: TestReport | null): string[] {
  return (report?.results ?? []).map((result) => result.file).filter((file): file is string => file !== null);
}

/** A report that names this runner outweighs what the files say. */
function runnerBonus(toolchain: Toolchain, report: TestReport | null): number {
  const named = `${report?.runner ?? ''} ${report?.format ?? ''}`.toLowerCase().replace(/[\s:]+/g, '-');
  return named.includes(toolchain.name) ? 1 : 0;
}

/** The part of the report's test files that are of the toolchain's language, among those of a known one. */
function languageFit(toolchain: Toolchain, report: TestReport | null): number {
  const known = testFiles(report).filter((file) => Object.values(LANGUAGE_FILES).some((ending) => ending.test(file)));
  const own = known.filter((file) => LANGUAGE_FILES[toolchain.language]?.test(file) ?? false);
  return known.length === 0 ? 1 : 0.05 + (0.95 * own.length) / known.length;
}

/** The part of the report's tests that lie in the folder and are run from there. */
function coverage(toolchain: Toolchain, project: Project, folder: string, report: TestReport | null): number {
  const files = testFiles(report);
  if (files.length === 0) return 1;
  const isRun = (file: string) =>
    pathBelow(folder, file) !== null && (toolchain.reaches?.(project, folder, file) ?? true);
  return files.filter(isRun).length / files.length;
}

/** Tests that lie below another folder with a manifest of the language belong to that one. */
function ownership(toolchain: Toolchain, place: PackageFolder, folders: readonly PackageFolder[]): number {
  if (place.languages.has(toolchain.language)) return 1;
  const inner = folders.some(
    ({ folder, languages }) => languages.has(toolchain.language) && pathBelow(place.folder, folder) !== null,
  );
  return inner ? 0.9 : 1;
}
