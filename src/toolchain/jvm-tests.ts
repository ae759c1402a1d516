import type { Project } from '../domain/project.ts';
import type { TestResult } from '../domain/test-report.ts';
import { baseNameOf } from '../shared/project-path.ts';
import { ownFiles } from './project-files.ts';

const EXTENSION = /\.(java|kts?|groovy|scala)$/;

/** `kotlin` where its sources are, else `java`. */
export function jvmLanguage(project: Project, folder: string): string {
  const files = ownFiles(project, folder);
  const has = (extension: RegExp) => files.some((path) => extension.test(path));
  if (has(/\.java$/)) return 'java';
  return has(/\.kt$/) ? 'kotlin' : has(/\.scala$/) ? 'scala' : has(/\.groovy$/) ? 'groovy' : 'java';
}

/** What does not compile keeps every test from running: no test of its own tells whether it is repaired. */
export function hasCompileError(tests: readonly TestResult[]): boolean {
  return tests.some(({ failure }) => failure?.kind === 'compile');
}

/** The class that a test file holds. */
export function simpleClass(file: string): string {
  return baseNameOf(file).replace(EXTENSION, '');
}

/** The class with its package, by the place of its file below a source folder. */
export function qualifiedClass(file: string): string {
  const [, inside = file] = /(?:^|\/)src\/[\w-]+\/(?:java|kotlin|groovy|scala)\/(.*)$/.exec(file) ?? [];
  return inside.replace(EXTENSION, '').replaceAll('/', '.');
}

/**
 * Class and method of a test. The method is null where the report's name is no identifier (a display name, a sentence
 * in Kotlin or Spock), which build tools' filters cannot be given: then the whole class runs.
 */
export function testMethod(test: TestResult): { readonly className: string; readonly method: string | null } {
  const [first = '', ...rest] = test.namePath;
  const own = rest.at(-1) ?? '';
  // `adds(int, int)[1]`, `adds{int}[2]`: with its parameters runs every set of them.
  const method = /^([A-Za-z_$][\w$]*)\s*(?:[([{].*)?$/s.exec(own)?.[1] ?? null;
  const nested = rest.slice(0, -1).filter((part) => /^[\w$]+$/.test(part));
  const outer = test.file === null ? (first.split('.').at(-1) ?? first) : simpleClass(test.file);
  return { className: [outer, ...nested].join('$'), method };
}
