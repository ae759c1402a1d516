import type { Project } from '../domain/project.ts';
import type { ProjectCommand } from '../domain/toolchain.ts';
import { folderOf } from '../shared/project-path.ts';
import { pathBelow, pathIn } from './project-files.ts';
import { type PythonManager, pythonManager } from './python-managers.ts';
import { hasSourceLayout } from './python-project.ts';
import { lists, pythonRequirements } from './python-requirements.ts';
import { quoteAll } from './shell-line.ts';

const ENVIRONMENT_FOLDER = '.venv';

/** How a Python project is installed. */
export interface PythonInstall {
  readonly command: ProjectCommand | null;
  readonly folders: readonly string[];
  readonly evidence: readonly string[];
  /** The interpreter that runs the tests, as the package's folder sees it. */
  readonly python: string;
  readonly manager: string;
}

/**
 * A virtual environment in the work copy when there is something to install; the machine's Python otherwise.
 * `tool` is a package that the tests need besides (pytest): installed too when an environment is made. Where the
 * manager that the project uses is not on the machine, pip installs the same requirements.
 */
export function pythonInstall(project: Project, place: string, tool: string | null): PythonInstall {
  const folder = pythonHome(project, place);
  const requirements = pythonRequirements(project, folder);
  const { files, specifiers, self } = requirements;
  const wanted = [...files.flatMap((file) => ['-r', file]), ...(self === null ? [] : [self]), ...specifiers];
  const folders = [pathIn(folder, ENVIRONMENT_FOLDER)];
  const manager = pythonManager(project, folder);
  const name = manager?.name ?? 'pip';
  if (wanted.length === 0 && manager === null) {
    return { command: null, folders, evidence: ['nothing to install is declared'], python: 'python3', manager: name };
  }
  const isMissing = tool !== null && !lists(project, folder, requirements, tool);
  if (isMissing) wanted.push(tool);
  const python = `${ENVIRONMENT_FOLDER}/bin/python`;
  const pip = `python3 -m venv ${ENVIRONMENT_FOLDER} && ${python} -m pip install ${quoteAll(wanted.length === 0 ? ['pip'] : wanted)}`;
  const line = manager === null ? pip : managed(manager, pip, isMissing ? tool : null);
  // poetry and pip ask the desktop's keyring for passwords, and none can be reached from the sandbox.
  const env = {
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
    PIP_NO_INPUT: '1',
    PYTHON_KEYRING_BACKEND: 'keyring.backends.null.Keyring',
  };
  const command = { argv: ['sh', '-c', line], cwd: folder, env, display: manager?.line ?? pip };
  const evidence = [...(manager === null ? [] : [`${manager.evidence}: ${name}`]), ...requirements.evidence];
  return { command, folders, evidence, python: `${upTo(project, place)}${python}`, manager: name };
}

/**
 * The folder that says what a package needs: its own, or the nearest one above when it says nothing (a Django project
 * below its requirements).
 */
function pythonHome(project: Project, folder: string): string {
  for (let home = folder; ; home = folderOf(home)) {
    const { files, specifiers, self } = pythonRequirements(project, home);
    const says = files.length > 0 || specifiers.length > 0 || self !== null || pythonManager(project, home) !== null;
    if (says) return home;
    if (home === '') return folder;
  }
}

/** `../` for each step from a folder up to its home. */
function upTo(project: Project, folder: string): string {
  const inside = pathBelow(pythonHome(project, folder), folder);
  return inside === null || inside === '' ? '' : '../'.repeat(inside.split('/').length);
}

function managed(manager: PythonManager, pip: string, tool: string | null): string {
  const more = tool === null ? '' : ` && ${manager.add} ${quoteAll([tool])}`;
  return [
    `if command -v ${manager.name} >/dev/null 2>&1; then`,
    `export ${manager.variables}`,
    `${manager.line}${more}`,
    'else',
    pip,
    'fi',
  ].join('\n');
}

/**
 * A line run by `sh` as a Python project's tests are: its environment's programs first, its sources importable. Stale
 * bytecode is kept away: Python tells a changed source by its second and size, which a small repair may not change.
 */
export function pythonCommand(project: Project, folder: string, line: string): ProjectCommand {
  const steps = [`export PATH="$PWD/${upTo(project, folder)}${ENVIRONMENT_FOLDER}/bin:$PATH"`];
  // The project's own files come before a copy of them that an installation may have put into the environment.
  const sources = hasSourceLayout(project, folder) ? '$PWD/src:$PWD' : '$PWD';
  steps.push(`export PYTHONPATH="${sources}\${PYTHONPATH:+:$PYTHONPATH}"`);
  const env = { PYTHONDONTWRITEBYTECODE: '1' };
  return { argv: ['sh', '-c', [...steps, line].join('\n')], cwd: folder, env, display: line };
}
