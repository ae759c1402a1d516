import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { addAbortSignal, type Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { AutofixError, EXIT } from '../../domain/autofix-error.ts';
import type { Project } from '../../domain/project.ts';
import type { ReportContext } from '../../domain/report-format.ts';
import { failedTests, type TestReport } from '../../domain/test-report.ts';
import { describesProject } from '../../report/describes-project.ts';
import { mergeReports } from '../../report/merge-reports.ts';
import { readReport } from '../../report/read-report.ts';
import { reportFilesIn } from '../../report/report-folder.ts';
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
    const context = { project, workspaceRoot: null };
    const inFolder = file === '-' ? null : await reportFilesIn(file);
    if (inFolder !== null) reports.push(...(await readFolder(file, inFolder, options.reportFormat, context)));
    else {
      const bytes = file === '-' ? await buffer(addAbortSignal(signal, standardInput)) : await readReportFile(file);
      reports.push(readNamed(file, bytes, options.reportFormat, context));
    }
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

/** One file's report; an error says which file it is of. */
function readNamed(file: string, bytes: Uint8Array, formatName: string | null, context: ReportContext): TestReport {
  try {
    return readReport(bytes, formatName, context);
  } catch (cause) {
    if (!(cause instanceof AutofixError) || cause.code !== 'report-unreadable') throw cause;
    const { message, code, exitCode, hint } = cause;
    const source = file === '-' ? 'standard input' : file;
    throw new AutofixError(`Cannot use ${source} as a report. ${message}`, { code, exitCode, hint, cause });
  }
}

/** A folder may also hold files that are no reports: they are named in a warning, unless nothing else is there. */
async function readFolder(
  folder: string,
  files: readonly string[],
  formatName: string | null,
  context: ReportContext,
): Promise<TestReport[]> {
  const reports: TestReport[] = [];
  const unread: string[] = [];
  for (const file of files) {
    const bytes = await readReportFile(file);
    try {
      reports.push(readReport(bytes, formatName, context));
    } catch (error) {
      if (!(error instanceof AutofixError) || error.code !== 'report-unreadable') throw error;
      unread.push(basename(file));
    }
  }
  const [first, ...others] = reports;
  if (first === undefined) {
    throw new AutofixError(`The folder ${folder} holds no report that can be read.`, {
      code: 'report-unreadable',
      exitCode: EXIT.inputRefused,
      hint: 'Give the folder of the XML or JSON files, for example target/surefire-reports, or the files themselves.',
    });
  }
  if (unread.length === 0) return reports;
  const warning = `${unread.length} file(s) of ${folder} are no report: ${unread.slice(0, 5).join(', ')}.`;
  return [{ ...first, warnings: [...first.warnings, warning] }, ...others];
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
