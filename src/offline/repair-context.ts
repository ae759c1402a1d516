import type { RepairTask } from '../domain/repair-task.ts';
import type { FailureClues } from './failure-clues.ts';
import type { ProjectIndex } from './project-index.ts';
import type { ProjectSources } from './project-sources.ts';

/** What the parts of the engine share while they search for one repair. */
export interface RepairContext {
  readonly task: RepairTask;
  readonly sources: ProjectSources;
  readonly index: ProjectIndex;
  readonly clues: FailureClues;
  /** Editable files that the suspects or the messages name, most suspicious first. */
  readonly suspectFiles: readonly string[];
  /** The other editable files, those closest to the suspects first. */
  readonly otherFiles: readonly string[];
}
