/** One line of a file. */
export interface SourceLine {
  /** Without the line end. */
  readonly text: string;
  /** `\n`, `\r\n`, `\r`, or '' for a last line without one. */
  readonly ending: string;
  /** Index of its first UTF-16 code unit in the file's text. */
  readonly start: number;
}

/** Lines of a file, each with its own line end; an end at the very end of the text begins no further line. */
export function sourceLines(text: string): SourceLine[] {
  const lines: SourceLine[] = [];
  let start = 0;
  while (start < text.length) {
    let end = start;
    while (end < text.length && text[end] !== '\n' && text[end] !== '\r') end++;
    const ending = text.startsWith('\r\n', end) ? '\r\n' : text.slice(end, end + 1);
    lines.push({ text: text.slice(start, end), ending, start });
    start = end + ending.length;
  }
  return lines;
}

/** The same without the line ends. */
export function lineTexts(text: string): string[] {
  return sourceLines(text).map((line) => line.text);
}

/** Line end for a line that comes in before line `index` (or replaces it): that of the nearest line. */
export function endingNear(lines: readonly SourceLine[], index: number): string {
  for (let distance = 0; distance <= lines.length; distance++) {
    const ending = lines[index - 1 - distance]?.ending || lines[index + distance]?.ending;
    if (ending) return ending;
  }
  return '\n';
}

/** 0-based number of the line that holds a position. */
export function lineIndexAt(lines: readonly SourceLine[], position: number): number {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lines[middle]?.start ?? 0) <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Lines with their 1-based numbers, for a message: at most `most`, and not too wide. */
export function numberedLines(lines: readonly SourceLine[], first: number, count: number, most = 12): string {
  const shown = lines.slice(first, first + Math.min(count, most));
  const texts = shown.map((line, index) => `${first + index + 1}| ${line.text.slice(0, 200)}`);
  return count > most ? [...texts, '...'].join('\n') : texts.join('\n');
}
