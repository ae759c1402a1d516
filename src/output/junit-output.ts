import type { OutputFormat } from '../domain/output-format.ts';
import type { RepairOutcome } from '../domain/repair-outcome.ts';
import { countTests, type TestReport, type TestResult } from '../domain/test-report.ts';

/**
 * The tests as they end with the patch (without one: as they failed), for whatever shows test results. In the form that
 * Jenkins, GitLab and the publishers of GitHub read: the schema "JUnit.xsd" of windyroad/JUnit-Schema, with the
 * attribute `file` that GitLab and pytest add.
 */
export const junitOutput: OutputFormat = {
  name: 'junit',
  summary: 'JUnit XML of the tests with the patch',
  fileName: 'junit.xml',
  render: (outcome, { reports }) => junitDocument(reports?.after ?? reports?.before ?? reportOf(outcome)),
};

function junitDocument(report: TestReport): string {
  const suites = new Map<string, TestResult[]>();
  for (const result of report.results) {
    const file = result.file ?? '';
    suites.set(file, [...(suites.get(file) ?? []), result]);
  }
  const attributes = { name: 'autofix', ...countsOf(report.results) };
  const body = [...suites].map(([file, results]) => suite(file, results)).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${written(attributes)}>\n${body}</testsuites>\n`;
}

function suite(file: string, results: readonly TestResult[]): string {
  const attributes = { name: file === '' ? 'tests' : file, ...countsOf(results) };
  return `  <testsuite${written(attributes)}>\n${results.map(testCase).join('')}  </testsuite>\n`;
}

function testCase({ name, namePath, file, line, status, durationMs, failure }: TestResult): string {
  const classname = namePath.slice(0, -1).join(' > ') || file || 'tests';
  const attributes = { name: namePath.at(-1) ?? name, classname, time: seconds(durationMs ?? 0), file, line };
  const open = `    <testcase${written(attributes)}`;
  if (status === 'skipped') return `${open}><skipped/></testcase>\n`;
  if (status === 'passed' || failure === null) return `${open}/>\n`;
  const { kind, errorType, message } = failure;
  const element = kind === 'assertion' ? 'failure' : 'error';
  const told = written({ message: message.split('\n')[0] ?? '', type: errorType ?? kind });
  return `${open}>\n      <${element}${told}>${escaped(message)}</${element}>\n    </testcase>\n`;
}

function countsOf(results: readonly TestResult[]): Record<string, string | number> {
  const { total, skipped } = countTests(results);
  const failed = results.filter(({ status }) => status === 'failed');
  const failures = failed.filter(({ failure }) => failure?.kind === 'assertion').length;
  const time = seconds(results.reduce((sum, { durationMs }) => sum + (durationMs ?? 0), 0));
  return { tests: total, failures, errors: failed.length - failures, skipped, time };
}

/** What is known of the tests of a run that ended before they could be run. */
function reportOf({ analysis }: RepairOutcome): TestReport {
  const results = analysis.failures.map(({ id, name, message }): TestResult => {
    const place = { file: null, line: null, durationMs: null };
    const failure = {
      kind: 'error',
      errorType: null,
      message,
      expected: null,
      actual: null,
      frames: [],
      output: '',
    } as const;
    return { id, name, namePath: [name], status: 'failed', failure, ...place };
  });
  return { format: 'autofix', runner: null, results, truncated: false, warnings: [] };
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

function written(attributes: Readonly<Record<string, string | number | null>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => (value === null ? '' : ` ${name}="${escaped(String(value))}"`))
    .join('');
}

/** Characters that XML 1.0 (section 2.2) does not allow in any form become visible. */
function escaped(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g,
      (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
    .replace(/[&<>"\n\r\t]/g, (char) => `&#${char.charCodeAt(0)};`);
}
