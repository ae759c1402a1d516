import { isRecord, parseJson } from '../../shared/json.ts';

/** Prose may hold braces too; an answer that has not begun after this many is none. */
const MOST_STARTS = 20;

/**
 * The first whole JSON object in a text that may have fences or prose around it; null when there is none. Never
 * repairs: a text that was cut off must not pass for an answer.
 */
export function wholeJsonObject(text: string): string | null {
  let start = text.indexOf('{');
  for (let tries = 0; start >= 0 && tries < MOST_STARTS; tries++) {
    const end = endOfObject(text, start);
    if (end === null) return null;
    const candidate = text.slice(start, end);
    if (isRecord(parseJson(candidate))) return candidate;
    start = text.indexOf('{', start + 1);
  }
  return null;
}

/** Whether a text begins an object and ends before that does. */
export function isCutOff(text: string): boolean {
  const start = text.indexOf('{');
  return start >= 0 && endOfObject(text, start) === null;
}

/** Index after the brace that closes the one at `start`, strings left aside; null when it is never closed. */
function endOfObject(text: string, start: number): number | null {
  let depth = 0;
  let inString = false;
  for (let index = start; index < text.length; index++) {
    const char = text[index];
    if (inString) {
      if (char === '\\') index++;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '{') depth++;
    else if (char === '}' && --depth === 0) return index + 1;
  }
  return null;
}
