import type { ReportedFailure } from './assemble-report.ts';

/** A place that the testing package prints before each message: the file's base name alone; before it what the test left on the line. */
const LOCATED =
  /^(?:\s*|\S.{0,1000}? {4}(?=[\w.-]{1,200}_test\.go:))(?<file>[\w.-]{1,200}\.go):(?<line>\d{1,7}): ?(?<text>.*)$/;
const MARKER = /^\s*(?:=== (?:RUN|PAUSE|CONT|NAME)\b|--- (?:FAIL|PASS|SKIP|BENCH): |FAIL$|PASS$|exit status \d+$)/;
const PANIC = /^\s*(?:panic: |fatal error: )/;

/**
 * Why a Go test failed, from what was printed while it ran. Its messages carry only base names, so the package's import
 * path is put before them: its end is the folder.
 */
export function goFailure(packagePath: string | null, lines: readonly string[]): ReportedFailure {
  const told = lines.filter((line) => !MARKER.test(line));
  const panic = told.findIndex((line) => PANIC.test(line));
  if (panic >= 0) return panicFailure(told.slice(0, panic), told.slice(panic));
  const first = told.findIndex((line) => LOCATED.test(line));
  if (first < 0) {
    const text = told.join('\n').trim();
    const status = /^exit status (\d+)$/m.exec(lines.join('\n'))?.[1];
    if (text === '' && status !== undefined)
      return { kind: 'error', message: `The tests' process ended with exit status ${status}.` };
    return { kind: 'assertion', message: text === '' ? 'The test failed without a message.' : text, output: text };
  }
  const places = told.flatMap((line) => placeOf(line, packagePath));
  const message = testifyText(told.slice(first)) ?? withoutPlaces(told.slice(first));
  return { kind: 'assertion', message, trace: places.join('\n'), output: told.join('\n').trim() };
}

function placeOf(line: string, packagePath: string | null): string[] {
  const groups = LOCATED.exec(line)?.groups;
  if (groups === undefined) return [];
  const folder = packagePath === null ? '' : `${packagePath.replace(/_test$/, '')}/`;
  return [`${folder}${groups.file}:${groups.line}: ${groups.text}`];
}

function withoutPlaces(lines: readonly string[]): string {
  // Further lines of a message are indented; at the margin stands what the test itself printed.
  const told = lines.filter((line) => LOCATED.test(line) || /^\s|^$/.test(line));
  const bare = told.map((line) => LOCATED.exec(line)?.groups?.text ?? line.replace(/^ {4,8}/, ''));
  return bare.join('\n').trim();
}

/** testify prints a table: `Error:` with its lines, and `Messages:`. */
function testifyText(lines: readonly string[]): string | null {
  if (!lines.some((line) => /^\s*\tError:\s/.test(line))) return null;
  const told: string[] = [];
  let label = '';
  for (const line of lines) {
    const row = /^\s*\t(?<label>[A-Z][A-Za-z ]{0,20}:|\s{3,})\s*\t(?<text>.*)$/.exec(line)?.groups;
    if (row === undefined) continue;
    if (row.label?.trim() !== '') label = row.label ?? '';
    if (label === 'Error:' || label === 'Messages:') told.push((row.text ?? '').trimEnd());
  }
  return told.join('\n').trim();
}

function panicFailure(before: readonly string[], lines: readonly string[]): ReportedFailure {
  const headlines = lines.filter((line) => PANIC.test(line)).map((line) => line.replace(PANIC, '').trim());
  const goroutine = lines.findIndex((line) => /^goroutine \d+/.test(line));
  const message = (headlines.at(-1) ?? '').replace(/ \[recovered.*\]$/, '');
  const isTimeout = /^test timed out after/.test(message);
  const trace = lines.slice(goroutine < 0 ? 0 : goroutine).join('\n');
  const output = before.join('\n').trim();
  return { kind: isTimeout ? 'timeout' : 'error', errorType: 'panic', message, trace, output };
}

const TEST_FRAME =
  /^(?:created by )?(?:\S{1,300}\/)?[\w.-]{1,200}?\.(?<name>(?:Test|Fuzz|Example|Benchmark)\w{0,200})(?:\.func[\d.]+)*(?:\(| in |$)/m;
const RUNNING = /^running tests:\n\s+(?<name>\S+) \(/m;

/** Without -v a panic ends the process before the name of its test is printed: its stack has it. */
export function testOfPanic(lines: readonly string[]): string | null {
  const text = lines.slice(0, 2000).join('\n');
  if (!lines.some((line) => PANIC.test(line))) return null;
  return (RUNNING.exec(text) ?? TEST_FRAME.exec(text))?.groups?.name ?? null;
}

const MISSING =
  /cannot find (?:package|module)|is not in (?:std|GOROOT)|no required module provides package|no Go files in|missing go\.sum entry|import cycle not allowed|setup failed/;

/** A package that was not built: what the compiler printed below `# package`. */
export function goBuildFailure(lines: readonly string[]): ReportedFailure {
  const text = lines.filter((line) => !/^# /.test(line)).join('\n');
  const message = text.trim() === '' ? 'The package was not built; this report does not say why.' : text.trim();
  return { kind: MISSING.test(text) ? 'load' : 'compile', errorType: null, message, trace: text, output: '' };
}
