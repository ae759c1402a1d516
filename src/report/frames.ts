import type { StackFrame } from '../domain/test-report.ts';
import { isTestPath } from '../shared/project-path.ts';
import {
  FRAME_PATTERNS,
  type FramePattern,
  IMPORTER_PATTERNS,
  MENTION_PATTERNS,
  type PrintedFrame,
  SPOKEN_PLACES,
} from './frame-patterns.ts';
import { isInstalledPath, type PathMapper } from './path-mapping.ts';

/** Longer stacks are cut: the fault is near the innermost frames. */
const MAX_FRAMES = 60;
/** Longer lines are no frames. */
const MAX_LINE = 1200;
const MAX_LINES = 2000;
/** Bounds for the looser patterns, which cost more per line. */
const MENTION_LINE = 400;
const MENTION_LINES = 300;

interface FoundFrame extends PrintedFrame {
  readonly raw: string;
  readonly family: FramePattern['family'];
  /** Counts the chained exceptions of one trace. */
  readonly section: number;
}

/** Python prints these between the exceptions of a chain; the last one is what ended the test. */
const CHAIN = /^(?:The above exception was the direct cause|During handling of the above exception)/;

/** Stands between the traces of a test of which several parts failed, so that they read like a chain. */
export const ALSO_FAILED = 'During handling of the above exception, another part of the test failed:';

/** pytest's long style prints the source of a function above the line with its place. */
const PYTHON_DEFINITION = /^[> ]?\s*(?:async )?def (\w{1,200})\(/;

/**
 * Stack frames of a trace, innermost first, whatever runtime printed it. A trace without a frame that could be the
 * project's own also gives the places that its text names (`file:line` of diagnostics, the importer of a missing module).
 */
export function parseFrames(trace: string, paths: PathMapper): StackFrame[] {
  const frames = inOrder(certainFrames(trace)).map((frame) => mapped(frame, paths));
  if (!frames.some(couldBeOwn)) {
    const mentions = mentionedPlaces(trace).map((frame) => mapped(frame, paths));
    frames.unshift(...mentions.filter((frame) => couldBeOwn(frame)));
  }
  return withoutRepeats(frames).slice(0, MAX_FRAMES);
}

/** Whether a line is a stack frame for certain. */
export function isFrameLine(line: string): boolean {
  return frameOfLine(line) !== null;
}

function certainFrames(trace: string): FoundFrame[] {
  const found: FoundFrame[] = [];
  let section = 0;
  let definition: string | null = null;
  let before = '';
  for (const line of trace.split('\n', MAX_LINES)) {
    if (CHAIN.test(line)) section++;
    definition = PYTHON_DEFINITION.exec(line)?.[1] ?? definition;
    const frame = frameOfLine(line);
    const above = before;
    before = line;
    if (frame === null) continue;
    const functionName = frame.functionName ?? (frame.family === 'pytest' ? definition : functionAbove(frame, above));
    found.push({ ...frame, functionName, section });
    definition = null;
  }
  return found;
}

/** Go and Rust print the function on the line above its place: `shop/cart.(*Cart).Labels(...)`, `   4: shop::cart::adds`. */
function functionAbove({ file }: PrintedFrame, line: string): string | null {
  if (file === null || !/\.(?:go|rs)$/.test(file)) return null;
  const go = /^(?:created by )?(?:[\w.-]+\/)*(?<name>[\w.-]+\.[\w.()*[\]]{1,200}?)(?:\(.*\))?$/.exec(line)?.groups
    ?.name;
  return go ?? /^\s*\d{1,3}: (?<name>[\w<>:{} ]{1,200})$/.exec(line)?.groups?.name ?? null;
}

function frameOfLine(line: string): (PrintedFrame & { raw: string; family: FramePattern['family'] }) | null {
  if (line.length > MAX_LINE) return null;
  const text = line.trimEnd();
  for (const pattern of FRAME_PATTERNS) {
    if (!text.includes(pattern.hint)) continue;
    const groups = pattern.regex.exec(text)?.groups;
    // Times look like places: `(at 10:30:00)`.
    if (groups?.file !== undefined && !/[./\\]|^node:|^<|^eval$/.test(groups.file)) continue;
    if (groups !== undefined) return { ...printed(groups, pattern.family), raw: text.trim(), family: pattern.family };
  }
  return null;
}

function printed(groups: Readonly<Record<string, string | undefined>>, family: FramePattern['family']): PrintedFrame {
  const file = groups.file ?? null;
  const functionName = groups.functionName?.trim() || null;
  return {
    file: family === 'jvm' && file !== null ? classPath(functionName, file) : file,
    line: positiveOrNull(groups.line ?? groups.phpLine),
    column: positiveOrNull(groups.column),
    functionName,
  };
}

/** JVM frames name the file without its folders; the class name has them: `shop.CartTest.adds` in `CartTest.java`. */
function classPath(method: string | null, file: string): string {
  const packages = (method ?? '').split('.').filter((part) => /^[a-z]\w*$/.test(part));
  // The last lower-case part is the method itself.
  return [...packages.slice(0, -1), file].join('/');
}

function positiveOrNull(digits: string | undefined): number | null {
  const value = Number(digits);
  return digits !== undefined && Number.isSafeInteger(value) && value > 0 ? value : null;
}

/** Python prints the innermost frame last, all others first; of a chain of exceptions the last comes first. */
function inOrder(found: readonly FoundFrame[]): FoundFrame[] {
  const outermostFirst = found.some((frame) => frame.family === 'python' || frame.family === 'pytest');
  if (!outermostFirst) return [...found];
  return found
    .map((frame, index) => ({ frame, index }))
    .sort((left, right) => right.frame.section - left.frame.section || right.index - left.index)
    .map(({ frame }) => frame);
}

function mentionedPlaces(text: string): FoundFrame[] {
  const found: FoundFrame[] = [];
  const lines = text.split('\n', MENTION_LINES).filter((line) => line.length <= MENTION_LINE);
  for (const line of lines) {
    for (const pattern of [...MENTION_PATTERNS, ...SPOKEN_PLACES]) {
      for (const match of line.matchAll(pattern)) found.push(mention(match, line));
    }
  }
  const short = lines.join('\n');
  for (const pattern of IMPORTER_PATTERNS)
    for (const match of short.matchAll(pattern)) found.push(mention(match, match[0]));
  return found;
}

function mention(match: RegExpMatchArray, line: string): FoundFrame {
  return { ...printed(match.groups ?? {}, 'other'), raw: line.trim(), family: 'other', section: 0 };
}

function mapped(frame: FoundFrame, paths: PathMapper): StackFrame {
  const { raw, line, column, functionName } = frame;
  if (frame.file === null) return { raw, file: null, line, column, functionName, inProject: false, isTest: false };
  const { file, inProject } = paths.map(frame.file);
  return { raw, file, line, column, functionName, inProject, isTest: isTestPath(file) && !isInstalledPath(file) };
}

/** Neither a runtime's nor an installed package's. */
function couldBeOwn(frame: StackFrame): boolean {
  return frame.inProject || (frame.file !== null && !isInstalledPath(frame.file));
}

function withoutRepeats(frames: readonly StackFrame[]): StackFrame[] {
  const seen = new Set<string>();
  return frames.filter((frame) => {
    if (frame.file === null) return true;
    const key = `${frame.file}:${frame.line}:${frame.functionName}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
