import { createHash } from 'node:crypto';
import type { CandidatePatch } from '../domain/candidate-patch.ts';
import type { Edit } from '../domain/edit.ts';
import type { JudgedPatch } from '../domain/repair-task.ts';
import type { SyntaxNode } from '../syntax/syntax-types.ts';
import type { Proposal } from './candidate-stream.ts';
import type { ProjectSources } from './project-sources.ts';
import { applyTextEdits, groupByPath, type TextEdit, toSpanEdits } from './text-edit.ts';

/** Lets through what is new, changes something, touches only editable files, and brings no new syntax error. */
export class CandidateFilter {
  readonly #sources: ProjectSources;
  readonly #seen = new Set<string>();
  readonly #errors = new Map<string, number>();

  constructor(sources: ProjectSources, history: readonly JudgedPatch[]) {
    this.#sources = sources;
    for (const { patch } of history) {
      const result = this.#resultOf(resolvedEdits(sources, patch.edits));
      if (result !== null) this.#seen.add(result.key);
    }
  }

  /** The proposal as a candidate patch; null when it is dropped. */
  admit(proposal: Proposal): CandidatePatch | null {
    const { edits, operator, rationale } = proposal;
    if (edits.length === 0 || edits.some((edit) => !this.#sources.isEditable(edit.path))) return null;
    const result = this.#resultOf(edits);
    if (result === null || this.#seen.has(result.key)) return null;
    this.#seen.add(result.key);
    for (const [path, text] of result.texts) if (this.#isBroken(path, text)) return null;
    return { edits: toSpanEdits(edits), rationale, origin: { kind: 'offline', operator } };
  }

  /** Texts after the edits, and a key that is equal for equal texts; null when they do not apply or change nothing. */
  #resultOf(edits: readonly TextEdit[] | null): { key: string; texts: ReadonlyMap<string, string> } | null {
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
    return { key: hash.digest('hex'), texts };
  }

  #isBroken(path: string, text: string): boolean {
    const parsed = this.#sources.parse(path, text);
    if (parsed === null) return true;
    const errors = countErrors(parsed.root);
    parsed.dispose();
    return errors > this.#errorsBefore(path);
  }

  #errorsBefore(path: string): number {
    let errors = this.#errors.get(path);
    if (errors === undefined) {
      const parsed = this.#sources.tree(path);
      errors = parsed === null ? 0 : countErrors(parsed.root);
      this.#errors.set(path, errors);
    }
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
