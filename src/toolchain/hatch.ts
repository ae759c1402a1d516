import type { Project } from '../domain/project.ts';
import { isRecord } from '../shared/json.ts';
import { pathIn } from './project-files.ts';
import { tableIn, tomlOf } from './python-project.ts';
import type { ToxEnvironment } from './tox.ts';

/** Environments that may be meant for tests, the likeliest first. */
const NAMES = ['hatch-test', 'test', 'tests', 'testing', 'default', 'dev'];

/** Hatch's environments in pyproject.toml or hatch.toml (https://hatch.pypa.io/latest/config/environment/overview/). */
export function hatchEnvironment(project: Project, folder: string): ToxEnvironment | null {
  const own = pathIn(folder, 'hatch.toml');
  const pyproject = pathIn(folder, 'pyproject.toml');
  const places: readonly (readonly [file: string, tables: Record<string, unknown>])[] = [
    [own, tableIn(tomlOf(project, own), 'envs')],
    [pyproject, tableIn(tomlOf(project, pyproject), 'tool', 'hatch', 'envs')],
  ];
  for (const [file, tables] of places) {
    const name = NAMES.find((each) => isRecord(tables[each]));
    if (name === undefined) continue;
    // Every environment has what the one called `default` has.
    const chain = [tableIn(tables, 'default'), tableIn(tables, name)];
    const listed = (key: string) => [...new Set(chain.flatMap((table) => strings(table[key])))];
    return {
      ...{ file, line: scriptLine(chain) },
      dependencies: [...listed('dependencies'), ...listed('extra-dependencies')],
      extras: listed('features'),
    };
  }
  return null;
}

/** The script for tests, without what is passed to it. */
function scriptLine(chain: readonly Record<string, unknown>[]): string {
  const scripts = Object.assign({}, ...chain.map((table) => tableIn(table, 'scripts'))) as Record<string, unknown>;
  const name = ['test', 'tests', 'run', 'unit'].find((each) => scripts[each] !== undefined);
  const script = name === undefined ? '' : scripts[name];
  const lines = typeof script === 'string' ? [script] : strings(script);
  return lines
    .map((line) => line.replace(/\{args(?::([^{}]*))?\}/g, (_whole, fallback: string | undefined) => fallback ?? ''))
    .map((line) => line.replace(/\{root(:\w+)*\}\/?/g, '').trim())
    .join(' && ');
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
