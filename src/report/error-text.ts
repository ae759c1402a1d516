import { isFrameLine } from './frames.ts';

/** The two things a runner's error text says first. */
export interface ErrorText {
  /** Class or code, as printed; null when the text has none. */
  readonly errorType: string | null;
  readonly message: string;
}

/** `TypeError: x`, `AssertionError [ERR_ASSERTION]: x`, `org.opentest4j.AssertionFailedError: x`, `requests.exceptions.Timeout: x`. */
const TYPED =
  /^(?:Uncaught |Unhandled |Caused by: |Exception during run: |Exception in thread "[^"\n]{1,80}" )?(?<type>(?:[A-Za-z_][\w$]*[.\\])*(?:Error|Exception|ExceptionGroup|Failed|[A-Z]\w*?(?:Error|Exception|Failure|Failed|Timeout|Warning|Exit|Interrupt|Violation|Panic))|(?:[a-z_]\w*\.)+[A-Z]\w*)(?: \[(?<code>\w+)\])?(?:: ?(?<message>[\s\S]*)|$)/;

/** Mocha names the file that it could not load: `SyntaxError[ @/shop/test/cart.test.js ]: Unexpected token`. */
const PLACED_TYPE = /^(?:Exception during run: )?(?<type>\w{1,80})\[ @[^\]\n]{1,400} \]: ?(?<message>[\s\S]*)$/;

/** Python's exceptions need not end in `Error`: `shop.errors.OutOfStock: tea`. */
const PYTHON_TYPED = /^(?<type>[A-Za-z_][\w.]*)(?:: (?<message>[\s\S]*)|$)/;

/** Splits `Type: message`; the type is null when the text does not begin with one. */
export function splitType(text: string): ErrorText {
  const placed = PLACED_TYPE.exec(text)?.groups;
  if (placed?.type !== undefined) return { errorType: placed.type, message: (placed.message ?? '').trim() };
  const groups = TYPED.exec(text)?.groups;
  if (groups?.type === undefined) return { errorType: null, message: text.trim() };
  const type = simpleName(groups.type);
  // A plain `Error` says less than its code; Node's test runner wraps all errors in one of its own.
  const { code } = groups;
  const isTelling = type === 'Error' && code?.startsWith('ERR_') === true && code !== 'ERR_TEST_FAILURE';
  return { errorType: isTelling ? code : type, message: (groups.message ?? '').trim() };
}

/** `org.opentest4j.AssertionFailedError` → `AssertionFailedError`. */
export function simpleName(type: string): string {
  return type.slice(Math.max(type.lastIndexOf('.'), type.lastIndexOf('\\'), type.lastIndexOf(':')) + 1);
}

/** Error type and message of whatever trace a runner printed: pytest's `E` lines, a Python traceback, or a head before frames. */
export function readErrorText(trace: string): ErrorText {
  return pytestError(trace) ?? pythonError(trace) ?? nodeCause(trace) ?? rubyError(trace) ?? headError(trace);
}

/** The last group of `E   ` lines, which pytest prints for the exception that ended the test. */
function pytestError(trace: string): ErrorText | null {
  const lines = trace.split('\n');
  let last = lines.length - 1;
  while (last >= 0 && !/^E(?:\s|$)/.test(lines[last] ?? '')) last--;
  if (last < 0) return null;
  let first = last;
  while (first > 0 && /^E(?:\s|$)/.test(lines[first - 1] ?? '')) first--;
  const group = lines.slice(first, last + 1).map((line) => line.slice(1));
  const indent = Math.min(
    ...group.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length),
  );
  const text = group.map((line) => line.slice(Number.isFinite(indent) ? indent : 0)).join('\n');
  const syntax = /\n(SyntaxError|IndentationError|TabError): (.*)$/.exec(text);
  if (syntax !== null)
    return { errorType: syntax[1] ?? null, message: `${syntax[2] ?? ''}\n${text.slice(0, syntax.index)}` };
  const typed = pythonTyped(text);
  if (typed !== null) return typed;
  const located = /:\d+: (?<type>[A-Za-z_][\w.]*)\s*$/.exec(trace.trimEnd())?.groups?.type;
  return { errorType: located ?? (text.startsWith('assert ') ? 'AssertionError' : null), message: text.trim() };
}

function pythonTyped(text: string): ErrorText | null {
  const typed = splitType(text);
  if (typed.errorType !== null) return typed;
  const groups = PYTHON_TYPED.exec(text)?.groups;
  if (groups?.type === undefined || groups.type === 'assert') return null;
  return { errorType: simpleName(groups.type), message: (groups.message ?? '').trim() };
}

/** What follows the last frame of the last traceback: the first unindented line and all after it. */
function pythonError(trace: string): ErrorText | null {
  const group = trace.lastIndexOf('Exception Group Traceback (most recent call last)');
  const start = group >= 0 ? group : trace.lastIndexOf('Traceback (most recent call last)');
  if (start < 0) return null;
  const lines = trace.slice(start).split('\n');
  const headline = lines.findIndex((line, index) => index > 0 && /^[A-Za-z_]/.test(line));
  if (headline < 0) return null;
  const text = lines.slice(headline).join('\n');
  return pythonTyped(text) ?? { errorType: null, message: text.trim() };
}

/** Ruby ends with `place:in 'method': message (Type)`, then `from` and the outer frames. */
function rubyError(trace: string): ErrorText | null {
  const groups = /^\S{1,400}\.rb:\d+:in [`'].{1,200}?': (?<message>.{1,2000}?) \((?<type>[A-Z][\w:]*)\)$/m.exec(
    trace,
  )?.groups;
  if (groups?.type === undefined) return null;
  return { errorType: simpleName(groups.type), message: groups.message ?? '' };
}

/**
 * node:test's JUnit reporter prints a wrapper error whose `cause` is the real one, inspected and indented: the trace of
 * that, or the trace itself.
 */
export function withoutNodeWrapper(trace: string): string {
  const cause = wrappedByNode(trace);
  return cause === null || /^['`"]/.test(cause) ? trace : cause.replaceAll(/\n {2}/g, '\n').replace(/\n\}\s*$/, '');
}

function wrappedByNode(trace: string): string | null {
  if (!trace.includes('[ERR_TEST_FAILURE]')) return null;
  return /\n {2}cause: (?<text>[\s\S]*)$/.exec(trace)?.groups?.text ?? null;
}

function nodeCause(trace: string): ErrorText | null {
  const cause = wrappedByNode(trace);
  if (cause === null) return null;
  const quoted = /^'(?<text>(?:[^'\\\n]|\\.)*)'/.exec(cause)?.groups?.text;
  if (quoted !== undefined) return { errorType: null, message: quoted.replaceAll('\\n', '\n').replaceAll("\\'", "'") };
  return headError(cause.replaceAll(/\n {2}/g, '\n'));
}

/** What stands before the first frame; text before a `Type: message` line that only repeats the message is dropped. */
function headError(trace: string): ErrorText {
  const lines = trace.split('\n');
  const firstFrame = lines.findIndex((line) => isFrameLine(line));
  const head = (firstFrame < 0 ? lines : lines.slice(0, firstFrame)).join('\n').trim();
  const whole = splitType(head);
  // Inspected errors end in ` {` when properties follow.
  const bare = (message: string) => withoutTail(/\n\s*\}\s*$/.test(trace) ? message.replace(/\s\{$/, '') : message);
  if (whole.errorType !== null) return { ...whole, message: bare(whole.message) };
  const headLines = head.split('\n');
  const typedLine = headLines.findIndex((line) => splitType(line.trim()).errorType !== null);
  if (typedLine < 0) return { errorType: null, message: bare(head) };
  const typed = splitType(headLines.slice(typedLine).join('\n').trim());
  const before = headLines.slice(0, typedLine).join('\n').trim();
  const repeats = typed.message.startsWith(before.split('\n')[0] ?? '') || isCodeExcerpt(before);
  return repeats ? typed : { errorType: typed.errorType, message: bare(head) };
}

/** Node prints `file:line`, the line of code and a caret before an uncaught error. */
function isCodeExcerpt(text: string): boolean {
  return /^\S+:\d+\n/.test(text) && /\n\s*\^+\s*$/.test(text);
}

/** Deno prints the line of code with a caret below it. */
function withoutTail(message: string): string {
  return message.replace(/\n(?![+-] )[^\n]{1,400}\n\s*\^+\s*$/, '').trim();
}
