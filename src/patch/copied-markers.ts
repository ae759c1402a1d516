/** What a model may have copied along with the code: line numbers of the prompt, or the signs of a diff. */
export interface MarkedLines {
  readonly search: readonly string[];
  readonly replacement: readonly string[];
}

const LINE_NUMBER = /^\s*\d{1,6}\s?[|:│→\t] ?/;

/** The same lines without markers that every one of them carries; null when they carry none. */
export function withoutCopiedMarkers({ search, replacement }: MarkedLines): MarkedLines | null {
  return withoutLineNumbers(search, replacement) ?? withoutDiffSigns(search, replacement);
}

function withoutLineNumbers(search: readonly string[], replacement: readonly string[]): MarkedLines | null {
  if (search.length === 0 || !search.every((line) => LINE_NUMBER.test(line))) return null;
  const strip = (line: string) => line.replace(LINE_NUMBER, '');
  return { search: search.map(strip), replacement: replacement.map(strip) };
}

function withoutDiffSigns(search: readonly string[], replacement: readonly string[]): MarkedLines | null {
  const carries = (lines: readonly string[], sign: string) =>
    lines.every((line) => line === '' || line.startsWith(sign) || line.startsWith(' ')) &&
    lines.some((line) => line.startsWith(sign));
  if (!carries(search, '-') || !(replacement.length === 0 || carries(replacement, '+'))) return null;
  return { search: search.map((line) => line.slice(1)), replacement: replacement.map((line) => line.slice(1)) };
}
