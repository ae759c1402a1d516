/** Shorter values in a log are no reports. */
const SHORTEST = 100;
/** A bracket that is never closed costs a scan to the end: after a few the search is given up. */
const MOST_UNCLOSED = 3;
/** A document that begins a line. */
const START = /^[ \t]*(?=\{\s*"|\{\s*$|\[\s*\{\s*")/gm;

/** The JSON documents in a text that begin a line, in order, the last one perhaps cut off: a log may hold one of each package. */
export function jsonTexts(text: string): string[] {
  const found: string[] = [];
  let unclosed = 0;
  let rest: string | null = null;
  let after = 0;
  for (const match of text.matchAll(START)) {
    const start = match.index + match[0].length;
    if (start < after) continue;
    if (unclosed >= MOST_UNCLOSED) break;
    const end = endOfValue(text, start);
    if (end === null) {
      unclosed++;
      rest ??= text.slice(start);
    } else if (end - start >= SHORTEST) found.push(text.slice(start, end));
    after = end ?? start + 1;
  }
  return rest === null || found.length === 0 ? found : [...found, rest];
}

/** Where the value that begins at `start` ends; null when the text ends before it. */
function endOfValue(text: string, start: number): number | null {
  let depth = 0;
  let inString = false;
  for (let index = start; index < text.length; index++) {
    const char = text.charCodeAt(index);
    if (inString) {
      if (char === 0x5c) index++;
      else if (char === 0x22) inString = false;
    } else if (char === 0x22) inString = true;
    else if (char === 0x7b || char === 0x5b) depth++;
    else if (char === 0x7d || char === 0x5d) {
      depth--;
      if (depth === 0) return index + 1;
    }
  }
  return null;
}
