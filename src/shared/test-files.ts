import type { Project } from '../domain/project.ts';
import type { TestResult } from '../domain/test-report.ts';
import { isForeignPath, isTestPath } from './project-path.ts';
import { decodeSource } from './source-text.ts';

/**
 * The tests with their files: where a report does not tell, the one test file of the project that holds the test's name.
 * A name that several files hold tells nothing.
 */
export function withTestFiles(project: Project, tests: readonly TestResult[]): TestResult[] {
  if (tests.every((test) => test.file !== null)) return [...tests];
  const texts = [...project.entries.values()]
    .filter(({ kind, path }) => kind === 'file' && isTestPath(path) && !isForeignPath(path))
    .map((entry) => ({ path: entry.path, text: decodeSource(entry.bytes())?.text ?? '' }));
  return tests.map((test) => {
    const name = (test.namePath.at(-1) ?? test.name).trim();
    const holders = test.file === null && name !== '' ? texts.filter(({ text }) => text.includes(name)) : [];
    const [only] = holders;
    return only !== undefined && holders.length === 1 ? { ...test, file: only.path } : test;
  });
}
