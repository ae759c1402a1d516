import type { Edit } from '../domain/edit.ts';
import type { Project } from '../domain/project.ts';
import type { JudgedPatch, RepairTask } from '../domain/repair-task.ts';
import type { SuspiciousLocation } from '../domain/suspicious-location.ts';
import type { TestReport } from '../domain/test-report.ts';
import { decodeSource } from '../shared/source-text.ts';

/** What a search that did not repair everything teaches whoever works after it. */
export interface SearchLessons {
  /** The task's suspects with the lines at which a change moved the failure. */
  readonly suspects: readonly SuspiciousLocation[];
  /** Candidates that repaired failing tests at the cost of others: nearly right. */
  readonly nearMisses: readonly JudgedPatch[];
}

const MOST_LINES = 5;
const MOST_NEAR_MISSES = 3;

/** Fewer candidates say nothing of a line. */
const LEAST_TRIED = 2;

/** A change near the start of a program moves every failure: this much at most is made of it. */
const MOST_SUSPICION = 0.7;

/**
 * The offline engine has tried changes at many lines. Where they leave the failure as it was, the fault is hardly; where
 * the failure changes its face, it may be (Papadakis and Le Traon, "Metallaxis-FL", 2015).
 */
export function lessonsOf(task: RepairTask, history: readonly JudgedPatch[]): SearchLessons {
  const own = history.filter(({ patch }) => patch.origin.kind === 'offline');
  const nearMisses = own
    .filter(({ verdict }) => verdict.kind === 'regression')
    .slice(-MOST_NEAR_MISSES)
    .map((judged) => ({ ...judged, patch: { ...judged.patch, edits: spelledOut(task.project, judged.patch.edits) } }));
  const moving = movingLines(task, own);
  const suspects = [...task.suspects, ...moving].sort((left, right) => right.suspiciousness - left.suspiciousness);
  return { suspects, nearMisses };
}

function movingLines(task: RepairTask, history: readonly JudgedPatch[]): SuspiciousLocation[] {
  const before = faces(task.baseline);
  const lines = new Map<string, { file: string; line: number; tried: number; moved: number }>();
  for (const { patch, verdict } of history) {
    const [edit] = patch.edits;
    if (edit?.kind !== 'replace' || edit.target.kind !== 'span' || patch.edits.length > 1) continue;
    const line = lineAt(task.project, edit.file, edit.target.start);
    if (line === null) continue;
    const key = `${edit.file}:${line}`;
    const known = lines.get(key) ?? { file: edit.file, line, tried: 0, moved: 0 };
    known.tried++;
    if (verdict.kind === 'regression' || (verdict.kind === 'no-effect' && isMoved(task, before, verdict.after))) {
      known.moved++;
    }
    lines.set(key, known);
  }
  return [...lines.values()]
    .filter(({ tried, moved }) => tried >= LEAST_TRIED && moved > 0)
    .sort((left, right) => right.moved / right.tried - left.moved / left.tried || right.moved - left.moved)
    .slice(0, MOST_LINES)
    .map(({ file, line, tried, moved }) => {
      const suspiciousness = (MOST_SUSPICION * moved) / tried;
      const detail = `${moved} of ${tried} changes that the offline engine tried here changed how the tests fail`;
      const evidence = [{ kind: 'coverage', detail, weight: suspiciousness } as const];
      return { file, startLine: line, endLine: line, symbol: null, suspiciousness, evidence };
    });
}

function faces(report: TestReport): Map<string, string> {
  return new Map(report.results.map(({ id, failure }) => [id, failure?.message ?? '']));
}

function isMoved({ failing }: RepairTask, before: ReadonlyMap<string, string>, after: TestReport | null): boolean {
  if (after === null) return false;
  const now = faces(after);
  return failing.some(({ id }) => now.has(id) && now.get(id) !== before.get(id));
}

function textOf(project: Project, file: string): string | null {
  const entry = project.entries.get(file);
  return entry === undefined ? null : (decodeSource(entry.bytes())?.text ?? null);
}

function lineAt(project: Project, file: string, index: number): number | null {
  const text = textOf(project, file);
  return text === null ? null : text.slice(0, index).split('\n').length;
}

/** Whole lines in place of ranges, for someone who reads the edits. */
function spelledOut(project: Project, edits: readonly Edit[]): Edit[] {
  return edits.map((edit) => {
    if (edit.kind !== 'replace' || edit.target.kind !== 'span') return edit;
    const text = textOf(project, edit.file);
    if (text === null) return edit;
    const start = text.lastIndexOf('\n', edit.target.start - 1) + 1;
    const lineEnd = text.indexOf('\n', edit.target.end);
    const end = lineEnd < 0 ? text.length : lineEnd;
    const replacement = text.slice(start, edit.target.start) + edit.replacement + text.slice(edit.target.end, end);
    return { ...edit, target: { kind: 'text', text: text.slice(start, end) }, replacement };
  });
}
