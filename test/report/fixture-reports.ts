import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Project, ProjectEntry } from '../../src/domain/project.ts';
import type { ReportContext } from '../../src/domain/report-format.ts';
import type { TestFailure, TestReport, TestResult } from '../../src/domain/test-report.ts';
import { readReport } from '../../src/report/read-report.ts';

const FOLDER = 'fixtures/reports';

/** One of the small projects that the real reports are about. */
export function fixtureProject(name: string): Project {
  const known = PROJECTS_READ.get(name);
  if (known !== undefined) return known;
  const project = readProject(name);
  PROJECTS_READ.set(name, project);
  return project;
}

const PROJECTS_READ = new Map<string, Project>();

function readProject(name: string): Project {
  const root = join(FOLDER, 'projects', name);
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return projectOf(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(root.length + 1).replaceAll('\\', '/'), readFileSync(path, 'utf8')] as const;
    }),
  );
}

/** A project of paths and texts. */
export function projectOf(files: readonly (readonly [path: string, text: string])[]): Project {
  const entries = new Map<string, ProjectEntry>();
  for (const [path, text] of files) {
    const bytes = Buffer.from(text);
    entries.set(path, { path, kind: 'file', mode: 0o644, size: bytes.length, bytes: () => bytes });
  }
  return { name: 'shop', origin: { kind: 'folder', folder: '/shop' }, prefix: '', entries };
}

export function contextOf(project: Project | null, workspaceRoot: string | null = null): ReportContext {
  return { project, workspaceRoot };
}

export const NO_PROJECT: ReportContext = { project: null, workspaceRoot: null };

/** Names of all reports, as made by tooling/make-report-fixtures.mjs. */
export function fixtureReports(): string[] {
  const entries = readdirSync(FOLDER, { withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

export function fixtureBytes(report: string): Buffer {
  return readFileSync(join(FOLDER, report));
}

/** Makers whose project is not called as they are. */
const PROJECTS: Readonly<Record<string, string>> = {
  tape: 'tap-runners',
  ava: 'tap-runners',
  'jest-junit': 'jest',
  mochawesome: 'mocha',
  'jest-ctrf': 'jest',
  'go-test': 'go',
  gotestsum: 'go',
  'cargo-test': 'cargo',
  'test-unit': 'minitest',
  'test-more': 'prove',
  'node-tap': 'tap',
  catch2: 'catch',
  tsc: 'lint',
  eslint: 'lint',
};

/** Which of the projects a report is about, by its file name. */
export function projectNameOf(report: string): string {
  const [maker = ''] = report.split('.');
  if (report.startsWith('cargo-test.compile')) return 'cargo-broken';
  if (report.startsWith('ctest.') && report !== 'ctest.junit.xml') return 'gtest';
  return PROJECTS[maker] ?? maker;
}

/** Reads a real report with its project; the format is found by content. */
export function readFixture(report: string, bytes: Uint8Array = fixtureBytes(report)): TestReport {
  return readReport(bytes, null, contextOf(fixtureProject(projectNameOf(report))));
}

/** The first test whose full name ends with `name`. */
export function testNamed(report: TestReport, name: string): TestResult {
  const found = report.results.find((result) => result.namePath.join(' ').endsWith(name));
  if (found === undefined)
    throw new Error(`no test ${name} in ${report.results.map((result) => result.name).join(', ')}`);
  return found;
}

export function failureNamed(report: TestReport, name: string): TestFailure {
  const { failure } = testNamed(report, name);
  if (failure === null) throw new Error(`${name} did not fail`);
  return failure;
}

/** Frames inside the project as `file:line`. */
export function ownFrames(failure: TestFailure): string[] {
  return failure.frames.filter((frame) => frame.inProject).map((frame) => `${frame.file}:${frame.line}`);
}
