import type { Project } from './project.ts';
import type { TestReport } from './test-report.ts';

/** What a parser may look at besides the text. */
export interface ReportContext {
  /** The project the report is about; null when only the form matters. Frames are mapped onto its paths. */
  readonly project: Project | null;
  /** Folder in which the project stood when the tests ran, when that is known exactly (our own runs). */
  readonly workspaceRoot: string | null;
}

/** Plug-in contract of the report registry: one runner's or one standard's report. */
export interface ReportFormat {
  /** Stable name, also accepted by `--format`, e.g. `jest-json`. */
  readonly name: string;
  /** One line for `--help` and the docs. */
  readonly summary: string;
  /** 0 (certainly not) to 1 (certainly): judged by content alone, never by the file's name. Must not throw. */
  detect(text: string): number;
  /** Throws an `AutofixError` with code `report-unreadable` when the text is not of this format after all. */
  parse(text: string, context: ReportContext): TestReport;
}
