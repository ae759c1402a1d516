import { readFile } from 'node:fs/promises';
import { addAbortSignal, type Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { AutofixError, EXIT } from '../../domain/autofix-error.ts';
import type { Project } from '../../domain/project.ts';
import { failedTests, type TestReport } from '../../domain/test-report.ts';
import { describesProject } from '../../report/describes-project.ts';
import { mergeReports } from '../../report/merge-reports.ts';
import { readReport } from '../../report/read-report.ts';
import type { RepairOptions } from '../repair-options.ts';

/** Reads the failing report(s); null when none was given, so that the tests have to tell. */
export async function readReports(
  options: RepairOptions,
  project: Project,
  signal: AbortSignal,
  standardInput: Readable = process.stdin,
): Promise<TestReport | null> {
  if (options.reports.length === 0) return null;
  const reports: TestReport[] = [];
  for (const file of options.reports) {
    const bytes = file === '-' ? await buffer(addAbortSignal(signal, standardInput)) : await readReportFile(file);
    reports.push(readReport(bytes, options.reportFormat, { project, workspaceRoot: null }));
  }
  const report = mergeReports(reports);
  if (failedTests(report).length > 0 && !describesProject(report, project)) {
    throw new AutofixError(`The report is about another project: none of its files is in ${project.name}`, {
      code: 'report-foreign',
      exitCode: EXIT.inputRefused,
      hint: 'Give the report that the tests of this very project wrote.',
    });
  }
  return report;
}

export function describeReport(report: TestReport | null): string {
  if (report === null) return 'none given: the tests will tell';
  return `${report.format}: ${failedTests(report).length} of ${report.results.length} tests failed`;
}

async function readReportFile(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new AutofixError(`Cannot read the report ${file}: ${(cause as Error).message}`, {
      code: 'input-not-found',
      exitCode: EXIT.usage,
      hint: 'Give the path of the report with --report, or - to read it from standard input.',
      cause,
    });
  }
}
