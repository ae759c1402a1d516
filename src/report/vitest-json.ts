import type { ReportFormat } from '../domain/report-format.ts';
import { numberOrNull } from '../shared/json.ts';
import { assembleReport, type ReportedTest } from './assemble-report.ts';
import { fileTests } from './jest-json.ts';
import { looksLike, readJsonDocument, recordsOf } from './json-document.ts';

/** What Vitest's JSON reporter writes in place of the message of a test that timed out. */
const LOST_TIMEOUT = 'STACK_TRACE_ERROR';

/** `vitest run --reporter=json`: Jest's shape, with two gaps that are told and bridged here. */
export const vitestJson: ReportFormat = {
  name: 'vitest-json',
  summary: 'Vitest: --reporter=json --outputFile=FILE (give its junit report too: JSON loses errors of hooks)',
  detect(text) {
    if (!looksLike(text, ['numTotalTestSuites']) || looksLike(text, ['numRuntimeErrorTestSuites'])) return 0;
    // Jest's document has these keys sorted, Vitest's begins with the total.
    return /^[ \t]*\{\s*"numTotalTestSuites"/m.test(text.slice(0, 4000)) ? 1 : 0.5;
  },
  parse(text, context) {
    const document = readJsonDocument(text, 'Vitest JSON');
    const files = recordsOf(document.value.testResults);
    const tests = files.flatMap((file) => fileTests(file)).map(withTimeout);
    const warnings = lostSuites(document.value, files, tests);
    return assembleReport(
      { format: 'vitest-json', runner: 'vitest', tests, truncated: document.truncated, warnings },
      context,
    );
  },
};

function withTimeout(test: ReportedTest): ReportedTest {
  if (!test.failure?.trace?.includes(LOST_TIMEOUT)) return test;
  const trace = test.failure.trace.replaceAll(`Error: ${LOST_TIMEOUT}`, '').trimStart();
  return {
    ...test,
    failure: { ...test.failure, trace, kind: 'timeout', errorType: 'Error', message: 'The test timed out.' },
  };
}

/** A suite whose `beforeAll` threw is counted, but its tests are only "skipped" and the error is nowhere. */
function lostSuites(
  report: Record<string, unknown>,
  files: readonly Record<string, unknown>[],
  tests: readonly ReportedTest[],
): string[] {
  const failedSuites = new Set<string>();
  for (const test of tests) {
    if (test.status !== 'failed') continue;
    for (let depth = 0; depth < test.namePath.length; depth++) {
      failedSuites.add(JSON.stringify([test.file, ...test.namePath.slice(0, depth)]));
    }
  }
  const seen = Math.max(failedSuites.size, files.filter((file) => file.status === 'failed').length);
  const counted = numberOrNull(report.numFailedTestSuites) ?? 0;
  if (counted <= seen) return [];
  return [
    `${counted - seen} failing suite(s) have no failing test: Vitest's JSON loses errors of hooks such as beforeAll. Give its JUnit report as well.`,
  ];
}
