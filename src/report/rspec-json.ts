import type { ReportFormat } from '../domain/report-format.ts';
import type { TestStatus } from '../domain/test-report.ts';
import { isRecord, numberOrNull, stringOrNull } from '../shared/json.ts';
import { assembleReport, type ReportedFailure, type ReportedTest } from './assemble-report.ts';
import { looksLike, readJsonDocument, recordsOf, stringsOf } from './json-document.ts';
import { rspecOuterErrors } from './rspec-failure.ts';

/** `rspec --format json`: https://rspec.info/features/3-13/rspec-core/formatters/json-formatter/ */
export const rspecJson: ReportFormat = {
  name: 'rspec-json',
  summary: 'RSpec: --format json --out FILE',
  detect(text) {
    if (/\{\s*"version":\s*"\d[^"\n]{1,20}",\s*(?:"seed":\s*\d+,\s*)?"messages":\s*\[/.test(text)) return 0.9;
    if (!looksLike(text, ['examples'])) return 0;
    return looksLike(text, ['full_description']) || looksLike(text, ['example_count', 'summary_line']) ? 1 : 0.2;
  },
  parse(text, context) {
    const document = readJsonDocument(text, 'RSpec JSON');
    const examples = recordsOf(document.value.examples).map(exampleTest);
    const outer = rspecOuterErrors(stringsOf(document.value.messages).join('\n'));
    const tests = [...examples, ...outer];
    const warnings = lostErrors(document.value.summary, outer.length);
    return assembleReport(
      { format: 'rspec-json', runner: 'rspec', tests, truncated: document.truncated, warnings },
      context,
    );
  },
};

function lostErrors(summary: unknown, found: number): string[] {
  const counted = isRecord(summary) ? (numberOrNull(summary.errors_outside_of_examples_count) ?? 0) : 0;
  return counted > found ? [`${counted - found} error(s) outside of the examples are counted, but not told.`] : [];
}

const STATUSES: Readonly<Record<string, TestStatus>> = { passed: 'passed', failed: 'failed' };

function exampleTest(example: Record<string, unknown>): ReportedTest {
  const full = stringOrNull(example.full_description) ?? '';
  const own = stringOrNull(example.description) ?? full;
  const status = STATUSES[String(example.status)] ?? 'skipped';
  const around = full.endsWith(own) ? full.slice(0, full.length - own.length).trim() : '';
  const seconds = numberOrNull(example.run_time);
  return {
    namePath: [around, own === '' ? full : own],
    file: stringOrNull(example.file_path),
    line: numberOrNull(example.line_number),
    status,
    durationMs: seconds === null ? null : seconds * 1000,
    failure: status === 'failed' ? exampleFailure(example) : null,
  };
}

function exampleFailure(example: Record<string, unknown>): ReportedFailure {
  const exception = isRecord(example.exception) ? example.exception : {};
  return {
    errorType: stringOrNull(exception.class),
    message: stringOrNull(exception.message),
    trace: stringsOf(exception.backtrace).join('\n'),
  };
}
