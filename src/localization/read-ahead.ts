import { setImmediate as nextTurn } from 'node:timers/promises';
import { filePaths, type Project } from '../domain/project.ts';
import { meanwhile } from '../shared/meanwhile.ts';
import { isForeignPath } from '../shared/project-path.ts';
import { familyOf, type SourceFamily } from '../syntax/languages.ts';
import { createSourceIndex } from './source-index.ts';

/** A grammar takes time and memory to load: it is not loaded ahead for a language of fewer files, as a share of all. */
const LEAST_SHARE = 0.2;

/**
 * Reads the sources of a project while `work` waits for something else, so that localizing finds them read. What goes wrong
 * in that shows again when they are needed.
 */
export function readingAhead<Result>(project: Project, work: Promise<Result>): Promise<Result> {
  return meanwhile(work, (isOver) => readAhead(project, isOver).catch(() => undefined));
}

/** File by file, with time for everybody else in between, until `isOver` or until as much is read as one ranking may read. */
async function readAhead(project: Project, isOver: () => boolean): Promise<void> {
  if (isOver()) return;
  const paths = filePaths(project).filter((path) => familyOf(path) !== null && !isForeignPath(path));
  const families = mainFamilies(paths);
  const index = await createSourceIndex(project, families);
  for (const path of paths) {
    if (!families.has(familyOf(path))) continue;
    await nextTurn();
    if (isOver()) return;
    index.source(path);
  }
}

function mainFamilies(paths: readonly string[]): Set<SourceFamily | null> {
  const counts = new Map<SourceFamily | null, number>();
  for (const path of paths) counts.set(familyOf(path), (counts.get(familyOf(path)) ?? 0) + 1);
  return new Set([...counts].filter(([, count]) => count >= paths.length * LEAST_SHARE).map(([family]) => family));
}
