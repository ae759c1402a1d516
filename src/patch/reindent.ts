import { indentOf, type PlaceMatch } from './match-lines.ts';
import type { SourceLine } from './source-lines.ts';

/**
 * Turns the indentation of new lines, written as the model saw the code, into that of the file: learned from
 * the lines that stand in both.
 */
export function reindenter(
  lines: readonly SourceLine[],
  search: readonly string[],
  match: PlaceMatch,
): (line: string) => string {
  if (match.rung === 'exact' || match.rung === 'trailing-whitespace') return (line) => line;
  const learned = new Map<string, string>();
  for (const [index, at] of match.alignment.entries()) {
    const wanted = search[index] ?? '';
    if (at === null || wanted.trim() === '') continue;
    const indent = indentOf(wanted);
    if (!learned.has(indent)) learned.set(indent, indentOf(lines[at]?.text ?? ''));
  }
  return (line) => (line.trim() === '' ? line : newIndent(indentOf(line), learned) + line.trimStart());
}

function newIndent(indent: string, learned: ReadonlyMap<string, string>): string {
  const known = learned.get(indent);
  if (known !== undefined) return known;
  const shorter = [...learned.keys()]
    .filter((key) => indent.startsWith(key))
    .sort(byLength)
    .at(-1);
  if (shorter !== undefined) return (learned.get(shorter) ?? '') + inUnitsOf(indent.slice(shorter.length), learned);
  const longer = [...learned.keys()].filter((key) => key.startsWith(indent)).sort(byLength)[0];
  if (longer === undefined) return indent;
  const surplus = inUnitsOf(longer.slice(indent.length), learned);
  const full = learned.get(longer) ?? '';
  return full.endsWith(surplus) ? full.slice(0, full.length - surplus.length) : full;
}

/** Deeper indentation in the file's own characters: a step of the model's spaces may be the file's tab. */
function inUnitsOf(extra: string, learned: ReadonlyMap<string, string>): string {
  const pairs = [...learned].sort(([left], [right]) => byLength(left, right));
  for (const [index, [outer, outerFound]] of pairs.entries()) {
    const [inner, innerFound] = pairs[index + 1] ?? [];
    if (inner === undefined || innerFound === undefined) break;
    if (!inner.startsWith(outer) || !innerFound.startsWith(outerFound)) continue;
    const step = inner.slice(outer.length);
    if (step === '' || extra.length % step.length !== 0 || !sameCharacters(extra, step)) continue;
    return innerFound.slice(outerFound.length).repeat(extra.length / step.length);
  }
  return extra;
}

function sameCharacters(left: string, right: string): boolean {
  return new Set(left + right).size === 1;
}

function byLength(left: string, right: string): number {
  return left.length - right.length;
}
