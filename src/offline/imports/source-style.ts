import { lineEndOf } from '../../shared/source-text.ts';

/** How a file writes what every file writes: so that inserted lines look like their neighbours. */
export interface SourceStyle {
  readonly quote: "'" | '"';
  readonly semicolons: boolean;
  readonly lineEnd: '\n' | '\r\n';
}

/** Style of a JavaScript or TypeScript file: from its imports first, then from all of it. */
export function styleOf(text: string): SourceStyle {
  const imports = text.match(/^.*(?:\bfrom\b|\brequire\(|^import\b).*$/gm) ?? [];
  const sample = imports.length > 0 ? imports.join('\n') : text;
  const count = (part: string, pattern: RegExp) => part.match(pattern)?.length ?? 0;
  const lines = text.split(/\r?\n/).filter((line) => /[\w)\]'"`;]\s*$/.test(line));
  const ended = lines.filter((line) => /;\s*$/.test(line)).length;
  return {
    quote: count(sample, /"/g) > count(sample, /'/g) ? '"' : "'",
    semicolons: ended * 4 >= lines.length,
    lineEnd: lineEndOf(text),
  };
}

/** Where the next line starts; the end of the text when there is none. */
export function nextLineStart(text: string, index: number): number {
  const lineFeed = text.indexOf('\n', index);
  return lineFeed < 0 ? text.length : lineFeed + 1;
}

/** Whether a position is the first of its line. */
export function startsLine(text: string, index: number): boolean {
  return index === 0 || text[index - 1] === '\n';
}
