import type { ReportFormat } from '../domain/report-format.ts';
import type { TestStatus } from '../domain/test-report.ts';
import { assembleReport, type ReportedFailure, type ReportedTest } from './assemble-report.ts';
import { sectionsOf } from './console-output.ts';
import { splitType } from './error-text.ts';

const TOTALS = /^(?<runs>\d+) (?:runs|tests), \d+ assertions, (?<failures>\d+) failures?, (?<errors>\d+) errors?/m;
const NAME = '(?<suite>[A-Z][^#\\n]{0,300})#(?<test>[^\\n]{1,300}?)';
/** `CartTest#test_empty [test/cart_test.rb:10]:` of a failure, `CartTest#test_labels:` of an error. */
const SUBJECT = new RegExp(`^${NAME}(?: \\[(?<place>[^\\]\\n]{1,400}:\\d+)\\])?:(?: .*)?$`);
const HEADING = /^(?: {0,2}\d+\) )?(?<kind>Failure|Error|Skipped):$/;
const VERBOSE = new RegExp(`^${NAME} = (?<seconds>[\\d.]+) s = (?<mark>[.FES])$`);

/** What Minitest prints (also under Rails), and test-unit, its elder. */
export const minitestConsole: ReportFormat = {
  name: 'minitest-console',
  summary: "Minitest's and test-unit's console output, also under Rails (--verbose names passing tests)",
  detect(text) {
    const signs = [
      TOTALS,
      /^ {0,2}(?:\d+\) )?(?:Failure|Error):\n[A-Z][^#\n]{0,300}#[^\n]{1,300}:$/m,
      /^Run options: .*--seed \d+/m,
      /^={79}\n(?:Failure|Error|Omission): [^\n]+/m,
    ];
    const found = signs.filter((sign) => sign.test(text)).length;
    return found >= 2 ? 0.95 : found === 1 ? 0.75 : 0;
  },
  parse(text, context) {
    const lines = text.split('\n');
    const failures = [...numberedFailures(lines), ...ruledFailures(lines)];
    const failed = new Set(failures.map((test) => JSON.stringify(test.namePath)));
    const named = verboseTests(lines).filter((test) => !failed.has(JSON.stringify(test.namePath)));
    const tests = [...named, ...failures];
    const totals = TOTALS.exec(text)?.groups;
    const truncated = totals === undefined;
    const run = { format: 'minitest-console', runner: 'minitest', tests, truncated };
    return assembleReport({ ...run, warnings: countWarnings(totals, tests) }, context);
  },
};

function numberedFailures(lines: readonly string[]): ReportedTest[] {
  return sectionsOf(lines, HEADING).flatMap(({ heading, lines: block }): ReportedTest[] => {
    const subject = SUBJECT.exec(block[0] ?? '')?.groups;
    if (subject?.suite === undefined || subject.test === undefined) return [];
    const namePath = [subject.suite, subject.test];
    const file = subject.place?.replace(/:\d+$/, '') ?? null;
    if (heading.groups?.kind === 'Skipped') return [{ namePath, file, status: 'skipped' as const }];
    const body = untilEnd(block.slice(1));
    const failure =
      heading.groups?.kind === 'Error' ? errorFailure(body) : assertionFailure(body, subject.place ?? null);
    return [
      { namePath, file: /_spec\.|_test\.|test_|\/test\//.test(file ?? '') ? file : null, status: 'failed', failure },
    ];
  });
}

/** Totals, and the line with which Rails says how to run the test again. */
function untilEnd(lines: readonly string[]): readonly string[] {
  const end = lines.findIndex((line) => TOTALS.test(line) || /^(?:bin\/rails test|rails test|Finished in) /.test(line));
  return end < 0 ? lines : lines.slice(0, end);
}

function errorFailure(lines: readonly string[]): ReportedFailure {
  const text = lines.join('\n').trim();
  const frame = lines.findIndex((line) => /^\s+\S.*\.rb:\d+:in /.test(line));
  const head = (frame < 0 ? lines : lines.slice(0, frame)).join('\n').trim();
  const typed = /^(?<type>[A-Z][\w:]*): (?<message>[\s\S]*)$/.exec(head)?.groups;
  return {
    kind: null,
    errorType: typed?.type ?? splitType(head).errorType,
    message: typed?.message ?? head,
    trace: text,
  };
}

/** A failure has no stack of its own: the place in its headline is the frame. */
function assertionFailure(lines: readonly string[], place: string | null): ReportedFailure {
  const message = lines.join('\n').trim();
  const own = place === null ? '' : `# ${place}`;
  return { kind: 'assertion', errorType: null, message, trace: `${message}\n${own}`.trim() };
}

/** test-unit: blocks between rules, `Failure: test_empty(CartUnit)` and its frames, code and message. */
function ruledFailures(lines: readonly string[]): ReportedTest[] {
  return sectionsOf(lines, /^={79}$/).flatMap(({ lines: block }): ReportedTest[] => {
    const groups = /^(?<kind>Failure|Error|Omission|Pending): (?<rest>.*)$/.exec(block[0] ?? '')?.groups;
    const name = /(?<test>[^\s[]+)\((?<suite>[\w:]+)\)\]?:?/.exec(groups?.rest ?? '')?.groups;
    if (groups === undefined || name?.test === undefined || name.suite === undefined) return [];
    const namePath = [name.suite, name.test];
    if (groups.kind !== 'Failure' && groups.kind !== 'Error')
      return [{ namePath, file: null, status: 'skipped' as const }];
    const told = block.slice(1).filter((line) => !/^(?: {2}=>)?\s*\d+: |^[.FEOPN]+$/.test(line));
    const trace = told.filter((line) => /\.rb:\d+:in /.test(line)).join('\n');
    const text = told.filter((line) => !/\.rb:\d+:in /.test(line)).map((line) => line.replace(/^ {2}/, ''));
    const failure =
      groups.kind === 'Error' ? errorFailure([...text, ...trace.split('\n').map((line) => ` ${line}`)]) : null;
    return [{ namePath, file: null, status: 'failed', failure: failure ?? unitFailure(text.join('\n').trim(), trace) }];
  });
}

function unitFailure(message: string, trace: string): ReportedFailure {
  const both = /<(?<expected>[\s\S]{0,2000}?)> expected but was\n?\s*<(?<actual>[\s\S]{0,2000}?)>\.?(?:\n|$)/.exec(
    message,
  )?.groups;
  return { kind: 'assertion', message, trace, expected: both?.expected ?? null, actual: both?.actual ?? null };
}

const MARKS: Readonly<Record<string, TestStatus>> = { '.': 'passed', S: 'skipped' };

function verboseTests(lines: readonly string[]): ReportedTest[] {
  return lines.flatMap((line) => {
    const groups = line.length > 1000 ? undefined : VERBOSE.exec(line)?.groups;
    const status = MARKS[groups?.mark ?? ''];
    if (groups?.suite === undefined || groups.test === undefined || status === undefined) return [];
    return [{ namePath: [groups.suite, groups.test], file: null, status, durationMs: Number(groups.seconds) * 1000 }];
  });
}

function countWarnings(
  totals: Readonly<Record<string, string | undefined>> | undefined,
  tests: readonly ReportedTest[],
): string[] {
  if (totals === undefined) return [];
  const failed = tests.filter((test) => test.status === 'failed').length;
  const lost = Number(totals.failures) + Number(totals.errors) - failed;
  const unnamed = Number(totals.runs) - tests.length - Math.max(0, lost);
  const warnings = unnamed > 0 ? [`${unnamed} test(s) that did not fail are not named in this output.`] : [];
  if (lost > 0) warnings.push(`${lost} failing test(s) are counted but not told in this output.`);
  return warnings;
}
