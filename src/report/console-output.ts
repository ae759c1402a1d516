/** Lines that separate what a test printed from its failure, in pytest (`--- Captured stdout call ---`) and unittest (`Stdout:`). */
const CAPTURED = /^(?:-{5,} Captured .{1,80} -{5,}|Stdout:|Stderr:)\s*$/;

/** A failure block of a console report, with captured output cut off its end. */
export interface CapturedBlock {
  readonly trace: string;
  readonly output: string;
}

export function splitCaptured(lines: readonly string[]): CapturedBlock {
  const at = lines.findIndex((line) => CAPTURED.test(line));
  if (at < 0) return { trace: lines.join('\n').trim(), output: '' };
  const output = lines.slice(at).filter((line) => !CAPTURED.test(line));
  return { trace: lines.slice(0, at).join('\n').trim(), output: output.join('\n').trim() };
}

/** Splits lines at those that match: each part has its heading line's match and the lines below it. */
export function sectionsOf(
  lines: readonly string[],
  heading: RegExp,
): { readonly heading: RegExpExecArray; readonly lines: readonly string[] }[] {
  const sections: { heading: RegExpExecArray; lines: string[] }[] = [];
  for (const line of lines) {
    const match = line.length > 1000 ? null : heading.exec(line);
    if (match !== null) sections.push({ heading: match, lines: [] });
    else sections.at(-1)?.lines.push(line);
  }
  return sections;
}
