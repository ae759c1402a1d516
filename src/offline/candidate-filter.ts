import { createHash } from 'node:crypto';
import type { CandidatePatch } from '../domain/candidate-patch.ts';
import type { Edit } from '../domain/edit.ts';
import type { JudgedPatch } from '../domain/repair-task.ts';
import { namedChildrenOf } from '../syntax/nodes.ts';
import type { SyntaxNode } from '../syntax/syntax-types.ts';
import type { Proposal } from './candidate-stream.ts';
import type { TextRange } from './grammar/node-view.ts';
import type { ProjectSources } from './project-sources.ts';
import { applyTextEdits, groupByPath, type TextEdit, toSpanEdits } from './text-edit.ts';

/** Lets through what is new, changes something, touches only editable files, and brings no new syntax error. */
export class CandidateFilter {
  readonly #sources: ProjectSources;
  readonly #seen = new Set<string>();
  readonly #errors = new Map<string, number>();
  readonly #statements = new Map<string, readonly TextRange[]>();

  constructor(sources: ProjectSources, history: readonly JudgedPatch[]) {
    this.#sources = sources;
    for (const { patch } of history) {
      const result = this.#resultOf(resolvedEdits(sources, patch.edits));
      if (result !== null) this.#seen.add(result);
    }
  }

  /** The proposal as a candidate patch; null when it is dropped. */
  admit(proposal: Proposal): CandidatePatch | null {
    const { edits, operator, rationale } = proposal;
    if (edits.length === 0 || edits.some((edit) => !this.#sources.isEditable(edit.path))) return null;
    const result = this.#resultOf(edits);
    if (result === null || this.#seen.has(result)) return null;
    this.#seen.add(result);
    for (const [path, own] of groupByPath(edits)) if (this.#isBroken(path, own)) return null;
    return { edits: toSpanEdits(edits), rationale, origin: { kind: 'offline', operator } };
  }

  /** A key that is equal for equal texts after the edits; null when they do not apply or change nothing. */
  #resultOf(edits: readonly TextEdit[] | null): string | null {
    if (edits === null) return null;
    const texts = new Map<string, string>();
    for (const [path, own] of groupByPath(edits)) {
      const before = this.#sources.text(path);
      const after = before === null ? null : applyTextEdits(before, own);
      if (after === null) return null;
      if (after !== before) texts.set(path, after);
    }
    if (texts.size === 0) return null;
    const hash = createHash('sha1');
    for (const path of [...texts.keys()].sort()) hash.update(`${path}\0${texts.get(path)}\0`);
    return hash.digest('hex');
  }

  /** Whether the edits bring syntax errors. Only the top-level statements that they touch are parsed again. */
  #isBroken(path: string, edits: readonly TextEdit[]): boolean {
    const text = this.#sources.text(path) ?? '';
    const range = this.#touched(path, edits);
    const shifted = edits.map((edit) => ({ ...edit, start: edit.start - range.start, end: edit.end - range.start }));
    const before = text.slice(range.start, range.end);
    const after = applyTextEdits(before, shifted);
    if (after === null) return true;
    return this.#errorsIn(path, after) > this.#errorsBefore(path, range, before);
  }

  /** From the first to the last top-level statement that an edit touches. */
  #touched(path: string, edits: readonly TextEdit[]): TextRange {
    const first = Math.min(...edits.map((edit) => edit.start));
    const last = Math.max(...edits.map((edit) => edit.end));
    const touched = this.#statementsOf(path).filter(({ start, end }) => start <= last && end >= first);
    return {
      start: Math.min(first, ...touched.map(({ start }) => start)),
      end: Math.max(last, ...touched.map(({ end }) => end)),
    };
  }

  #statementsOf(path: string): readonly TextRange[] {
    let ranges = this.#statements.get(path);
    if (ranges === undefined) {
      const root = this.#sources.tree(path)?.root;
      ranges =
        root === undefined ? [] : namedChildrenOf(root).map(({ startIndex: start, endIndex: end }) => ({ start, end }));
      this.#statements.set(path, ranges);
    }
    return ranges;
  }

  #errorsBefore(path: string, range: TextRange, text: string): number {
    const key = `${path}:${range.start}:${range.end}`;
    let errors = this.#errors.get(key);
    if (errors === undefined) {
      errors = this.#errorsIn(path, text);
      this.#errors.set(key, errors);
    }
    return errors;
  }

  #errorsIn(path: string, text: string): number {
    const parsed = this.#sources.parse(path, text);
    if (parsed === null) return Number.POSITIVE_INFINITY;
    const errors = countErrors(parsed.root);
    parsed.dispose();
    return errors;
  }
}

function countErrors(node: SyntaxNode): number {
  if (node.isError || node.isMissing) return 1;
  if (!node.hasError) return 0;
  return node.children.reduce((sum, child) => sum + (child === null ? 0 : countErrors(child)), 0);
}

/** Edits of an earlier patch, of whatever origin, as ranges in the present text; null when they do not fit it. */
function resolvedEdits(sources: ProjectSources, edits: readonly Edit[]): TextEdit[] | null {
  const resolved: TextEdit[] = [];
  for (const edit of edits) {
    if (edit.kind !== 'replace') return null;
    const { file: path, target, replacement } = edit;
    if (target.kind === 'span') resolved.push({ path, start: target.start, end: target.end, replacement });
    else {
      const start = sources.text(path)?.indexOf(target.text) ?? -1;
      if (start < 0) return null;
      resolved.push({ path, start, end: start + target.text.length, replacement });
    }
  }
  return resolved;
}
