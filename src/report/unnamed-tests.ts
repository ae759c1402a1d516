import type { ReportedTest } from './assemble-report.ts';

/** What the totals of a console report count beyond the tests that it names, for the user. */
export function unnamedTests(
  counted: { readonly passed?: number; readonly failed?: number },
  tests: readonly ReportedTest[],
): string[] {
  const warnings: string[] = [];
  for (const status of ['passed', 'failed'] as const) {
    const named = tests.filter((test) => test.status === status).length;
    const missing = (counted[status] ?? 0) - named;
    if (missing <= 0) continue;
    warnings.push(
      status === 'passed'
        ? `${missing} passing test(s) are not named in this output.`
        : `${missing} failing test(s) are counted but not named in this output.`,
    );
  }
  return warnings;
}

/** The number before a word in a line of totals such as `26 failed, 1 skipped, 5 passed`; 0 when the line has none. */
export function countBefore(word: string, totals: string): number {
  return Number(new RegExp(`(\\d+) ${word}`).exec(totals)?.[1] ?? 0);
}
