import type { StackFrame, TestFailure, TestResult } from '../domain/test-report.ts';
import { inLabel } from './fence.ts';
import type { TextPiece } from './pieces.ts';
import type { SourceReader } from './source-reader.ts';

/** Failing tests that probably fail for one reason; the first stands for the others. */
export type FailureGroup = readonly [TestResult, ...TestResult[]];

/**
 * Groups by error and innermost source frame, else by the function of parametrised tests, else by the message's
 * wording; groups in the order of the tests.
 */
export function groupFailures(failing: readonly TestResult[]): FailureGroup[] {
  const groups = new Map<string, [TestResult, ...TestResult[]]>();
  for (const test of failing) {
    const key = groupKey(test);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [test]);
    else group.push(test);
  }
  return [...groups.values()];
}

const MOST_GROUPS = 40;
const MOST_TESTS = 100;

/** As many of each group as can be told of. */
export function leadingTests(groups: readonly FailureGroup[]): FailureGroup[] {
  const leading = groups.slice(0, MOST_GROUPS);
  const most = Math.max(2, Math.floor(MOST_TESTS / Math.max(1, leading.length)));
  return leading.map(([first, ...others]) => [first, ...others.slice(0, most - 1)]);
}

function groupKey({ failure, id, name, file }: TestResult): string {
  if (failure === null) return id;
  const frame = failure.frames.find((one) => one.inProject && !one.isTest && one.line !== null);
  if (frame !== undefined) return `${failure.errorType} ${frame.file}:${frame.line}`;
  const parametrised = /^(\w+)\[.*\]$/s.exec(name);
  if (parametrised !== null) return `${file} ${parametrised[1]}`;
  return `${failure.errorType} ${failure.message.slice(0, 300).replace(/\d+/g, '#')}`;
}

const FIRST_VALUE = 120;
const OTHER_VALUE = 70;
const SAME_REASON_VALUE = 18;
const MOST_DETAILED = 12;
/** One more failure is told in detail for so many characters of budget. */
const CHARACTERS_PER_FAILURE = 2500;
const MOST_NAMED = 40;

/** One piece for each failure in detail, and one that names the others. `total`: how many tests fail; `budget`: characters for all. */
export async function failurePieces(
  reader: SourceReader,
  groups: readonly FailureGroup[],
  { total, budget }: { readonly total: number; readonly budget: number },
): Promise<TextPiece[]> {
  const share = Math.max(500, Math.min(4000, Math.floor((budget * 0.35) / Math.min(groups.length, 3))));
  const firsts = groups.map(([first]) => first);
  const seconds = groups.flatMap(([, ...others]) => others.slice(0, 1));
  const most = Math.min(MOST_DETAILED, Math.max(2, Math.floor(budget / CHARACTERS_PER_FAILURE)));
  const detailed = [...firsts, ...seconds].slice(0, most);
  const pieces: TextPiece[] = [];
  for (const [position, test] of detailed.entries()) {
    const value = position === 0 ? FIRST_VALUE : position < firsts.length ? OTHER_VALUE / position : SAME_REASON_VALUE;
    const title = `failing test ${position + 1} of ${total}`;
    const text = await describe(reader, test, share);
    pieces.push({ kind: 'text', section: 'failures', title, text, value, must: position === 0 });
  }
  const others = groups.flat().filter((test) => !detailed.includes(test));
  return others.length === 0 ? pieces : [...pieces, namesOnly(others, total - detailed.length)];
}

function namesOnly(tests: readonly TestResult[], total: number): TextPiece {
  const lines = tests.slice(0, MOST_NAMED).map((test) => {
    const message = inLabel(test.failure?.message ?? '').slice(0, 100);
    return `- ${testTitle(test)}: ${message}`;
  });
  if (total > lines.length) lines.push(`- and ${total - lines.length} more`);
  const text = lines.join('\n');
  return { kind: 'text', section: 'failures', title: 'other failing tests', text, value: 25, must: false };
}

/** Name of a test with its file, on one line. */
export function testTitle(test: TestResult): string {
  const path = test.namePath.length > 0 ? test.namePath : [test.name];
  const file = test.file === null ? '' : ` [${inLabel(test.file)}${test.line === null ? '' : `:${test.line}`}]`;
  return `${inLabel(path.join(' › '))}${file}`;
}

const MOST_FRAMES = 8;

async function describe(reader: SourceReader, test: TestResult, share: number): Promise<string> {
  const { failure } = test;
  if (failure === null) return testTitle(test);
  const message = shortened(failure.message.trim(), share);
  const lines = [`test: ${testTitle(test)}`, `failure: ${failure.kind}${errorSuffix(failure)}`];
  if (failure.kind === 'load')
    lines.push('This file could not be loaded: none of its tests ran, and all of them must pass.');
  lines.push('message:', message);
  for (const [name, value] of [
    ['expected', failure.expected],
    ['actual', failure.actual],
  ] as const)
    if (value !== null && value !== '' && !isTold(value, message)) lines.push(`${name}:`, shortened(value, share / 3));
  const frames = failure.frames.filter((frame) => frame.inProject && frame.line !== null).slice(0, MOST_FRAMES);
  if (frames.length > 0) lines.push('stack, innermost first:');
  for (const frame of frames) lines.push(await frameLine(reader, frame));
  const output = failure.output.trim();
  if (output !== '' && !message.includes(output)) lines.push('output:', shortened(output, share / 3));
  return lines.join('\n');
}

function errorSuffix(failure: TestFailure): string {
  return failure.errorType === null || failure.message.includes(failure.errorType) ? '' : `, ${failure.errorType}`;
}

/**
 * Whether a message tells a value already: as it is, or as one side of a diff (the lines without `+`, or without `-`),
 * whatever the white space and the commas.
 */
function isTold(value: string, message: string): boolean {
  const squeezed = squeeze(value);
  if (message.includes(value.trim()) || squeezed === '') return true;
  const lines = message.split('\n').filter((line) => !/^\s*\?/.test(line));
  return ['+', '-'].some((sign) =>
    squeeze(
      lines
        .filter((line) => !line.trimStart().startsWith(sign))
        .map((line) => line.replace(/^\s*[+-] ?/, ''))
        .join(''),
    ).includes(squeezed),
  );
}

function squeeze(text: string): string {
  return text.replace(/[\s,]/g, '');
}

/** With the line's code, so that nobody has to count lines. */
async function frameLine(reader: SourceReader, frame: StackFrame): Promise<string> {
  const source = frame.file === null ? null : await reader.read(frame.file);
  const code = (source?.lines[(frame.line ?? 0) - 1] ?? '').trim().slice(0, 120);
  const where = `  ${inLabel(frame.file ?? '')}:${frame.line}`;
  const isNamed =
    frame.functionName !== null && !/anonymous|^(?:TestContext|Object|Context)\b/.test(frame.functionName);
  const name = isNamed ? ` in ${inLabel(frame.functionName ?? '')}` : '';
  return code === '' ? `${where}${name}` : `${where}${name}: ${code}`;
}

/** Head and tail of a long text, with what was left out between them. */
export function shortened(text: string, most: number): string {
  const limit = Math.max(80, Math.floor(most));
  if (text.length <= limit) return text;
  const head = Math.floor(limit * 0.7);
  const tail = limit - head;
  return `${text.slice(0, head)}\n[… ${text.length - limit} characters left out …]\n${text.slice(-tail)}`;
}
