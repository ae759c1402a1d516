import type { Project } from '../domain/project.ts';
import { hasFile, pathIn } from './project-files.ts';
import { tableIn, tomlOf } from './python-project.ts';
import { quoteShell } from './shell-line.ts';

/** A program that installs a Python project into `.venv` in its folder. */
export interface PythonManager {
  readonly name: string;
  /** As a person types it. */
  readonly line: string;
  /** Variables that keep the environment inside the project. */
  readonly variables: string;
  /** Adds one more package to that environment. */
  readonly add: string;
  readonly evidence: string;
}

const TEST_GROUP = /^(tests?|testing|ci)$/;

/** By lock file first, then by the tool's own table in pyproject.toml, then Pipfile; null for plain pip. */
export function pythonManager(project: Project, folder: string): PythonManager | null {
  const has = (name: string) => hasFile(project, pathIn(folder, name));
  const pyproject = tomlOf(project, pathIn(folder, 'pyproject.toml'));
  const tools = tableIn(pyproject, 'tool');
  const place = (name: string) => pathIn(folder, name);
  if (has('uv.lock')) return uv(pyproject, true, `there is ${place('uv.lock')}`);
  if (has('poetry.lock')) return poetry(pyproject, `there is ${place('poetry.lock')}`);
  if (has('Pipfile.lock')) return pipenv(true, `there is ${place('Pipfile.lock')}`);
  if (has('pdm.lock')) return pdm(`there is ${place('pdm.lock')}`);
  const backend = tableIn(pyproject, 'build-system')['build-backend'];
  const isPoetryBuilt = typeof backend === 'string' && backend.startsWith('poetry.');
  if ('poetry' in tools || isPoetryBuilt) return poetry(pyproject, `${place('pyproject.toml')} is Poetry's`);
  if ('uv' in tools) return uv(pyproject, false, `${place('pyproject.toml')} is uv's`);
  if ('pdm' in tools) return pdm(`${place('pyproject.toml')} is PDM's`, false);
  if (has('Pipfile')) return pipenv(false, `there is ${place('Pipfile')}`);
  return null;
}

/** https://docs.astral.sh/uv/concepts/projects/sync/: the group `dev` is installed unless told otherwise. */
function uv(pyproject: Record<string, unknown> | null, isLocked: boolean, evidence: string): PythonManager {
  const groups = Object.keys(tableIn(pyproject, 'dependency-groups')).filter((name) => TEST_GROUP.test(name));
  const extras = Object.keys(tableIn(pyproject, 'project', 'optional-dependencies')).filter(isTestExtra);
  const flags = [
    ...(isLocked ? ['--locked'] : []),
    ...groups.map((name) => `--group ${quoteShell(name)}`),
    ...extras.map((name) => `--extra ${quoteShell(name)}`),
  ];
  return {
    name: 'uv',
    line: ['uv sync', ...flags].join(' '),
    variables: 'UV_PROJECT_ENVIRONMENT=.venv UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never',
    add: 'uv pip install --python .venv/bin/python',
    evidence,
  };
}

/** https://python-poetry.org/docs/cli/#install: all groups but the optional ones are installed. */
function poetry(pyproject: Record<string, unknown> | null, evidence: string): PythonManager {
  const groups = Object.entries(tableIn(pyproject, 'tool', 'poetry', 'group'))
    .filter(([name, group]) => TEST_GROUP.test(name) && tableIn(group).optional === true)
    .map(([name]) => ` --with ${quoteShell(name)}`);
  const declared = {
    ...tableIn(pyproject, 'tool', 'poetry', 'extras'),
    ...tableIn(pyproject, 'project', 'optional-dependencies'),
  };
  const extras = Object.keys(declared)
    .filter(isTestExtra)
    .map((name) => ` --extras ${quoteShell(name)}`);
  return {
    name: 'poetry',
    line: `poetry install --no-interaction${groups.join('')}${extras.join('')}`,
    variables: 'POETRY_VIRTUALENVS_IN_PROJECT=true POETRY_VIRTUALENVS_CREATE=true',
    add: 'poetry run pip install',
    evidence,
  };
}

function pipenv(isLocked: boolean, evidence: string): PythonManager {
  return {
    name: 'pipenv',
    line: isLocked ? 'pipenv sync --dev' : 'pipenv install --dev --skip-lock',
    variables: 'PIPENV_VENV_IN_PROJECT=1 PIPENV_NOSPIN=1 PIPENV_YES=1',
    add: 'pipenv run pip install',
    evidence,
  };
}

function pdm(evidence: string, isLocked = true): PythonManager {
  const variables = 'PDM_CHECK_UPDATE=0 PDM_IGNORE_SAVED_PYTHON=1';
  return {
    name: 'pdm',
    line: isLocked ? 'pdm sync --dev' : 'pdm install --dev --no-lock',
    variables,
    add: 'pdm run pip install',
    evidence,
  };
}

function isTestExtra(name: string): boolean {
  return TEST_GROUP.test(name) || name === 'dev';
}
