import type { ReportFormat } from '../domain/report-format.ts';
import type { TestStatus } from '../domain/test-report.ts';
import { assembleReport, type ReportedTest } from './assemble-report.ts';
import { sectionsOf } from './console-output.ts';
import { PLAYWRIGHT_HEADING, playwrightFailure } from './playwright-failure.ts';

const START = /^Running (?<tests>\d+) tests? using \d+ workers?/m;
/** `  ✓   3 [desktop] › test/cart.spec.js:9:5 › Cart › counts items (7ms)` */
const LISTED = /^ +(?<mark>[✓✘-]|ok|x) +\d+ (?<rest>.+?)(?: \([\d.]+m?s\))?$/;

/** What Playwright prints with its list, line and dot reporters. */
export const playwrightConsole: ReportFormat = {
  name: 'playwright-console',
  summary: "Playwright's console output (give --reporter=json where you can)",
  detect(text) {
    const signs = [START, /^ {2}\d+\) .*:\d+:\d+ › .*─{3,}$/m, /^ {2}\d+ (?:failed|flaky|passed \()/m];
    const found = signs.filter((sign) => sign.test(text)).length;
    return found >= 2 && (signs[0]?.test(text) || signs[1]?.test(text)) ? 0.95 : signs[1]?.test(text) ? 0.85 : 0;
  },
  parse(text, context) {
    const lines = text.split('\n');
    const flaky = titlesBelow(lines, 'flaky');
    const blocks = blockTests(lines, flaky, failedTitles(lines));
    const failed = new Set(blocks.map(keyOf));
    const listed = listedTests(lines, flaky).filter((test) => !failed.has(keyOf(test)));
    const tests = [...listed, ...blocks];
    const hasTotals = /^ {2}\d+ (?:failed|passed|flaky|skipped)\b/m.test(text);
    const counted = Number(START.exec(text)?.groups?.tests ?? 0);
    const warnings = [...flaky].map((title) => `${title}: flaky, passed when it was tried again.`);
    if (counted > tests.length)
      warnings.push(`${counted - tests.length} test(s) that did not fail are not named in this output.`);
    const run = { format: 'playwright-console', runner: 'playwright', tests, truncated: !hasTotals };
    return assembleReport({ ...run, warnings }, context);
  },
};

function keyOf(test: ReportedTest): string {
  return JSON.stringify([test.namePath, test.file]);
}

/** The list below ` 1 flaky` in the totals. */
function titlesBelow(lines: readonly string[], word: string): ReadonlySet<string> {
  const start = lines.findIndex((line) => new RegExp(`^ {2}\\d+ ${word}\\s*$`).test(line));
  const rest = start < 0 ? [] : lines.slice(start + 1);
  const end = rest.findIndex((line) => !/^ {4}\S/.test(line));
  return new Set((end < 0 ? rest : rest.slice(0, end)).map((line) => line.replace(/ ─+\s*$/, '').trim()));
}

function testOf(printed: string, status: TestStatus): ReportedTest | null {
  const groups = PLAYWRIGHT_HEADING.exec(printed.replace(/ \(retry #\d+\)$/, ''))?.groups;
  if (groups?.title === undefined || groups.file === undefined) return null;
  const project = groups.project === undefined ? [] : [`[${groups.project}]`];
  const namePath = [...project, ...groups.title.split(' › ')];
  return { namePath, file: groups.file, line: Number(groups.line), status };
}

/** Titles of failing tests without their steps, which the headings of the blocks have too. */
function failedTitles(lines: readonly string[]): readonly string[] {
  const listed = lines.flatMap((line) => {
    const groups = line.length > 1000 ? undefined : LISTED.exec(line)?.groups;
    return groups?.rest !== undefined && (groups.mark === '✘' || groups.mark === 'x') ? [groups.rest] : [];
  });
  const titles = [...listed, ...titlesBelow(lines, 'failed')];
  return titles.map((title) => title.replace(/ \(retry #\d+\)$/, ''));
}

function blockTests(lines: readonly string[], flaky: ReadonlySet<string>, titles: readonly string[]): ReportedTest[] {
  const sections = sectionsOf(
    lines,
    /^(?<failure> {2}\d+\) .*:\d+:\d+ › .*)$|^(?: {2}\d+ (?:failed|flaky|skipped|passed|did not run|interrupted)\b.*|Running \d+ tests?.*)$/,
  );
  return sections.flatMap(({ heading, lines: block }): ReportedTest[] => {
    const printed = heading.groups?.failure;
    const title = (printed ?? '')
      .replace(/^ *\d+\) /, '')
      .replace(/ ─+\s*$/, '')
      .trim();
    const known = titles.find((each) => title.startsWith(`${each} › `));
    const test = printed === undefined ? null : testOf(known ?? title, 'failed');
    if (test === null || flaky.has(title)) return [];
    return [{ ...test, failure: playwrightFailure(block) }];
  });
}

const STATUSES: Readonly<Record<string, TestStatus>> = { '✓': 'passed', ok: 'passed', '-': 'skipped' };

/** The list reporter names each try; a failing one has its own block. */
function listedTests(lines: readonly string[], flaky: ReadonlySet<string>): ReportedTest[] {
  const tests = new Map<string, ReportedTest>();
  for (const line of lines) {
    const groups = line.length > 1000 ? undefined : LISTED.exec(line)?.groups;
    const status = STATUSES[groups?.mark ?? ''] ?? (flaky.has(groups?.rest ?? '') ? 'passed' : undefined);
    const test = groups?.rest === undefined || status === undefined ? null : testOf(groups.rest, status);
    if (test !== null) tests.set(keyOf(test), test);
  }
  return [...tests.values()];
}
