import type { Edit } from '../domain/edit.ts';
import type { SyntaxNode } from '../syntax/syntax-types.ts';

/** Replacement of the half-open range of UTF-16 code units in the decoded text of one project file. */
export interface TextEdit {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

export function insertion(path: string, at: number, replacement: string): TextEdit {
  return { path, start: at, end: at, replacement };
}

/** Another text in the place of a node. */
export function nodeEdit(path: string, { startIndex, endIndex }: SyntaxNode, replacement: string): TextEdit {
  return { path, start: startIndex, end: endIndex, replacement };
}

/** Applies the edits of one file; null when two of them overlap or one lies outside of the text. */
export function applyTextEdits(text: string, edits: readonly TextEdit[]): string | null {
  const ordered = [...edits].sort((left, right) => left.start - right.start || left.end - right.end);
  let result = '';
  let position = 0;
  for (const edit of ordered) {
    if (edit.start < position || edit.end < edit.start || edit.end > text.length) return null;
    result += text.slice(position, edit.start) + edit.replacement;
    position = edit.end;
  }
  return result + text.slice(position);
}

/** The edits in the form that a candidate patch carries. */
export function toSpanEdits(edits: readonly TextEdit[]): Edit[] {
  return edits.map(({ path, start, end, replacement }) => ({
    kind: 'replace',
    file: path,
    target: { kind: 'span', start, end },
    replacement,
  }));
}

export function groupByPath(edits: readonly TextEdit[]): Map<string, TextEdit[]> {
  const groups = new Map<string, TextEdit[]>();
  for (const edit of edits) {
    const group = groups.get(edit.path);
    if (group === undefined) groups.set(edit.path, [edit]);
    else group.push(edit);
  }
  return groups;
}
