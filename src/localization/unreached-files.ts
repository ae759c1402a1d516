import type { Project } from '../domain/project.ts';
import type { TestResult } from '../domain/test-report.ts';
import { baseNameOf } from '../shared/project-path.ts';
import { decodeSource } from '../shared/source-text.ts';

/** Files that are looked at when the failing tests lead to none. */
const MOST_UNREACHED = 150;
const MOST_TEXT = 400_000;

/**
 * Sources to look at when the failing tests import none that could be followed (paths that are put together, plug-ins,
 * other languages): first those whose names, then those whose folders the tests and their messages mention; else in the
 * project's order.
 */
export function unreachedFiles(
  project: Project,
  suspects: ReadonlySet<string>,
  failing: readonly TestResult[],
): string[] {
  const words = wordsIn(textsOf(project, failing));
  const rated = [...suspects].map((path) => ({ path, rating: ratingOf(path, words) }));
  // The sort is stable: what rates alike stays in the project's order.
  rated.sort((left, right) => right.rating - left.rating);
  return rated.slice(0, MOST_UNREACHED).map(({ path }) => path);
}

function ratingOf(path: string, words: ReadonlyMap<string, number>): number {
  const stem = baseNameOf(path)
    .replace(/\.\w+$/, '')
    .toLowerCase();
  const named = words.get(stem) ?? 0;
  const folders = path.toLowerCase().split('/').slice(0, -1);
  const around = folders.filter((folder) => words.has(folder)).length / (folders.length + 1);
  return (named === 0 ? 0 : 1 + Math.min(named, 50) / 100) + around;
}

function textsOf(project: Project, failing: readonly TestResult[]): string {
  const files = [...new Set(failing.map((test) => test.file))];
  const texts = files.map((file) => {
    const entry = file === null ? undefined : project.entries.get(file);
    return entry?.kind === 'file' ? (decodeSource(entry.bytes())?.text ?? '') : '';
  });
  const told = failing.map((test) => `${test.namePath.join(' ')} ${test.name} ${test.failure?.message ?? ''}`);
  return [...told, ...texts].join('\n').slice(0, MOST_TEXT);
}

function wordsIn(text: string): Map<string, number> {
  const words = new Map<string, number>();
  for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{N}_$-]+/gu)) words.set(word, (words.get(word) ?? 0) + 1);
  return words;
}
