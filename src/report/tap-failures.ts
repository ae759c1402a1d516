import { isRecord } from '../shared/json.ts';
import type { ReportedFailure } from './assemble-report.ts';
import { INSPECTED_ERROR } from './ava-details.ts';
import { splitType } from './error-text.ts';
import { shown } from './json-document.ts';
import { perlDiagnostics } from './perl-diagnostics.ts';
import type { TapPoint } from './tap-tree.ts';

/** Whether a suite failed because of its own hook, so that its tests were cancelled. */
export function isHookFailure(point: TapPoint): boolean {
  return point.diagnostic.failureType === 'hookFailed';
}

/** Why a point failed, from its YAML block or from the text after it. `isFile`: the point stands for a whole file. */
export function pointFailure(point: TapPoint, isFile: boolean): ReportedFailure {
  const { diagnostic } = point;
  if (isFile) return fileFailure(point);
  if (Object.keys(diagnostic).length === 0) return spokenFailure(point);
  const told = errorOf(diagnostic);
  const isTimeout = diagnostic.failureType === 'testTimeoutFailure';
  return {
    // Assertion libraries name the operator: `equal`, `deepEqual`, `strictEqual`.
    kind: isTimeout ? 'timeout' : isComparison(diagnostic) ? 'assertion' : null,
    errorType: told.errorType,
    message: withDiff(told.message ?? point.name, diagnostic.diff),
    trace: traceOf(diagnostic, told.message ?? ''),
    expected: shownValue(firstOf(diagnostic, 'expected', 'wanted', 'want')),
    actual: shownValue(firstOf(diagnostic, 'actual', 'found', 'got')),
    output: point.textAfter.join('\n'),
  };
}

/** tape names the operator, node-tap the comparison or a diff. */
function isComparison(diagnostic: TapPoint['diagnostic']): boolean {
  const hasOperator = 'operator' in diagnostic && diagnostic.operator !== 'error';
  const isFailed = diagnostic.severity === 'failed' && 'expected' in diagnostic;
  return isFailed || hasOperator || typeof diagnostic.compare === 'string' || typeof diagnostic.diff === 'string';
}

/** node-tap has no expected and actual, but their difference. */
function withDiff(message: string, diff: unknown): string {
  return typeof diff === 'string' ? `${message}\n${diff.trimEnd()}` : message;
}

/** Without a YAML block the reason stands in text or in comments after the point. */
function spokenFailure(point: TapPoint): ReportedFailure {
  const [perl] = perlDiagnostics(point.commentsAfter);
  if (perl !== undefined) return perl.failure;
  const comments = point.commentsAfter
    .map((comment) => comment.replace(/^\s*# ?/, ''))
    .filter((each) => !/^Looks like you/.test(each));
  const told = dedent(point.textAfter).trim();
  if (told !== '' || comments.length === 0) return { trace: told };
  return { kind: 'assertion', message: comments.join('\n').trim() };
}

/**
 * node:test prints a file that could not be loaded as a test with the file's path as its name and "test failed" as its
 * error; what the process wrote on stderr stands before it as comments.
 */
function fileFailure(point: TapPoint): ReportedFailure {
  const stderr = point.commentsBefore
    .filter((comment) => !/^(?:Subtest|SUBTEST)\b/.test(comment))
    .join('\n')
    .trim();
  const told = errorOf(point.diagnostic);
  const exit = point.diagnostic.exitCode ?? point.diagnostic.signal;
  if (stderr === '') {
    const unknown = `The file ended with exit code ${String(exit ?? '?')}; the report does not say why.`;
    const message = told.message === null || told.message === 'test failed' ? unknown : told.message;
    // A file that cannot be loaded ends with 1; any other end is the doing of what it ran.
    const kind = exit === undefined || exit === null || exit === 1 ? 'load' : 'error';
    return { kind, errorType: told.errorType, message, trace: traceOf(point.diagnostic, message) };
  }
  return { kind: 'load', trace: fromErrorLine(stderr), output: stderr };
}

/** Node prints where it threw before the error itself: both matter, the error first. */
function fromErrorLine(stderr: string): string {
  const lines = stderr.split('\n');
  const at = lines.findIndex((line) => splitType(line).errorType !== null || /^\w*Error\b.*:/.test(line));
  return at <= 0 ? stderr : [...lines.slice(at), ...lines.slice(0, at)].join('\n');
}

function errorOf(diagnostic: TapPoint['diagnostic']): { errorType: string | null; message: string | null } {
  const { error, message, name, code, details } = diagnostic;
  // node:test says by `type` whether it was a test or a suite.
  const given = typeof name === 'string' ? name : diagnostic.failureType === undefined ? diagnostic.type : null;
  const type =
    typeof given === 'string' ? given : typeof code === 'string' && code !== 'ERR_TEST_FAILURE' ? code : null;
  if (isRecord(error)) return { errorType: shown(error.name) ?? type, message: shown(error.message) };
  const values = details ?? diagnostic.values;
  const thrown = isRecord(values) ? thrownIn(values) : null;
  if (thrown !== null) return thrown;
  const text = shown(error) ?? shown(message);
  return { errorType: type, message: text === '' ? null : text };
}

/** AVA prints the error that a test threw as an inspected object: `TypeError { message: '…' }`. */
function thrownIn(details: Record<string, unknown>): { errorType: string | null; message: string } | null {
  for (const [label, value] of Object.entries(details)) {
    if (typeof value !== 'string') continue;
    const match = INSPECTED_ERROR.exec(value)?.groups;
    if (match !== undefined)
      return { errorType: match.type ?? null, message: (match.message ?? '').replaceAll("\\'", "'") };
    if (label.startsWith('Difference'))
      return { errorType: 'AssertionError', message: `${label.replace(/:$/, '')}\n${value}` };
  }
  return null;
}

function traceOf(diagnostic: TapPoint['diagnostic'], message: string): string {
  const stack = diagnostic.stack ?? diagnostic.at;
  const lines = typeof stack === 'string' ? stack.split('\n') : [placeOf(diagnostic.at)];
  // node:test and Vitest leave the `at` out.
  const frames = lines
    .filter((line) => line.trim() !== '')
    .map((line) => (/^\s*at |^\w*Error\b/.test(line) ? line : `    at ${line.trim()}`));
  return [message, ...frames].join('\n');
}

/** node-tap gives `at` as a mapping. */
function placeOf(at: unknown): string {
  if (!isRecord(at)) return '';
  const file = shown(at.fileName) ?? shown(at.file) ?? '';
  return file === ''
    ? ''
    : `${file}:${String(at.lineNumber ?? at.line ?? 1)}:${String(at.columnNumber ?? at.column ?? 1)}`;
}

/** null too for `expected:` with nothing after it, as for a value that YAML cannot hold. */
function shownValue(value: unknown): string | null {
  return shown(withLists(value, 0));
}

const DEEPEST = 20;

/** node:test writes a list as a mapping of its indices. */
function withLists(value: unknown, depth: number): unknown {
  if (!isRecord(value) || depth > DEEPEST) return value;
  const inner = Object.entries(value).map(([key, each]) => [key, withLists(each, depth + 1)] as const);
  const isList = inner.length > 0 && inner.every(([key], index) => key === String(index));
  return isList ? inner.map(([, each]) => each) : Object.fromEntries(inner);
}

function firstOf(diagnostic: TapPoint['diagnostic'], ...keys: string[]): unknown {
  const key = keys.find((each) => each in diagnostic);
  return key === undefined ? null : diagnostic[key];
}

function dedent(lines: readonly string[]): string {
  return lines.join('\n').replaceAll(/^ {2}/gm, '');
}
