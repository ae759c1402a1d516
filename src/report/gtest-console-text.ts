import type { ReportFormat } from '../domain/report-format.ts';
import { assembleReport, type ReportedTest } from './assemble-report.ts';
import { gtestFailure } from './gtest-failure.ts';
import { unnamedTests } from './unnamed-tests.ts';

const BEGIN = /^\[ RUN {6}\] (?<name>\S+)$/;
const END =
  /^(?<before>.*)\[ {2,7}(?<word>OK|FAILED|SKIPPED) {1,2}\] (?<name>[^\s,]+)(?:, where .*)? \((?<ms>\d+) ms\)$/;

/** What GoogleTest prints. */
export const gtestConsole: ReportFormat = {
  name: 'gtest-console',
  summary: "GoogleTest's console output",
  detect(text) {
    if (!/^\[ RUN {6}\] /m.test(text)) return 0;
    // CTest repeats the output of its tests, also in its XML.
    return /^\s*\d+\/\d+ Test +#\d+: |<testcase\s/m.test(text) ? 0.4 : /^\[={10}\] /m.test(text) ? 0.95 : 0.8;
  },
  parse(text, context) {
    const tests = gtestTests(text.split('\n'));
    const truncated = !/^\[={10}\] .* ran\./m.test(text);
    const failed = Number(/^\s*(\d+) FAILED TESTS?$/m.exec(text)?.[1] ?? 0);
    const warnings = unnamedTests({ failed }, tests);
    return assembleReport({ format: 'gtest-console', runner: 'gtest', tests, truncated, warnings }, context);
  },
};

function gtestTests(lines: readonly string[]): ReportedTest[] {
  const tests: ReportedTest[] = [];
  let open: { readonly name: string; readonly lines: string[] } | null = null;
  for (const line of lines) {
    const begin = BEGIN.exec(line)?.groups?.name;
    const end = END.exec(line)?.groups;
    if (begin !== undefined) {
      if (open !== null) tests.push(crashed(open));
      open = { name: begin, lines: [] };
    } else if (end?.name !== undefined && open !== null) {
      if (end.before) open.lines.push(end.before);
      tests.push(ended(end, open.lines));
      open = null;
    } else open?.lines.push(line);
  }
  return open === null ? tests : [...tests, crashed(open)];
}

function ended(groups: Readonly<Record<string, string | undefined>>, lines: readonly string[]): ReportedTest {
  const status = groups.word === 'OK' ? 'passed' : groups.word === 'SKIPPED' ? 'skipped' : 'failed';
  const failure = status === 'failed' ? gtestFailure(lines) : null;
  return { namePath: nameParts(groups.name ?? ''), file: null, status, durationMs: Number(groups.ms), failure };
}

/** The process ended inside the test, or the output was cut. */
function crashed({ name, lines }: { readonly name: string; readonly lines: readonly string[] }): ReportedTest {
  const failure = gtestFailure(lines);
  const message = lines.length === 0 ? 'The test began and did not end.' : (failure.message ?? null);
  return { namePath: nameParts(name), file: null, status: 'failed', failure: { ...failure, kind: 'error', message } };
}

/** `Tea/Totals.Adds/0` → `Tea/Totals`, `Adds/0`. */
function nameParts(name: string): string[] {
  const dot = name.indexOf('.');
  return dot < 0 ? [name] : [name.slice(0, dot), name.slice(dot + 1)];
}
