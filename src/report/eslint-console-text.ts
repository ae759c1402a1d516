import type { ReportFormat } from '../domain/report-format.ts';
import { assembleReport } from './assemble-report.ts';
import { lintFindings } from './diagnostics.ts';

const TOTALS = /^✖ (?<problems>\d+) problems? \((?<errors>\d+) errors?, (?<warnings>\d+) warnings?\)$/m;

/** ESLint's stylish form, its default on a terminal. */
export const eslintConsole: ReportFormat = {
  name: 'eslint-console',
  summary: "ESLint's console output (errors are failures, warnings are not)",
  detect(text) {
    const hasFinding =
      /^\S.*\.\w{1,6}\n(?:\s+\d+:\d+\s+(?:warning|error)\s+.*\n)*?\s+\d+:\d+\s+(?:warning|error)\s+\S/m.test(text);
    return TOTALS.test(text) ? 0.95 : hasFinding ? 0.85 : 0;
  },
  parse(text, context) {
    const tests = lintFindings(text.split('\n'));
    const totals = TOTALS.exec(text)?.groups;
    const warned = Number(totals?.warnings ?? 0);
    const warnings = warned > 0 ? [`${warned} finding(s) are warnings of the linter, not errors: left out.`] : [];
    const run = { format: 'eslint-console', runner: 'eslint', tests, truncated: totals === undefined };
    return assembleReport({ ...run, warnings }, context);
  },
};
