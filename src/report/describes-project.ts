import type { Project } from '../domain/project.ts';
import type { TestReport } from '../domain/test-report.ts';
import { isInstalledPath } from './path-mapping.ts';

/**
 * Whether a report can be about a project: false only when it names files and none of them is in the project. The report
 * must have been read with this project in its context.
 */
export function describesProject(report: TestReport, project: Project): boolean {
  let names = false;
  for (const result of report.results) {
    if (result.file !== null) {
      if (project.entries.has(result.file)) return true;
      names ||= !isInstalledPath(result.file);
    }
    for (const frame of result.failure?.frames ?? []) {
      if (frame.inProject && frame.file !== null && project.entries.has(frame.file)) return true;
      names ||= frame.file !== null && !isInstalledPath(frame.file);
    }
  }
  return !names;
}
