import type { Project } from '../domain/project.ts';
import type { TestResult } from '../domain/test-report.ts';
import type { TestSelection } from '../domain/toolchain.ts';
import { isTestSetUp } from '../shared/project-path.ts';
import { hasFile, pathBelow } from './project-files.ts';
import { parseShellLine } from './shell-line.ts';

/**
 * Files that a selection comes down to, relative to the package's folder, in order and without doubles. null when
 * all tests must run: a selected test has no file of the project (built files have none) or stands for a file without
 * tests of its own, or the line changes its folder, so that paths mean something else further on.
 */
export function selectedFiles(
  project: Project,
  folder: string,
  line: string,
  selection: TestSelection,
): readonly string[] | null {
  if (selection.kind === 'all') return null;
  const wanted = selection.kind === 'files' ? selection.files : selection.tests.map((test) => test.file);
  if (wanted.length === 0 || changesFolder(line)) return null;
  const files = new Set<string>();
  for (const file of wanted) {
    const below = file === null || isTestSetUp(file) || !hasFile(project, file) ? null : pathBelow(folder, file);
    if (below === null) return null;
    files.add(below);
  }
  return [...files];
}

function changesFolder(line: string): boolean {
  return parseShellLine(line).some(({ words }) => /^(cd|pushd)$/.test(words[0]?.value ?? ''));
}

/** How runners name the failure of a hook, which no name of a test leads to. */
const HOOK_NAME = /"(before|after) (all|each)" hook|^(before|after)(All|Each)?$|^(set_?up|tear_?down)(Class|Module)?$/i;

/**
 * The tests that a selection names one by one; null when it does not, or when one of them is no test that could be
 * named: a file that does not load or compile, a hook.
 */
export function selectedNames(selection: TestSelection): readonly TestResult[] | null {
  if (selection.kind !== 'names' || selection.tests.length === 0) return null;
  const canBeNamed = ({ namePath, failure, file }: TestResult) =>
    failure?.kind !== 'load' &&
    failure?.kind !== 'compile' &&
    failure?.kind !== 'lint' &&
    namePath.length > 0 &&
    namePath.every((part) => part.trim() !== '' && part !== file) &&
    !HOOK_NAME.test(namePath.at(-1) ?? '');
  return selection.tests.every(canBeNamed) ? selection.tests : null;
}

/** A selection as one package sees it. */
export interface ChosenTests {
  /** Relative to the package's folder; null when some file is not known. */
  readonly files: readonly string[] | null;
  /** The tests when they shall run by their names alone; else null. */
  readonly tests: readonly TestResult[] | null;
  /** The tests that the selection was made of; none when it was made of files. */
  readonly listed: readonly TestResult[];
}

/** null when all tests must run. */
export function chosenTests(
  project: Project,
  folder: string,
  line: string,
  selection: TestSelection,
): ChosenTests | null {
  if (selection.kind === 'all' || changesFolder(line)) return null;
  const listed = selection.kind === 'files' ? [] : selection.tests;
  return { files: selectedFiles(project, folder, line, selection), tests: selectedNames(selection), listed };
}
