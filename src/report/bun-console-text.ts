import type { ReportFormat } from '../domain/report-format.ts';
import type { TestStatus } from '../domain/test-report.ts';
import { assembleReport, type ReportedFailure, type ReportedTest } from './assemble-report.ts';
import { withoutExcerpt } from './suite-error.ts';
import { unnamedTests } from './unnamed-tests.ts';

const FILE = /^(?<file>\S+\.[cm]?[jt]sx?):$/;
const RESULT = /^(?:\((?<word>pass|fail|skip|todo)\)|(?<mark>[✓✗»✎])) (?<title>.+?)(?: \[[\d.]+m?s\])?$/u;
const WORDS: Readonly<Record<string, TestStatus>> = { pass: 'passed', '✓': 'passed', fail: 'failed', '✗': 'failed' };

/** What `bun test` prints: the error stands above the line of its test. */
export const bunConsole: ReportFormat = {
  name: 'bun-console',
  summary: "bun test's console output (give --reporter=junit where you can)",
  detect(text) {
    const signs = [/^bun test v\d/m, /^\((?:pass|fail)\) .+$/m, /^Ran \d+ tests? across \d+ files?/m];
    const found = signs.filter((sign) => sign.test(text)).length;
    return found >= 2 ? 0.95 : found === 1 ? 0.6 : 0;
  },
  parse(text, context) {
    const tests = bunTests(text.split('\n'));
    const truncated = !/^Ran \d+ tests? across/m.test(text);
    const failed = Number(/^ *(\d+) fail$/m.exec(text)?.[1] ?? 0);
    const warnings = tests.some(({ status }) => status === 'failed') ? [] : unnamedTests({ failed }, tests);
    return assembleReport({ format: 'bun-console', runner: 'bun', tests, truncated, warnings }, context);
  },
};

function bunTests(lines: readonly string[]): ReportedTest[] {
  const tests: ReportedTest[] = [];
  let file: string | null = null;
  let above: string[] = [];
  for (const [index, line] of lines.entries()) {
    const heading = FILE.exec(line)?.groups?.file;
    const groups = line.length > 1000 ? undefined : RESULT.exec(line)?.groups;
    if (heading !== undefined) {
      file = heading;
      above = [];
    } else if (/^# Unhandled error between tests$/.test(line)) {
      const rest = lines.slice(index + 2);
      const end = rest.findIndex((each) => /^-{20,}$/.test(each));
      tests.push(brokenFile(file, rest.slice(0, end < 0 ? rest.length : end)));
      above = [];
    } else if (groups?.title !== undefined) {
      const status = WORDS[groups.word ?? groups.mark ?? ''] ?? 'skipped';
      const failure = status === 'failed' ? failureOf(above, lines[index + 1] ?? '') : null;
      tests.push({ namePath: groups.title.split(' > '), file, status, failure });
      above = [];
    } else above.push(line);
  }
  return tests;
}

function failureOf(above: readonly string[], below: string): ReportedFailure {
  const timeout = /^\s*\^ (?<message>this test timed out after \d+ms)/.exec(below)?.groups?.message;
  if (timeout !== undefined) return { kind: 'timeout', message: timeout };
  const text = withoutExcerpt(above.join('\n'));
  const start = text.search(/^(?:error|[A-Z]\w*(?:Error|Exception)?): /m);
  const trace = (start < 0 ? text : text.slice(start)).replace(/^error: /, '');
  const output =
    start > 0
      ? text
          .slice(0, start)
          .replaceAll(/^\s*\^\s*$|^\d+ \|.*$/gm, '')
          .trim()
      : '';
  return { trace: trace.trim(), output };
}

function brokenFile(file: string | null, lines: readonly string[]): ReportedTest {
  const failure = failureOf(lines, '');
  return { namePath: [file ?? '(unknown file)'], file, status: 'failed', failure: { ...failure, kind: 'load' } };
}
