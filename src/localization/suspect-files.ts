import type { Project, ProjectEntry } from '../domain/project.ts';
import type { TestReport, TestResult } from '../domain/test-report.ts';
import { baseNameOf, isForeignPath, isTestPath } from '../shared/project-path.ts';
import { decodeSource } from '../shared/source-text.ts';
import { familyOf, languageOf, type SourceFamily } from '../syntax/languages.ts';

/** Files that steer tools or serve tests: a fault there is not ours to repair. */
const TOOL_FILES =
  /^(.*\.config\.[cm]?[jt]s|\..*rc\.[cm]?js|(jest|vitest|mocha|karma|playwright|cypress)[.-].*|gulpfile\..*|gruntfile\..*|setup\.py|conftest\.py|noxfile\.py|fabfile\.py|.*\.d\.[cm]?ts|.*\.min\.js|.*\.stories\.[jt]sx?|setup-?tests?\.[jt]sx?)$/i;

const SUPPORT_FOLDERS =
  /(^|\/)(__mocks__|__fixtures__|__snapshots__|fixtures?|mocks|testdata|testing|tests?[-_]?(utils?|helpers?|support|lib))\//i;

/** Extensions of sources that autofix cannot parse yet but may still name as suspects, whole. */
const UNPARSED_SOURCES = /\.(kt|kts|scala|groovy|fs|vb|swift|m|mm|vue|svelte|pl|pm|ex|exs|erl|hs|clj|lua|dart|sh)$/i;

/** Whether a fault may be looked for in the file: a source of the project itself, no test, no configuration. */
function isSuspectPath(path: string): boolean {
  if (languageOf(path) === null && !UNPARSED_SOURCES.test(path)) return false;
  return !isForeignPath(path) && !isTestPath(path) && !TOOL_FILES.test(baseNameOf(path)) && !SUPPORT_FOLDERS.test(path);
}

const TEST_CONTENT =
  /(?<![.\w$])(it|test|describe|suite|specify)(\.\w+)*\s*\(\s*["'`[]|\bdef test|\bTestCase\b|\bfunc Test|@Test\b|\[(Fact|Test|Theory|TestMethod)\b|\bdescribe ['"A-Z]|\bTEST(_[A-Z]+)?\s*\(/;

/**
 * The suspectable files of a project. A file that the report names as the place of tests is left out when it looks like
 * one, whatever its name; a compiler's or linter's finding names a source.
 */
export function suspectFiles(project: Project, failing: readonly TestResult[], baseline: TestReport): Set<string> {
  const tests = new Set([...failing, ...baseline.results].map((result) => result.file));
  const holdsTests = (entry: ProjectEntry) =>
    tests.has(entry.path) && TEST_CONTENT.test(decodeSource(entry.bytes())?.text ?? '');
  const files = new Set<string>();
  for (const entry of project.entries.values())
    if (entry.kind === 'file' && isSuspectPath(entry.path) && !holdsTests(entry)) files.add(entry.path);
  return files;
}

/** Families of the languages of files. */
export function familiesIn(files: Iterable<string>): Set<SourceFamily | null> {
  return new Set([...files].map(familyOf));
}
