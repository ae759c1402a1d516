import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import type { Project } from '../domain/project.ts';
import type { TestReport } from '../domain/test-report.ts';
import type { Toolchain, ToolchainOverrides, ToolchainPlan } from '../domain/toolchain.ts';
import { folderOf, isForeignPath } from '../shared/project-path.ts';
import { customPlan, scriptPlan } from './custom-plan.ts';
import { pathBelow } from './project-files.ts';
import { TOOLCHAINS } from './toolchains.ts';

/** Files that make a folder a package that may have tests of its own. */
const MANIFEST =
  /(^|\/)(package\.json|pyproject\.toml|setup\.(py|cfg)|requirements[\w-]*\.txt|tox\.ini|pytest\.ini|Pipfile|Makefile)$/;

/** How many folders are looked at when no report says where the tests are. */
const MAX_FOLDERS = 40;

/** Endings of test files by language. */
const LANGUAGE_FILES: Readonly<Record<string, RegExp>> = {
  javascript: /\.([cm]?[jt]sx?|vue|svelte)$/,
  python: /\.pyi?$/,
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
  const command = overrides.testCommand;
  if (command !== null) {
    const runner = toolchains.find((toolchain) => toolchain.recognizes(command, project, ''));
    return runner === undefined ? customPlan(project, command, overrides) : runner.plan(project, '', overrides);
  }
  const folders = packageFolders(project, report);
  const candidates = folders.flatMap((folder) =>
    toolchains.map((toolchain) => ({ toolchain, folder, score: scoreOf(toolchain, project, folder, report) })),
  );
  const best = candidates.reduce<Candidate | null>(
    (winner, candidate) => (candidate.score > (winner?.score ?? 0) ? candidate : winner),
    null,
  );
  if (best !== null) return withReportEvidence(best.toolchain.plan(project, best.folder, overrides), best, report);
  for (const folder of folders) {
    const plan = scriptPlan(project, folder, overrides);
    if (plan !== null) return plan;
  }
  throw new AutofixError('autofix does not recognise how the tests of this project are run.', {
    code: 'toolchain-unknown',
    exitCode: EXIT.testsCannotRun,
    hint: 'Say how with --test-command, for example --test-command "npm test".',
  });
}

/** The top and every package, the outer ones first: with a report only those that hold tests of it. */
function packageFolders(project: Project, report: TestReport | null): string[] {
  const folders = new Set(['']);
  for (const path of project.entries.keys()) {
    if (MANIFEST.test(path) && !isForeignPath(path)) folders.add(folderOf(path));
  }
  const tests = testFiles(report);
  const depth = (folder: string) => (folder === '' ? 0 : folder.split('/').length);
  const sorted = [...folders].sort((left, right) => depth(left) - depth(right));
  const holding = sorted.filter((folder) => tests.some((file) => pathBelow(folder, file) !== null));
  return holding.length > 0 ? holding : sorted.slice(0, MAX_FOLDERS);
}

function testFiles(report: TestReport | null): string[] {
  return (report?.results ?? []).map((result) => result.file).filter((file): file is string => file !== null);
}

function scoreOf(toolchain: Toolchain, project: Project, folder: string, report: TestReport | null): number {
  const base = toolchain.detect(project, folder);
  if (base === 0) return 0;
  // Of two folders that speak as clearly the outer one wins: it knows about the inner one, not the other way round.
  const nested = folder === '' ? 0 : 0.02 * folder.split('/').length;
  return (base + runnerBonus(toolchain, report)) * languageFit(toolchain, report) * coverage(folder, report) - nested;
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

/** The part of the report's tests that lie in the folder. */
function coverage(folder: string, report: TestReport | null): number {
  const files = testFiles(report);
  if (files.length === 0) return 1;
  return files.filter((file) => pathBelow(folder, file) !== null).length / files.length;
}

function withReportEvidence(plan: ToolchainPlan, best: Candidate, report: TestReport | null): ToolchainPlan {
  if (runnerBonus(best.toolchain, report) === 0) return plan;
  return { ...plan, evidence: [...plan.evidence, `the report was made by ${best.toolchain.name}`] };
}
