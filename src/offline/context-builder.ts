import type { RepairTask } from '../domain/repair-task.ts';
import { liesBesideTests } from '../shared/project-path.ts';
import { type FailureClues, readClues } from './failure-clues.ts';
import { ProjectIndex } from './project-index.ts';
import type { ProjectSources } from './project-sources.ts';
import type { RepairContext } from './repair-context.ts';

/** Files beyond these are not looked at: a search that gets that far has lost its way. */
const MOST_SUSPECT_FILES = 40;
const MOST_OTHER_FILES = 160;

/** Gathers what the search knows before it starts. */
export function buildContext(task: RepairTask, sources: ProjectSources): RepairContext {
  const index = new ProjectIndex(sources);
  const clues = readClues(task.failing);
  const suspects = rankedSuspects(task, sources, clues);
  const helpers = suspects.filter((path) => liesBesideTests(path));
  const suspectFiles = suspects.filter((path) => !liesBesideTests(path)).slice(0, MOST_SUSPECT_FILES);
  const tests = task.failing.flatMap((test) => test.file ?? []);
  const known = new Set(suspectFiles);
  const reached = reachable(index, sources, [...suspectFiles, ...tests]);
  const rest = sources.paths.filter((path) => sources.isEditable(path));
  const otherFiles = [...new Set([...helpers, ...reached, ...rest])]
    .filter((path) => !known.has(path))
    .slice(0, MOST_OTHER_FILES);
  if (suspectFiles.length === 0) suspectFiles.push(...otherFiles.splice(0, 5));
  return { task, sources, index, clues, suspectFiles, otherFiles };
}

/** Suspects' files by their most suspicious line, then files of the failures' frames, then files that messages name. */
function rankedSuspects(task: RepairTask, sources: ProjectSources, clues: FailureClues): string[] {
  const scores = new Map<string, number>();
  const raise = (path: string, score: number) => scores.set(path, Math.max(scores.get(path) ?? 0, score));
  for (const { file, suspiciousness } of task.suspects) raise(file, suspiciousness);
  for (const { failure } of task.failing) {
    for (const frame of failure?.frames ?? []) if (frame.file !== null && frame.inProject) raise(frame.file, 0.5);
  }
  for (const path of namedFiles(sources, clues)) raise(path, 0.3);
  return [...scores]
    .filter(([path]) => sources.isEditable(path))
    .sort(([, left], [, right]) => right - left)
    .map(([path]) => path);
}

function namedFiles(sources: ProjectSources, clues: FailureClues): string[] {
  const text = clues.text.replaceAll('\\', '/');
  return sources.paths.filter((path) => {
    const at = text.indexOf(path);
    return at >= 0 && !/[\w.-]/.test(text[at - 1] ?? ' ');
  });
}

/** Editable files that the given ones import, directly or not, the closest first. */
function reachable(index: ProjectIndex, sources: ProjectSources, from: readonly string[]): string[] {
  const seen = new Set(from);
  const found: string[] = [];
  const pending = [...from];
  for (let path = pending.shift(); path !== undefined; path = pending.shift()) {
    if (found.length >= MOST_OTHER_FILES) break;
    for (const binding of sources.facts(path).imports) {
      const target = index.targetOf(path, binding);
      if (target === null || seen.has(target)) continue;
      seen.add(target);
      pending.push(target);
      if (sources.isEditable(target)) found.push(target);
    }
  }
  return found;
}
