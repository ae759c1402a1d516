import type { ReportedFailure } from './assemble-report.ts';

/** One `Failed test` of Perl's Test::More, as it prints it in comments. */
export interface PerlDiagnostic {
  /** null for a test without a name. */
  readonly name: string | null;
  readonly file: string | null;
  readonly line: number | null;
  /** Depth of the sub-test in columns. */
  readonly indent: number;
  readonly failure: ReportedFailure;
}

const FAILED = /^(?<indent>\s*)#\s{1,3}Failed test(?: '(?<name>.*)')?(?: at (?<file>\S+) line (?<line>\d+)\.)?$/;
const PLACE = /^\s*#\s{1,3}at (?<file>\S+) line (?<line>\d+)\.$/;

/** All `Failed test` blocks among lines, in order; a failing TODO is no failure. */
export function perlDiagnostics(lines: readonly string[]): PerlDiagnostic[] {
  const starts = lines.flatMap((line, index) => (FAILED.test(line) ? [index] : []));
  return starts.map((start) => {
    const head = FAILED.exec(lines[start] ?? '')?.groups ?? {};
    const place = PLACE.exec(lines[start + 1] ?? '')?.groups ?? head;
    const rest = lines.slice(start + (place === head ? 1 : 2));
    const body = rest.slice(0, endOf(rest, head.indent?.length ?? 0)).map((line) => line.replace(/^\s*# {0,3}/, ''));
    const line = place.line === undefined ? null : Number(place.line);
    const file = place.file ?? null;
    const trace = file === null ? '' : ` at ${file} line ${line}.`;
    const failure = { kind: 'assertion' as const, ...told(body, head.name ?? null), trace };
    return { name: head.name ?? null, file, line, indent: head.indent?.length ?? 0, failure };
  });
}

/** A block ends where its comment does, or where a summary or the next test begins. */
function endOf(lines: readonly string[], indent: number): number {
  const at = lines.findIndex(
    (line) =>
      !line.trimStart().startsWith('#') ||
      line.length - line.trimStart().length !== indent ||
      /^\s*# (?:Looks like|Subtest)/.test(line) ||
      /^\s*#\s{1,3}Failed (?:\(TODO\) )?test/.test(line),
  );
  return at < 0 ? lines.length : at;
}

function told(body: readonly string[], name: string | null): Pick<ReportedFailure, 'message' | 'expected' | 'actual'> {
  const text = dedent(body).join('\n').trimEnd();
  const pair = /^\s*got: (?<actual>.{1,2000})\n\s*expected: (?<expected>.{1,2000})$/m.exec(text)?.groups;
  const deep = /^\s*\$got.{0,400}? = (?<actual>.{1,2000})\n\s*\$expected.{0,400}? = (?<expected>.{1,2000})$/m.exec(
    text,
  )?.groups;
  const both = pair ?? deep;
  const message = text === '' ? `The test "${name ?? '(without a name)'}" gave a false value.` : text;
  return { message, expected: unquoted(both?.expected), actual: unquoted(both?.actual) };
}

function unquoted(value: string | undefined): string | null {
  return value === undefined ? null : (/^'(.*)'$/.exec(value)?.[1] ?? value);
}

function dedent(lines: readonly string[]): string[] {
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const least = Math.min(...indents, 40);
  return lines.map((line) => line.slice(least));
}
