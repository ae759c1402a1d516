import type { ReportFormat } from '../../src/domain/report-format.ts';
import { assembleReport, type ReportedTest } from '../../src/report/assemble-report.ts';

const LINE = /^(PASS|FAIL) (\S+?):(\d+) (.+?)(?: -- (.*))?$/;

/** Lines like `FAIL tests/cart.lua:12 adds up -- 3 is not 4`. Registry: `src/report/formats.ts`. */
export const passFailLines: ReportFormat = {
  name: 'pass-fail-lines',
  summary: 'PASS or FAIL, place, name and message on a line each',
  // By content alone: 1 is certain, 0 is certainly not.
  detect: (text) => (text.split('\n').some((line) => /^(PASS|FAIL) \S+:\d+ /.test(line)) ? 0.6 : 0),
  parse(text, context) {
    const tests = text.split(/\r?\n/).flatMap(testOf);
    // Maps paths onto the project, gives out ids, cuts what is too long.
    return assembleReport({ format: 'pass-fail-lines', runner: null, tests }, context);
  },
};

function testOf(line: string): ReportedTest[] {
  const [, status, file = '', row, name = '', message = ''] = LINE.exec(line) ?? [];
  if (status === undefined) return [];
  const place = { namePath: [name], file, line: Number(row) };
  return [status === 'PASS' ? { ...place, status: 'passed' } : { ...place, status: 'failed', failure: { message } }];
}
