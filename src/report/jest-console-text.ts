import type { ReportFormat } from '../domain/report-format.ts';
import type { TestStatus } from '../domain/test-report.ts';
import { assembleReport, type ReportedTest } from './assemble-report.ts';
import { sectionsOf } from './console-output.ts';
import { suiteErrorMessage, withoutExcerpt } from './suite-error.ts';
import { countBefore, unnamedTests } from './unnamed-tests.ts';

/** What Jest prints, with or without --verbose. */
export const jestConsole: ReportFormat = {
  name: 'jest-console',
  summary: "Jest's console output (give --json where you can: it names passing tests too)",
  detect(text) {
    const hasBlock = /^ {2}● .+$/m.test(text);
    const hasFile = /^(?: ?(?:FAIL|PASS) {1,2}\S+|Errors thrown in \S+$)/m.test(text);
    const hasTotals = /^Test Suites: +.*\d+ total$/m.test(text);
    if (hasTotals && hasFile) return 0.95;
    return hasBlock && hasFile ? 0.85 : hasTotals || hasBlock ? 0.5 : 0;
  },
  parse(text, context) {
    const body = withoutSummary(text.split('\n'));
    const files = sectionsOf(body, FILE_LINE);
    const orphans = files.length === 0 ? fileTests(null, body) : [];
    const tests = [
      ...orphans,
      ...files.flatMap(({ heading, lines }) => fileTests(heading.groups?.file ?? null, lines)),
    ];
    const totals = /^Tests: +(.*) total$/m.exec(text)?.[1] ?? null;
    const counted = { passed: countBefore('passed', totals ?? ''), failed: countBefore('failed', totals ?? '') };
    const warnings = unnamedTests(counted, tests);
    return assembleReport(
      { format: 'jest-console', runner: 'jest', tests, truncated: totals === null, warnings },
      context,
    );
  },
};

const FILE_LINE =
  /^(?: ?(?:FAIL|PASS) {1,2}|Errors thrown in )(?:\S+ (?=\S+\.\w+))?(?<file>\S+\.\w+)(?: \([\d.]+ m?s(?:, [^)]*)?\))?\s*$/;
const BLOCK = /^ {2}● (?<title>.+)$/;
const END = /^(?:Test Suites:|Tests:|Snapshots:|Ran all test suites| › \d+ snapshot|Snapshot Summary|-{20,}\|)/;
const LEAF = /^(?<indent>\s+)(?<mark>[✓✕○✎√×]) (?:(?:skipped|todo) )?(?<name>.+?)(?: \([\d.]+ m?s\))?$/u;

/** Jest prints all failures again at the end of a long run. */
function withoutSummary(lines: readonly string[]): readonly string[] {
  const summary = lines.findIndex((line) => /^Summary of all failing tests/.test(line));
  return summary < 0 ? lines : lines.slice(0, summary);
}

function fileTests(file: string | null, lines: readonly string[]): ReportedTest[] {
  const end = lines.findIndex((line) => END.test(line));
  const body = end < 0 ? lines : lines.slice(0, end);
  const failures = sectionsOf(body, BLOCK).flatMap(({ heading, lines: block }) =>
    blockTest(file, heading.groups?.title ?? '', block),
  );
  const all = [...treeTests(file, body), ...failures];
  // A file whose tests ran was loaded: its own failure is that of a hook, as of `afterAll`.
  const hasRun = all.some((test) => test.failure?.kind !== 'load');
  return hasRun ? all.map((test) => (test.failure?.kind === 'load' ? asError(test) : test)) : all;
}

function asError(test: ReportedTest): ReportedTest {
  return { ...test, failure: { ...test.failure, kind: 'error' } };
}

function blockTest(file: string | null, title: string, block: readonly string[]): ReportedTest[] {
  if (title === 'Console') return [];
  const printed = block
    .map((line) => line.replace(/^ {4}/, ''))
    .join('\n')
    .trim();
  const text = withoutExcerpt(printed);
  if (title === 'Test suite failed to run') {
    const failure = { kind: 'load' as const, message: suiteErrorMessage(printed), trace: text };
    return [{ namePath: [file ?? title], file, status: 'failed', failure }];
  }
  return [{ namePath: title.split(' › '), file, status: 'failed', failure: { trace: text } }];
}

const STATUSES: Readonly<Record<string, TestStatus>> = { '✓': 'passed', '√': 'passed', '○': 'skipped', '✎': 'skipped' };

/** The tree of --verbose; its failing tests have blocks of their own. */
function treeTests(file: string | null, lines: readonly string[]): ReportedTest[] {
  const tests: ReportedTest[] = [];
  let suites: { readonly indent: number; readonly name: string }[] = [];
  for (const line of lines) {
    if (BLOCK.test(line)) break;
    if (line.length > 1000 || line.trim() === '') continue;
    const leaf = LEAF.exec(line)?.groups;
    const indent = line.length - line.trimStart().length;
    suites = suites.filter((suite) => suite.indent < indent);
    const status = leaf?.mark === undefined ? undefined : STATUSES[leaf.mark];
    if (leaf === undefined) suites.push({ indent, name: line.trim() });
    else if (status !== undefined)
      tests.push({ namePath: [...suites.map((suite) => suite.name), leaf.name ?? ''], file, status });
  }
  return tests;
}
