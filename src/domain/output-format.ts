import type { Project } from './project.ts';
import type { RepairOutcome } from './repair-outcome.ts';

/** Plug-in contract of the output registry: renders one outcome as text. */
export interface OutputFormat {
  /** e.g. `json`, `diff`, `html`, `summary`. */
  readonly name: string;
  readonly summary: string;
  /** Name of the file in the run folder. */
  readonly fileName: string;
  render(outcome: RepairOutcome, projects: RenderedProjects): string;
}

/** The project before and after; both null when the input could not be opened, `after` null without a patch. */
export interface RenderedProjects {
  readonly before: Project | null;
  readonly after: Project | null;
}
