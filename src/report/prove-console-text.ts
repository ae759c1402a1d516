import type { ReportContext, ReportFormat } from '../domain/report-format.ts';
import type { TestReport } from '../domain/test-report.ts';
import { assembleReport, type ReportedTest } from './assemble-report.ts';
import { speaksOfLoading } from './failure-kind.ts';
import { type PerlDiagnostic, perlDiagnostics } from './perl-diagnostics.ts';
import { readTap, type TapPoint } from './tap-tree.ts';

/** `t/cart.t ..... ok`; in verbose runs the file's TAP follows. */
const FILE_LINE = /^(?<file>\S+) \.{2,} ?(?<word>ok|skipped.*|Failed .*)?(?: +\d+ ms.*)?$/;
/** `t/cart.t   (Wstat: 1280 (exited 5) Tests: 8 Failed: 5)` */
const SUMMARY = /^(?<file>\S+)\s+\(Wstat: (?<status>\d+)(?: \([^)]*\))? Tests: (?<tests>\d+) Failed: (?<failed>\d+)\)$/;

/** What Perl's `prove` prints, with -v or without. */
export const proveConsole: ReportFormat = {
  name: 'prove-console',
  summary: "prove's console output (-v names passing tests too)",
  detect(text) {
    const signs = [/^Test Summary Report\n-{10,}$/m, /^Result: (?:FAIL|PASS|NOTESTS)$/m, /^Files=\d+, Tests=\d+, /m];
    const found = signs.filter((sign) => sign.test(text)).length;
    if (found > 0) return found >= 2 ? 0.97 : 0.9;
    return /^Dubious, test returned \d+/m.test(text) ? 0.85 : 0;
  },
  parse: parseProve,
};

function parseProve(text: string, context: ReportContext): TestReport {
  const lines = text.split('\n');
  const failures = named(perlDiagnostics(lines));
  const failed = new Set(failures.map((test) => JSON.stringify(test.namePath)));
  const others = verboseTests(lines).filter((test) => !failed.has(JSON.stringify(test.namePath)));
  const tests = [...others, ...failures];
  const broken = brokenFiles(lines, tests);
  const ended = /^Result: /m.test(text);
  const counted = Number(/^Files=\d+, Tests=(\d+)/m.exec(text)?.[1] ?? 0);
  const unnamed = counted - tests.length;
  const warnings =
    unnamed > 0 ? [`${unnamed} test(s) that did not fail are not named in this output (prove -v names them).`] : [];
  const all = [...tests, ...broken];
  return assembleReport({ format: 'prove-console', runner: 'prove', tests: all, truncated: !ended, warnings }, context);
}

/** A sub-test's failures are told, deeper, before its own: it is their suite, and no test. */
function named(diagnostics: readonly PerlDiagnostic[]): ReportedTest[] {
  const tests: ReportedTest[] = [];
  let inner: { readonly test: ReportedTest; readonly indent: number }[] = [];
  for (const { name, file, line, indent, failure } of diagnostics) {
    const own = name ?? `test at line ${line}`;
    const deeper = inner.filter((each) => each.indent > indent);
    inner = inner.filter((each) => each.indent <= indent);
    if (deeper.length === 0) deeper.push({ test: { namePath: [own], file, line, status: 'failed', failure }, indent });
    else for (const each of deeper) renamed(each.test, own);
    inner.push(...deeper.map(({ test }) => ({ test, indent })));
    if (indent === 0) {
      tests.push(...inner.map(({ test }) => test));
      inner = [];
    }
  }
  return [...tests, ...inner.map(({ test }) => test)];
}

function renamed(test: ReportedTest, suite: string): void {
  (test.namePath as string[]).unshift(suite);
}

/** The TAP below each file's line in a verbose run: what passed and what was skipped. */
function verboseTests(lines: readonly string[]): ReportedTest[] {
  const starts = lines.flatMap((line, index) => (FILE_LINE.test(line) ? [index] : []));
  return starts.flatMap((start, order) => {
    const file = FILE_LINE.exec(lines[start] ?? '')?.groups?.file ?? null;
    const section = lines.slice(start + 1, starts[order + 1] ?? lines.length);
    const end = section.findIndex((line) =>
      /^(?:Dubious, |Failed \d+\/\d+ subtests|Test Summary Report|ok$|All tests)/.test(line),
    );
    const tap = readTap(section.slice(0, end < 0 ? section.length : end).join('\n'));
    return tap.points.flatMap((point) => leaves(point, [], file));
  });
}

function leaves(point: TapPoint, suites: readonly string[], file: string | null): ReportedTest[] {
  const name = point.name.replace(/^- /, '');
  if (point.children.length > 0) return point.children.flatMap((child) => leaves(child, [...suites, name], file));
  const skipped = point.skip || point.todo;
  // Failing ones are told with their reasons in the diagnostics.
  if (!point.ok && !skipped) return [];
  const named = name === '' ? '(without a name)' : name;
  return [{ namePath: [...suites, named], file, status: skipped ? 'skipped' : 'passed' }];
}

/** Files that ended early or never began: what they wrote on stderr stands above their own line. */
function brokenFiles(lines: readonly string[], tests: readonly ReportedTest[]): ReportedTest[] {
  return lines.flatMap((line) => {
    const groups = SUMMARY.exec(line)?.groups;
    if (groups?.file === undefined || Number(groups.status) === 0) return [];
    const { file } = groups;
    const isExplained = tests.some((test) => test.file === file && test.status === 'failed');
    const stderr = stderrOf(lines, file);
    if (isExplained && stderr === '') return [];
    const isLoad = Number(groups.tests) === 0 || speaksOfLoading(stderr);
    const unknown = `The file ended with status ${Number(groups.status) >> 8}; this output does not say why.`;
    const kind = isLoad ? ('load' as const) : ('error' as const);
    const message = stderr === '' ? unknown : stderr;
    return [{ namePath: [file], file, status: 'failed' as const, failure: { kind, message, trace: stderr } }];
  });
}

function stderrOf(lines: readonly string[], file: string): string {
  const at = lines.findIndex((line) => FILE_LINE.exec(line)?.groups?.file === file);
  let start = at;
  const isOther = (line: string) =>
    FILE_LINE.test(line) || /^(?:\s*#|\s*$|Failed \d+\/|Dubious,|\t\(|ok$|(?:not )?ok \d|\d+\.\.\d+$)/.test(line);
  while (
    start > 0 &&
    (/^# Looks like your test exited/.test(lines[start - 1] ?? '') || !isOther(lines[start - 1] ?? ''))
  )
    start--;
  const told = at < 0 ? [] : lines.slice(start, at);
  return told
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .trim();
}
