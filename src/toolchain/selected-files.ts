import type { Project } from '../domain/project.ts';
import type { TestSelection } from '../domain/toolchain.ts';
import { hasFile, pathBelow } from './project-files.ts';
import { parseShellLine } from './shell-line.ts';

/**
 * Files that a selection comes down to, relative to the package's folder, in order and without doubles. null when
 * all tests must run: a selected test has no file of the project (built files have none), or the line changes its
 * folder, so that paths mean something else further on.
 */
export function selectedFiles(
  project: Project,
  folder: string,
  line: string,
  selection: TestSelection,
): readonly string[] | null {
  if (selection.kind === 'all' || selection.tests.length === 0) return null;
  if (parseShellLine(line).some(({ words }) => /^(cd|pushd)$/.test(words[0]?.value ?? ''))) return null;
  const files = new Set<string>();
  for (const { file } of selection.tests) {
    const below = file === null || !hasFile(project, file) ? null : pathBelow(folder, file);
    if (below === null) return null;
    files.add(below);
  }
  return [...files];
}
