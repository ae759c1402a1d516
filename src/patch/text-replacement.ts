import { diffLines } from './line-diff.ts';
import { endingNear, type SourceLine } from './source-lines.ts';

/** A replacement in the decoded text of a file: half-open range of UTF-16 code units, literal new text. */
export interface TextReplacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Lines of the file (half-open range) that are replaced by others. */
interface LineHunk {
  readonly from: number;
  readonly to: number;
  readonly inserted: readonly string[];
}

/**
 * What really changes when the aligned lines become `replacement`: lines that stand in the search and in the
 * replacement alike stay as they are in the file, whatever the search left out of them (line ends, trailing
 * blanks, indentation).
 */
export function replacementsFor(
  lines: readonly SourceLine[],
  alignment: readonly (number | null)[],
  search: readonly string[],
  replacement: readonly string[],
  reindent: (line: string) => string,
): TextReplacement[] {
  return hunks(alignment, search, replacement)
    .map((hunk) => toText(lines, { ...hunk, inserted: hunk.inserted.map(reindent) }))
    .filter(({ start, end, text }) => textOf(lines, start, end) !== text);
}

function hunks(
  alignment: readonly (number | null)[],
  search: readonly string[],
  replacement: readonly string[],
): LineHunk[] {
  const found: LineHunk[] = [];
  let cursor = alignment.find((line) => line !== null) ?? 0;
  let index = 0;
  let removed: number[] = [];
  let inserted: string[] = [];
  const close = () => {
    const from = removed[0] ?? cursor;
    const to = (removed.at(-1) ?? from - 1) + 1;
    if (removed.length > 0 || inserted.length > 0) found.push({ from, to, inserted });
    cursor = Math.max(cursor, to);
    removed = [];
    inserted = [];
  };
  for (const run of diffLines(search, replacement)) {
    if (run.kind === 'added') {
      inserted.push(...run.lines);
      continue;
    }
    if (run.kind === 'same') close();
    for (const at of alignment.slice(index, index + run.lines.length)) {
      if (at === null) continue;
      if (run.kind === 'removed') removed.push(at);
      else cursor = at + 1;
    }
    index += run.lines.length;
  }
  close();
  return found;
}

function toText(lines: readonly SourceLine[], { from, to, inserted }: LineHunk): TextReplacement {
  const start = lines[from]?.start ?? endOf(lines);
  const end = lines[to]?.start ?? endOf(lines);
  const endings = inserted.map((_, index) => {
    const replaced = from + index < to ? lines[from + index]?.ending : '';
    return replaced || endingNear(lines, Math.min(from + index, to));
  });
  const unterminated = to === lines.length && lines.at(-1)?.ending === '';
  if (!unterminated) return { start, end, text: inserted.map((line, index) => line + (endings[index] ?? '')).join('') };
  // The file goes on without a final line end: what comes after its last line brings one along in front.
  const body = inserted
    .map((line, index) => (index === inserted.length - 1 ? line : line + (endings[index] ?? '')))
    .join('');
  return { start, end, text: from === to && inserted.length > 0 ? endingNear(lines, from) + body : body };
}

function endOf(lines: readonly SourceLine[]): number {
  const last = lines.at(-1);
  return last === undefined ? 0 : last.start + last.text.length + last.ending.length;
}

function textOf(lines: readonly SourceLine[], start: number, end: number): string {
  return lines
    .filter((line) => line.start >= start && line.start < end)
    .map((line) => line.text + line.ending)
    .join('');
}
