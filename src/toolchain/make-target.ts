import type { Project } from '../domain/project.ts';
import { hasFile, pathIn, textOf } from './project-files.ts';

/** `test` before `check`, wherever they stand; other names are somebody's own. */
const TARGETS = ['test', 'tests', 'check', 'unittest'];

/** The Makefile of a folder and its target that runs the tests; null when there is none. */
export function makeTarget(
  project: Project,
  folder: string,
): { readonly file: string; readonly target: string } | null {
  const name = ['GNUmakefile', 'makefile', 'Makefile'].find((each) => hasFile(project, pathIn(folder, each)));
  if (name === undefined) return null;
  const file = pathIn(folder, name);
  const text = textOf(project, file) ?? '';
  const target = TARGETS.find((each) => new RegExp(`^([\\w.-]+ +)*${each}( +[\\w.-]+)*\\s*::?(?!=)`, 'm').test(text));
  return target === undefined ? null : { file, target };
}
