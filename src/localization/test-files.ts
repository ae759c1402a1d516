import { filePaths, type Project } from '../domain/project.ts';
import type { TestResult } from '../domain/test-report.ts';
import { isForeignPath, isTestPath } from '../shared/project-path.ts';
import { decodeSource } from '../shared/source-text.ts';
import { withTestFiles } from '../shared/test-files.ts';

/** Definitions of functions in the languages whose tests are functions. */
const FUNCTION =
  /\b(?:func|fn|def|function|void|Task|TEST(?:_[FP])?\s*\(\s*\w+\s*,)\s*(?:\([^)\n]*\)\s*)?([A-Za-z_]\w*[?!]?)/g;

/**
 * The tests with their files, where reports tell only names: by a frame in a test file, by the file that holds the
 * test's title, by the file that defines a function of its name (of several the one whose path has most of the name).
 */
export function locatedTests(project: Project, tests: readonly TestResult[]): TestResult[] {
  const byFrame = tests.map((test) => (test.file === null ? { ...test, file: frameFile(test) } : test));
  if (byFrame.every((test) => test.file !== null)) return byFrame;
  // Some reports have thousands of assertions of a few names.
  const nameless = new Map(byFrame.filter((test) => test.file === null).map((test) => [keyOf(test), test]));
  const definers = definersIn(project);
  const titles = titlesIn(project);
  const files = new Map(
    withTestFiles(project, [...nameless.values()]).map((test) => [
      keyOf(test),
      test.file ?? definingFile(definers, test) ?? titleFile(titles, test),
    ]),
  );
  return byFrame.map((test) => (test.file === null ? { ...test, file: files.get(keyOf(test)) ?? null } : test));
}

function keyOf({ namePath, name }: TestResult): string {
  return JSON.stringify([namePath, name]);
}

function frameFile({ failure }: TestResult): string | null {
  const frames = failure?.frames.filter((frame) => frame.inProject && frame.file !== null) ?? [];
  return frames.find((frame) => frame.isTest || isTestPath(frame.file ?? ''))?.file ?? null;
}

const TITLE = /\(\s*(['"`])((?:(?!\1)[^\\\n]){3,200})\1\s*,/g;

/** Files by the texts that calls in them begin with: titles of tests and suites. null when several files have one. */
function titlesIn(project: Project): Map<string, string | null> {
  const titles = new Map<string, string | null>();
  for (const path of filePaths(project)) {
    if (!isTestPath(path) || isForeignPath(path)) continue;
    const entry = project.entries.get(path);
    const text = entry === undefined ? '' : (decodeSource(entry.bytes())?.text ?? '');
    for (const title of new Set([...text.matchAll(TITLE)].map((match) => match[2] ?? '')))
      titles.set(title, titles.has(title) ? null : path);
  }
  return titles;
}

/** TAP names assertions, so that the title is that of the test or suite around. */
function titleFile(titles: ReadonlyMap<string, string | null>, { namePath }: TestResult): string | null {
  return namePath.toReversed().flatMap((name) => titles.get(name) ?? [])[0] ?? null;
}

/** Files by the names of the functions that they define; Rust's tests are in the sources. */
function definersIn(project: Project): Map<string, string[]> {
  const definers = new Map<string, string[]>();
  for (const path of filePaths(project)) {
    if ((!isTestPath(path) && !path.endsWith('.rs')) || isForeignPath(path)) continue;
    const entry = project.entries.get(path);
    const text = entry === undefined ? '' : (decodeSource(entry.bytes())?.text ?? '');
    for (const name of new Set([...text.matchAll(FUNCTION)].map((match) => match[1] ?? '')))
      definers.set(name, [...(definers.get(name) ?? []), path]);
  }
  return definers;
}

function definingFile(definers: ReadonlyMap<string, readonly string[]>, test: TestResult): string | null {
  const words = [...test.namePath, test.name].flatMap((name) => name.match(/\w+[?!]?/g) ?? []);
  const candidates = words.toReversed().flatMap((word) => definers.get(word) ?? []);
  const rating = (path: string) => words.filter((word) => path.toLowerCase().includes(word.toLowerCase())).length;
  return candidates.reduce<string | null>(
    (best, path) => (best === null || rating(path) > rating(best) ? path : best),
    null,
  );
}
