import { isAbsolute, relative, resolve } from 'node:path';
import { addAbortSignal } from 'node:stream';
import { openProject } from '../../archive/open-project.ts';
import { checkOutputTarget } from '../../archive/output-target.ts';
import { AutofixError, EXIT } from '../../domain/autofix-error.ts';
import { filePaths, type Project } from '../../domain/project.ts';
import { openRecordedInput } from '../recorded-input.ts';
import type { RepairOptions } from '../repair-options.ts';
import type { Replay } from '../replay.ts';

export interface OpenedProject {
  readonly project: Project;
  /** Where the repaired ZIP goes; null when none is to be written. */
  readonly target: string | null;
}

/** Opens the input and refuses impossible outputs before anything costly begins. */
export async function openInput(
  options: RepairOptions,
  signal: AbortSignal,
  replay: Replay | null = null,
): Promise<OpenedProject> {
  const target = targetOf(options);
  await checkOutputs(options, target);
  const recorded = replay?.recording.input ?? null;
  if (replay !== null && recorded !== null) {
    const project = await openRecordedInput(recorded, replay.input, options.archiveLimits);
    return { project, target };
  }
  const standardInput = options.input === '-' ? addAbortSignal(signal, process.stdin) : process.stdin;
  const project = withoutOwnFiles(await openProject(options.input, options.archiveLimits, standardInput), options);
  if (options.write && project.origin.kind !== 'folder') {
    throw refusal('--write works on a folder, and the input is a ZIP', 'Leave --write out: a ZIP is written to --out.');
  }
  return { project, target };
}

/** No output may be the input, a report, or another output. */
async function checkOutputs(options: RepairOptions, target: string | null): Promise<void> {
  const taken = new Map(options.reports.filter((file) => file !== '-').map((file) => [resolve(file), '--report']));
  const outputs = {
    '--out': target,
    '--diff': options.diffFile,
    '--html': options.htmlFile,
    '--summary': options.summaryFile,
  };
  for (const [option, file] of Object.entries(outputs)) {
    if (file === null || file.startsWith('/dev/')) continue;
    await checkOutputTarget(options.input, file);
    const other = taken.get(resolve(file));
    if (other !== undefined)
      throw refusal(`${option} and ${other} are the same file: ${file}`, 'Give each its own file.');
    taken.set(resolve(file), option);
  }
}

/** Run and state folders that lie in a folder input are no part of the project. */
function withoutOwnFiles(project: Project, { runsFolder, stateFolder }: RepairOptions): Project {
  if (project.origin.kind !== 'folder') return project;
  const root = resolve(project.origin.folder);
  const own = [runsFolder, stateFolder].map((folder) => relative(root, folder).replaceAll('\\', '/'));
  const inside = own.filter((path) => path !== '' && !path.startsWith('..') && !isAbsolute(path));
  if (inside.length === 0) return project;
  const isOwn = (path: string) => inside.some((folder) => path === folder || path.startsWith(`${folder}/`));
  return { ...project, entries: new Map([...project.entries].filter(([path]) => !isOwn(path))) };
}

function refusal(message: string, hint: string): AutofixError {
  return new AutofixError(message, { code: 'usage', exitCode: EXIT.usage, hint });
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
