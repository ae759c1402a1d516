import type { StructuredPatchHunk } from 'diff';

/** Which lines of both sides are not to be shown; 1-based, with what stands in their place. */
export interface ConcealedLines {
  readonly old: ReadonlyMap<number, string>;
  readonly new: ReadonlyMap<number, string>;
}

/** The lines that a mask changes. It keeps their number. */
export function linesChangedBy(mask: (text: string) => string, text: string): Map<number, string> {
  const masked = mask(text);
  const found = new Map<number, string>();
  if (masked === text) return found;
  const lines = text.split('\n');
  for (const [index, line] of masked.split('\n').entries()) if (line !== lines[index]) found.set(index + 1, line);
  return found;
}

interface NumberedLine {
  readonly text: string;
  readonly old: number;
  readonly new: number;
}

/**
 * Hunks without what is to be concealed. Of the lines around a change those up to a secret are left out, so that the patch
 * still applies; a changed line with a secret stands there masked, and then it does not.
 */
export function concealedHunks(hunk: StructuredPatchHunk, concealed: ConcealedLines): StructuredPatchHunk[] {
  const parts: NumberedLine[][] = [[]];
  let [old, now] = [hunk.oldStart, hunk.newStart];
  let isCut = false;
  for (const text of hunk.lines) {
    const sign = text[0] ?? ' ';
    // "\ No newline at end of file" belongs to the line before it.
    if (sign === '\\') {
      if (!isCut) parts.at(-1)?.push({ text, old, new: now });
      continue;
    }
    const instead = sign === '+' ? concealed.new.get(now) : concealed.old.get(old);
    isCut = sign === ' ' && instead !== undefined;
    if (isCut) parts.push([]);
    else parts.at(-1)?.push({ text: instead === undefined ? text : sign + instead, old, new: now });
    if (sign !== '+') old++;
    if (sign !== '-') now++;
  }
  return parts.filter((lines) => lines.some(({ text }) => /^[+-]/.test(text))).map(hunkOf);
}

function hunkOf(lines: readonly NumberedLine[]): StructuredPatchHunk {
  const count = (other: string) => lines.filter(({ text }) => text[0] !== other && text[0] !== '\\').length;
  const [first] = lines;
  return {
    oldStart: first?.old ?? 1,
    newStart: first?.new ?? 1,
    oldLines: count('+'),
    newLines: count('-'),
    lines: lines.map(({ text }) => text),
  };
}
