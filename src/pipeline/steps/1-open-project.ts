import { resolve } from 'node:path';
import { openProject } from '../../archive/open-project.ts';
import { checkOutputTarget } from '../../archive/output-target.ts';
import { AutofixError, EXIT } from '../../domain/autofix-error.ts';
import { filePaths, type Project } from '../../domain/project.ts';
import type { RepairOptions } from '../repair-options.ts';

export interface OpenedProject {
  readonly project: Project;
  /** Where the repaired ZIP goes; null when none is to be written. */
  readonly target: string | null;
}

/** Opens the input and refuses an impossible output before anything costly begins. */
export async function openInput(options: RepairOptions): Promise<OpenedProject> {
  const target = targetOf(options);
  if (target !== null) await checkOutputTarget(options.input, target);
  const project = await openProject(options.input);
  if (options.write && project.origin.kind !== 'folder') {
    throw new AutofixError('--write works on a folder, and the input is a ZIP', {
      code: 'usage',
      exitCode: EXIT.usage,
      hint: 'Leave --write out: the repaired ZIP is written to --out.',
    });
  }
  return { project, target };
}

export function describeProject({ project }: OpenedProject): string {
  return `${project.name}: ${filePaths(project).length} files`;
}

/** `<name>.fixed.zip` beside the input, or in the current folder for a ZIP from standard input. */
function targetOf(options: RepairOptions): string | null {
  if (options.dryRun) return null;
  if (options.out !== null) return options.out;
  if (options.write) return null;
  if (options.input === '-') return 'project.fixed.zip';
  return `${resolve(options.input).replace(/\.zip$/i, '')}.fixed.zip`;
}
