import { splitType } from './error-text.ts';
import { isFrameLine } from './frames.ts';

/** A stack trace found in a text, with the error's own lines. */
export interface TraceBlock {
  readonly text: string;
  /** 0-based numbers of the lines it covers. */
  readonly lineNumbers: readonly number[];
}

const PYTHON_START = /^(?<indent>[\s|+]*)Traceback \(most recent call last\):\s*$/;
const CHAIN = /^\s*(?:The above exception was the direct cause|During handling of the above exception)/;
/** How far above its first frame an error's message may begin. */
const HEAD_REACH = 40;
const LONGEST_TRACE = 400;

/** All stack traces of a text, in order, whatever runtime printed them. */
export function tracesIn(lines: readonly string[]): TraceBlock[] {
  const blocks: TraceBlock[] = [];
  let index = 0;
  let free = 0;
  while (index < lines.length) {
    const end = endOfTrace(lines, index);
    if (end === null) {
      index++;
      continue;
    }
    const start = PYTHON_START.test(lines[index] ?? '') ? index : startOfHead(lines, index, free);
    const numbers = Array.from({ length: end - start }, (_, offset) => start + offset);
    blocks.push({ text: dedent(lines.slice(start, end)), lineNumbers: numbers });
    index = end;
    free = end;
  }
  return blocks;
}

/** The line after the trace that begins at `index`; null when none begins there. */
function endOfTrace(lines: readonly string[], index: number): number | null {
  const python = PYTHON_START.exec(lines[index] ?? '');
  if (python !== null) return endOfPython(lines, index, python.groups?.indent ?? '');
  if (!isFrameLine(lines[index] ?? '')) return null;
  let end = index + 1;
  while (end < lines.length && end - index < LONGEST_TRACE && isPartOfStack(lines, end)) end++;
  return end;
}

/** Frames, and between two frames up to a few lines of code that runtimes print below them. */
function isPartOfStack(lines: readonly string[], index: number): boolean {
  if (isFrameLine(lines[index] ?? '')) return true;
  if (/^\s*(?:\[cause\]|Caused by|caused by|\.\.\. \d+ more|cause:)/.test(lines[index] ?? '')) return true;
  const isBreak = (lines[index] ?? '').trim() === '' || splitType((lines[index] ?? '').trim()).errorType !== null;
  return !isBreak && lines.slice(index + 1, index + 4).some((line) => isFrameLine(line));
}

function endOfPython(lines: readonly string[], start: number, indent: string): number {
  let index = start + 1;
  const limit = Math.min(lines.length, start + LONGEST_TRACE);
  const isInside = (line: string) => line.startsWith(`${indent} `) || line.trim() === '';
  while (index < limit && isInside(lines[index] ?? '')) index++;
  // The exception and the rest of its message, up to an empty line.
  while (index < limit && (lines[index] ?? '').trim() !== '') index++;
  const next = lines.findIndex((line, at) => at >= index && line.trim() !== '');
  if (next < 0 || next > index + 2 || !CHAIN.test(lines[next] ?? '')) return index;
  const again = lines.findIndex((line, at) => at > next && line.trim() !== '');
  return again > 0 && PYTHON_START.test(lines[again] ?? '') ? endOfPython(lines, again, indent) : index;
}

/** Walks up to the line that names the error; without one the paragraph above the first frame is the message. */
function startOfHead(lines: readonly string[], firstFrame: number, free: number): number {
  const lowest = Math.max(free, firstFrame - HEAD_REACH);
  for (let index = firstFrame - 1; index >= lowest; index--) {
    const line = (lines[index] ?? '').trim().replace(/^(?:[^\w\s]\s+|Exception during run: |FAIL:? )/, '');
    if (splitType(line).errorType !== null) return withExcerpt(lines, index, lowest);
  }
  let index = firstFrame;
  while (index > lowest && (lines[index - 1] ?? '').trim() !== '' && firstFrame - index < 10) index--;
  return index;
}

/** Node prints `file:line`, the code and a caret above an uncaught error. */
function withExcerpt(lines: readonly string[], index: number, lowest: number): number {
  for (let at = index - 1; at >= Math.max(lowest, index - 6); at--) {
    if (/^(?:file:\/\/|\/|[A-Za-z]:[\\/])\S*:\d+$/.test((lines[at] ?? '').trim())) return at;
  }
  return index;
}

function dedent(lines: readonly string[]): string {
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const [first = 0] = indents;
  return lines
    .map((line) => (line.slice(0, first).trim() === '' ? line.slice(first) : line))
    .join('\n')
    .trim();
}
