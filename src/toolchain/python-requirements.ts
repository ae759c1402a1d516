import type { Project } from '../domain/project.ts';
import { isRecord } from '../shared/json.ts';
import { pathIn, textOf } from './project-files.ts';
import { testEnvironment } from './python-environments.ts';
import { tableIn, tomlOf } from './python-project.ts';
import { condaSpecifiers, requirementFiles } from './requirement-files.ts';

/** What a Python project wants installed. */
export interface PythonRequirements {
  /** Requirement files, relative to the package's folder. */
  readonly files: readonly string[];
  /** Requirements in pip's own form, e.g. `pytest>=8`. */
  readonly specifiers: readonly string[];
  /** `.` with the extras that its tests need, when the project must be installed to get its dependencies. */
  readonly self: string | null;
  readonly evidence: readonly string[];
}

const TEST_GROUP = /^(dev|development|tests?|testing|ci)$/;

/** Requirement files, pyproject.toml (PEP 621, PEP 735, Poetry, uv), Pipfile, setup.cfg and setup.py. */
export function pythonRequirements(project: Project, folder: string): PythonRequirements {
  const evidence: string[] = [];
  const files = requirementFiles(project, folder);
  const pyproject = tomlOf(project, pathIn(folder, 'pyproject.toml'));
  const specifiers = new Set<string>();
  if (pyproject !== null) for (const each of pyprojectSpecifiers(pyproject)) specifiers.add(each);
  const pipfile = files.length === 0 ? tomlOf(project, pathIn(folder, 'Pipfile')) : null;
  for (const table of ['packages', 'dev-packages']) {
    for (const each of namedVersions(tableIn(pipfile, table), (version) => version)) specifiers.add(each);
  }
  const environment = files.length === 0 && specifiers.size === 0 ? testEnvironment(project, folder) : null;
  for (const each of environment?.dependencies ?? []) {
    const file = /^(?:-r|--requirement)[\s=]*(\S+)$/.exec(each)?.[1];
    if (file === undefined) specifiers.add(each.replace(/\s+/g, ''));
    else files.push(file);
  }
  const self = withExtras(selfRequirement(project, folder, pyproject), environment?.extras ?? []);
  if (files.length === 0 && specifiers.size === 0 && self === null) {
    for (const each of condaSpecifiers(project, folder)) specifiers.add(each);
  }
  evidence.push(...files.map((file) => `there is ${pathIn(folder, file)}`));
  if (self !== null) evidence.push('the project declares dependencies of its own');
  else if (specifiers.size > 0) evidence.push('its manifest declares what the tests need');
  return { files, specifiers: [...specifiers], self, evidence };
}

function withExtras(self: string | null, extras: readonly string[]): string | null {
  return extras.length === 0 || (self !== null && self !== '.') ? self : `.[${extras.join(',')}]`;
}

/** Whether a package is named in any of them. */
export function lists(project: Project, folder: string, requirements: PythonRequirements, name: string): boolean {
  const pattern = new RegExp(`^\\s*${name}\\b(?!-)`, 'im');
  const texts = requirements.files.map((file) => textOf(project, pathIn(folder, file)) ?? '');
  return [...texts, ...requirements.specifiers].some((text) => pattern.test(text)) || selfListed(project, folder, name);
}

function selfListed(project: Project, folder: string, name: string): boolean {
  const declared = strings(tableIn(tomlOf(project, pathIn(folder, 'pyproject.toml')), 'project').dependencies);
  if (declared.some((each) => new RegExp(`^\\s*${name}\\b(?!-)`, 'i').test(each))) return true;
  const pattern = new RegExp(`["'\\s]${name}\\b(?!-)`);
  return ['setup.py', 'setup.cfg'].some((file) => pattern.test(textOf(project, pathIn(folder, file)) ?? ''));
}

function pyprojectSpecifiers(pyproject: Record<string, unknown>): string[] {
  const groups = tableIn(pyproject, 'dependency-groups');
  const grouped = Object.keys(groups)
    .filter((name) => TEST_GROUP.test(name))
    .flatMap((name) => groupSpecifiers(groups, name, []));
  const poetry = tableIn(pyproject, 'tool', 'poetry');
  const poetryTables = [tableIn(poetry, 'dev-dependencies')];
  for (const [name, group] of Object.entries(tableIn(poetry, 'group'))) {
    if (TEST_GROUP.test(name)) poetryTables.push(tableIn(group, 'dependencies'));
  }
  // Without package mode there is nothing that pip could install by name.
  if (poetry['package-mode'] === false) poetryTables.push(tableIn(poetry, 'dependencies'));
  return [
    ...grouped,
    ...strings(tableIn(pyproject, 'tool', 'uv')['dev-dependencies']),
    ...Object.values(tableIn(pyproject, 'tool', 'pdm', 'dev-dependencies')).flatMap(strings),
    ...poetryTables.flatMap((table) => namedVersions(table, poetryVersion)),
  ];
}

/** PEP 735: a group is a list of requirements and of `{include-group = "name"}`. */
function groupSpecifiers(groups: Record<string, unknown>, name: string, seen: readonly string[]): string[] {
  const group = groups[name];
  if (!Array.isArray(group) || seen.includes(name)) return [];
  return group.flatMap((item) => {
    if (typeof item === 'string') return [item];
    const included = isRecord(item) ? item['include-group'] : undefined;
    return typeof included === 'string' ? groupSpecifiers(groups, included, [...seen, name]) : [];
  });
}

function namedVersions(table: Record<string, unknown>, convert: (version: string) => string): string[] {
  const specifiers: string[] = [];
  for (const [name, value] of Object.entries(table)) {
    if (name.toLowerCase() === 'python') continue;
    const version = isRecord(value) ? value.version : value;
    const extras = isRecord(value) ? strings(value.extras) : [];
    if (typeof version !== 'string') continue;
    const wanted = version === '*' ? '' : convert(version);
    specifiers.push(`${name}${extras.length > 0 ? `[${extras.join(',')}]` : ''}${wanted}`);
  }
  return specifiers;
}

/** Poetry's `^1.2` and `~1.2` in pip's words (https://python-poetry.org/docs/dependency-specification/). */
function poetryVersion(version: string): string {
  const found = /^([\^~]?)(\d+(?:\.\d+)*)$/.exec(version.trim());
  if (found === null) return /^[\d^~]/.test(version.trim()) ? '' : version.replaceAll(' ', '');
  const [, sign, lowest = ''] = found;
  if (sign === '') return `==${lowest}`;
  const parts = lowest.split('.').map(Number);
  const significant = parts.findIndex((part) => part > 0);
  const kept = sign === '^' ? (significant < 0 ? parts.length - 1 : significant) : Math.min(parts.length - 1, 1);
  const next = parts.slice(0, kept + 1).map((part, index) => (index === kept ? part + 1 : part));
  return `>=${lowest},<${next.join('.')}`;
}

/** The project itself, when its dependencies can only be had by installing it. */
function selfRequirement(project: Project, folder: string, pyproject: Record<string, unknown> | null): string | null {
  const declared = tableIn(pyproject, 'project');
  const poetry = tableIn(pyproject, 'tool', 'poetry');
  const setupConfig = textOf(project, pathIn(folder, 'setup.cfg')) ?? '';
  const setup = textOf(project, pathIn(folder, 'setup.py')) ?? '';
  const extras = [
    ...Object.keys({ ...tableIn(declared, 'optional-dependencies'), ...tableIn(poetry, 'extras') }),
    ...setupExtras(setupConfig, setup),
  ];
  const wanted = extras.filter((name) => TEST_GROUP.test(name));
  const dynamic = strings(declared.dynamic);
  const poetryNeeds = Object.keys(tableIn(poetry, 'dependencies')).some((name) => name !== 'python');
  const needed =
    strings(declared.dependencies).length > 0 ||
    wanted.length > 0 ||
    dynamic.includes('dependencies') ||
    (poetryNeeds && poetry['package-mode'] !== false) ||
    /^\s*install_requires\s*=/m.test(setupConfig) ||
    /\binstall_requires\s*=\s*(?!\[\s*\])/.test(setup);
  if (!needed) return null;
  return wanted.length > 0 ? `.[${wanted.join(',')}]` : '.';
}

/** Names under `options.extras_require` of setup.cfg, and in the dictionary `extras_require` of setup.py. */
function setupExtras(config: string, setup: string): string[] {
  const section = /^\[options\.extras_require\]\s*$((?:\n(?!\[).*)*)/m.exec(config.replaceAll('\r', ''))?.[1] ?? '';
  const table = /\bextras_require\s*=\s*(?:dict\()?\{?((?:[^{}()]|\([^()]*\))*)/.exec(setup)?.[1] ?? '';
  const named = [...section.matchAll(/^([\w.-]+)\s*=/gm), ...table.matchAll(/["']?([\w.-]+)["']?\s*[:=]\s*[[(\w]/g)];
  return named.map(([, name = '']) => name);
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
