import type { TextEdit } from '../text-edit.ts';

/**
 * The edits of several repairs as those of one: equal edits once, new imports of one module as one statement, other
 * insertions at one place as one insertion. null when two of them contradict each other.
 */
export function mergedEdits(groups: readonly (readonly TextEdit[])[]): TextEdit[] | null {
  const merged: TextEdit[] = [];
  for (const edit of groups.flat()) {
    if (merged.some((other) => isEqual(other, edit))) continue;
    if (merged.some((other) => other.path === edit.path && other.start < edit.end && edit.start < other.end))
      return null;
    const index = merged.findIndex((other) => joined(other, edit) !== null);
    const partner = merged[index];
    const both = partner === undefined ? null : joined(partner, edit);
    if (both === null) merged.push(edit);
    else merged[index] = both;
  }
  return merged;
}

function isEqual(left: TextEdit, right: TextEdit): boolean {
  return (
    left.path === right.path &&
    left.start === right.start &&
    left.end === right.end &&
    left.replacement === right.replacement
  );
}

/** What differs between two import lines of one module is one list of names. */
const LISTS = [
  /^(\s*import (?:type )?\{ )([^}]*)( \} from [^\n]*\s*)$/,
  /^(\s*(?:const|let|var) \{ )([^}]*)( \} = require[^\n]*\s*)$/,
  /^(\s*from \S+ import )([^\n(]*?)(\s*)$/,
];

function joined(left: TextEdit, right: TextEdit): TextEdit | null {
  return joinedImports(left, right) ?? joinedInsertions(left, right);
}

/** Patches have no order of edits at one place. Of two groups of lines, the blank ones stand around both. */
function joinedInsertions(left: TextEdit, right: TextEdit): TextEdit | null {
  if (left.path !== right.path || left.start !== right.start || left.end !== left.start || right.end !== right.start)
    return null;
  const leading = /^(?:\r?\n)*/.exec(left.replacement)?.[0] ?? '';
  const first = left.replacement.replace(/(\r?\n)(?:\r?\n)+$/, '$1');
  const second = right.replacement.startsWith(leading) ? right.replacement.slice(leading.length) : right.replacement;
  return { ...left, replacement: `${first}${second}` };
}

function joinedImports(left: TextEdit, right: TextEdit): TextEdit | null {
  if (left.path !== right.path || left.start !== right.start || left.end !== right.end) return null;
  for (const pattern of LISTS) {
    const one = pattern.exec(left.replacement);
    const other = pattern.exec(right.replacement);
    if (one === null || other === null || one[1] !== other[1] || one[3] !== other[3]) continue;
    return { ...left, replacement: `${one[1]}${one[2]}, ${other[2]}${one[3]}` };
  }
  return null;
}
