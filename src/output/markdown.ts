import { safeForTerminal } from '../shared/terminal-text.ts';

/**
 * Untrusted text as an inline code span: nothing in it can become markup, a link or a mention. One line; not for cells of
 * tables. Source: GitHub Flavored Markdown, section 6.3 (code spans).
 */
export function codeSpan(text: string): string {
  const line = oneLine(text);
  if (line === '') return '';
  const ticks = '`'.repeat(longestRun(line, '`') + 1);
  const padding = /^[` ]|[` ]$/.test(line) ? ' ' : '';
  return `${ticks}${padding}${line}${padding}${ticks}`;
}

/**
 * The same for a cell of a table, where a bar ends the cell inside of a code span too, and a backslash before a bar cannot be
 * written (GitHub Flavored Markdown, section 4.10): such a text is written character by character.
 */
export function codeCell(text: string): string {
  const line = oneLine(text);
  if (!line.includes('|')) return codeSpan(text);
  return `<code>${line.replace(/[^A-Za-z0-9 ]/gu, (char) => `&#${char.codePointAt(0)};`)}</code>`;
}

/** Untrusted text as running text of one line: every character with a meaning in Markdown or HTML is escaped. */
export function plainText(text: string): string {
  return oneLine(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[\\`*_{}[\]()#+!|~>-]/g, '\\$&')
    .replaceAll('@', '&#64;')
    .replaceAll('://', '&#58;//')
    .replace(/\bwww\./gi, (found) => `${found.slice(0, 3)}&#46;`)
    .replace(/^(\d+)\./, '$1\\.');
}

/** Untrusted text as a fenced block that the text itself cannot close. */
export function fencedBlock(text: string, language: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text, '`') + 1));
  return `${fence}${language}\n${text.endsWith('\n') || text === '' ? text : `${text}\n`}${fence}`;
}

/** The text up to about `limit` characters, cut at a line, with a note of what is missing. */
export function cutAtLine(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const kept = text.slice(0, text.lastIndexOf('\n', limit) + 1) || text.slice(0, limit);
  const rest = text.slice(kept.length).split('\n').length - 1;
  return `${kept}... ${rest} more lines\n`;
}

function oneLine(text: string): string {
  return safeForTerminal(text.replace(/\s+/g, ' ').trim());
}

function longestRun(text: string, char: string): number {
  let [longest, run] = [0, 0];
  for (const one of text) {
    run = one === char ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}
