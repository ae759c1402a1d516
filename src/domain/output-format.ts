import type { Project } from './project.ts';
import type { RepairOutcome } from './repair-outcome.ts';
import type { TestReport } from './test-report.ts';
import type { TimelineEntry } from './timeline.ts';

/** Plug-in contract of the output registry: renders one outcome as text. */
export interface OutputFormat {
  /** e.g. `json`, `diff`, `html`, `summary`. */
  readonly name: string;
  readonly summary: string;
  /** Name of the file in the run folder. */
  readonly fileName: string;
  render(outcome: RepairOutcome, evidence: Evidence): string;
}

/** What a run leaves besides its outcome. */
export interface Evidence {
  /** The project before and after; both null when the input could not be opened, `after` null without a patch. */
  readonly before: Project | null;
  readonly after: Project | null;
  /** Whole runs of the tests without and with the patch, as far as they came to their end. */
  readonly reports?: { readonly before: TestReport | null; readonly after: TestReport | null };
  readonly timeline?: readonly TimelineEntry[];
}
