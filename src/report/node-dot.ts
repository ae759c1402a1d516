import type { ReportContext } from '../domain/report-format.ts';
import type { TestReport } from '../domain/test-report.ts';
import { assembleReport, type ReportedFailure, type ReportedTest } from './assemble-report.ts';

const HEAD = /^Failed tests:$/;
const TITLE = /^✖ (?<name>.+?) \((?<duration>[\d.]+)ms\)(?<directive> # .*)?$/u;
const FILE = /^(?:\/|[A-Za-z]:[\\/]).*\.[cm]?[jt]sx?$/;

/** Whether a text is what node:test's dot reporter prints: a mark for each test, then the failing ones. */
export function isDotOutput(text: string): boolean {
  return /^Failed tests:\n+✖ .+ \([\d.]+ms\)/mu.test(text);
}

/** The dot reporter names the failing tests alone, without their suites. */
export function readDotOutput(text: string, context: ReportContext): TestReport {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => HEAD.test(line));
  const passed = lines
    .slice(0, start)
    .filter((line) => /^[.X]+$/.test(line))
    .join('')
    .replaceAll('X', '').length;
  const tests = failedTests(lines.slice(start + 1));
  const warnings = passed > 0 ? [`${passed} passing test(s) are not named in this output.`] : [];
  return assembleReport({ format: 'node-spec', runner: 'node:test', tests, truncated: false, warnings }, context);
}

function failedTests(lines: readonly string[]): ReportedTest[] {
  const tests: { name: string; durationMs: number; isTodo: boolean; body: string[] }[] = [];
  for (const line of lines) {
    const groups = line.length > 2000 ? undefined : TITLE.exec(line)?.groups;
    if (groups?.name === undefined) tests.at(-1)?.body.push(line.replace(/^ {2}/, ''));
    else {
      const isTodo = groups.directive !== undefined;
      tests.push({ name: groups.name, durationMs: Number(groups.duration), isTodo, body: [] });
    }
  }
  const own = tests.filter(({ body }) => !/^'\d+ subtests? failed'$/.test(body.join('\n').trim()));
  return own.map(({ name, durationMs, isTodo, body }) => {
    const file = FILE.test(name) ? name : null;
    const failure = failureOf(body.join('\n').trim(), file !== null);
    return { namePath: [name], file, durationMs, status: isTodo ? 'skipped' : 'failed', failure };
  });
}

function failureOf(body: string, isFile: boolean): ReportedFailure {
  const told = /^'([\s\S]*)'$/.exec(body)?.[1];
  if (!isFile) return { trace: told ?? body };
  return told === 'test failed'
    ? { kind: 'load', message: 'The file could not be run; the output does not say why.' }
    : { kind: 'load', trace: told ?? body };
}
