import { parse as parseToml } from 'smol-toml';
import type { Project } from '../domain/project.ts';
import { isRecord } from '../shared/json.ts';
import { baseNameOf } from '../shared/project-path.ts';
import { ownFiles, pathIn, textOf } from './project-files.ts';

/** A Python test file and which runner it is written for. */
export interface PythonTestFile {
  /** Relative to the package's folder. */
  readonly path: string;
  readonly usesUnittest: boolean;
  readonly usesPytest: boolean;
}

/** How many test files are looked into. */
const FILES_TO_READ = 80;

/** Files with tests by the names that pytest and unittest look for, and what they use. */
export function pythonTestFiles(project: Project, folder: string): PythonTestFile[] {
  const paths = ownFiles(project, folder).filter(
    (path) => /(^|\/)(test\w*|\w+_test|tests)\.py$/.test(path) && baseNameOf(path) !== '__init__.py',
  );
  return paths.slice(0, FILES_TO_READ).map((path) => {
    const text = textOf(project, pathIn(folder, path)) ?? '';
    const usesUnittest = /^\s*(import|from)\s+unittest\b|\bTestCase\b/m.test(text);
    const usesPytest =
      /^\s*(import|from)\s+pytest\b/m.test(text) || (!usesUnittest && /^(async )?def test/m.test(text));
    return { path, usesUnittest, usesPytest };
  });
}

/** A TOML file as plain values; null when missing or broken. */
export function tomlOf(project: Project, path: string): Record<string, unknown> | null {
  const text = textOf(project, path);
  if (text === null) return null;
  try {
    return parseToml(text);
  } catch {
    return null;
  }
}

/** A table inside a table, by keys; an empty one when it is not there. */
export function tableIn(value: unknown, ...keys: readonly string[]): Record<string, unknown> {
  let table: unknown = value;
  for (const key of keys) table = isRecord(table) ? table[key] : undefined;
  return isRecord(table) ? table : {};
}

/** Whether an INI file has a section. */
export function hasSection(project: Project, path: string, section: string): boolean {
  return textOf(project, path)?.split(/\r?\n/).includes(`[${section}]`) ?? false;
}

/** Whether modules live below `src/` and are imported without it ("src layout"). */
export function hasSourceLayout(project: Project, folder: string): boolean {
  const files = ownFiles(project, folder);
  if (files.includes('src/__init__.py')) return false;
  return files.some((path) => /^src\/([\w-]+\/)*\w+\.py$/.test(path));
}
