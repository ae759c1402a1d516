import type { ReportFormat } from '../domain/report-format.ts';
import type { TestStatus } from '../domain/test-report.ts';
import { isRecord, numberOrNull, stringOrNull } from '../shared/json.ts';
import { assembleReport, type ReportedFailure, type ReportedTest } from './assemble-report.ts';
import { looksLike, readJsonDocument, recordsOf } from './json-document.ts';

/** mochawesome's JSON, which Cypress projects write too: https://github.com/adamgruber/mochawesome */
export const mochawesomeJson: ReportFormat = {
  name: 'mochawesome-json',
  summary: 'mochawesome: its JSON, of Mocha or Cypress',
  detect(text) {
    return looksLike(text, ['stats', 'results', 'suites', 'fullFile']) ||
      looksLike(text, ['stats', 'beforeHooks', 'estack'])
      ? 1
      : 0;
  },
  parse(text, context) {
    const document = readJsonDocument(text, 'mochawesome JSON');
    const tests = recordsOf(document.value.results).flatMap((root) => suiteTests(root, [], null));
    const run = { format: 'mochawesome-json', runner: 'mocha', tests, truncated: document.truncated };
    return assembleReport(run, context);
  },
};

const DEEPEST = 100;

function suiteTests(suite: Record<string, unknown>, titles: readonly string[], around: string | null): ReportedTest[] {
  const title = stringOrNull(suite.title) ?? '';
  const inside = title === '' ? titles : [...titles, title];
  const file = stringOrNull(suite.fullFile) || around;
  if (inside.length > DEEPEST) return [];
  const hooks = [...recordsOf(suite.beforeHooks), ...recordsOf(suite.afterHooks)];
  return [
    ...recordsOf(suite.tests).map((test) => reported(test, inside, file)),
    ...hooks
      .filter((hook) => hook.fail === true || hook.state === 'failed')
      .map((hook) => reported(hook, inside, file)),
    ...recordsOf(suite.suites).flatMap((inner) => suiteTests(inner, inside, file)),
  ];
}

function reported(test: Record<string, unknown>, titles: readonly string[], file: string | null): ReportedTest {
  const status = statusOf(test);
  return {
    namePath: [...titles, stringOrNull(test.title) ?? ''],
    file,
    status,
    durationMs: numberOrNull(test.duration),
    failure: status === 'failed' ? failureOf(test) : null,
  };
}

function statusOf(test: Record<string, unknown>): TestStatus {
  if (test.fail === true || test.state === 'failed') return 'failed';
  return test.pass === true || test.state === 'passed' ? 'passed' : 'skipped';
}

function failureOf(test: Record<string, unknown>): ReportedFailure {
  const error = isRecord(test.err) ? test.err : {};
  const diff = stringOrNull(error.diff);
  const stack = stringOrNull(error.estack) ?? stringOrNull(error.message) ?? '';
  // The stack first: it begins with the error's type.
  return { trace: diff === null ? stack : withDiff(stack, diff), kind: test.timedOut === true ? 'timeout' : null };
}

function withDiff(stack: string, diff: string): string {
  const at = stack.search(/\n\s+at /);
  const [head, frames] = at < 0 ? [stack, ''] : [stack.slice(0, at), stack.slice(at)];
  return `${head}\n\n+ expected - actual\n\n${diff.trim()}\n${frames}`;
}
