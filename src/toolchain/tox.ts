import type { Project } from '../domain/project.ts';
import { isRecord } from '../shared/json.ts';
import { pathIn, textOf } from './project-files.ts';
import { tableIn, tomlOf } from './python-project.ts';
import { quoteShell } from './shell-line.ts';

/** What tox would install and run in its plain environment. */
export interface ToxEnvironment {
  /** File that says so. */
  readonly file: string;
  /** A shell line of its commands. */
  readonly line: string;
  /** Requirements in pip's form: `pytest>=7`, `-r requirements.txt`. */
  readonly dependencies: readonly string[];
  readonly extras: readonly string[];
}

/** `tox.ini`, `setup.cfg`, or pyproject.toml (https://tox.wiki/en/latest/config.html); null when tox is not used. */
export function toxEnvironment(project: Project, folder: string): ToxEnvironment | null {
  const pyproject = pathIn(folder, 'pyproject.toml');
  const tool = tableIn(tomlOf(project, pyproject), 'tool', 'tox');
  const legacy = typeof tool.legacy_tox_ini === 'string' ? tool.legacy_tox_ini : null;
  const texts: readonly (readonly [file: string, text: string | null])[] = [
    [pathIn(folder, 'tox.ini'), textOf(project, pathIn(folder, 'tox.ini'))],
    [pyproject, legacy],
    [pathIn(folder, 'setup.cfg'), textOf(project, pathIn(folder, 'setup.cfg'))],
  ];
  for (const [file, text] of texts) {
    const found = text === null ? null : iniEnvironment(file, text);
    if (found !== null) return found;
  }
  const native = { ...tool, ...(tomlOf(project, pathIn(folder, 'tox.toml')) ?? {}) };
  return tomlEnvironment(pyproject, tableIn(native, 'env_run_base'));
}

function iniEnvironment(file: string, text: string): ToxEnvironment | null {
  const sections = iniSections(text);
  const own = sections.get('testenv') ?? sections.get('testenv:py') ?? sections.get('tox:testenv');
  const commands = own?.get('commands') ?? [];
  if (own === undefined || commands.length === 0) return null;
  const value = (key: string) =>
    (own.get(key) ?? []).flatMap((line) => resolved(line, sections, 0)).map(withoutFactors);
  const variables = value('setenv')
    .concat(value('set_env'))
    .map(assignment)
    .filter((word) => word !== '');
  const steps = joinContinued(commands.flatMap((line) => resolved(line, sections, 0)).map(withoutFactors));
  const line = lineOf(steps.map(substituted), variables, value('changedir').concat(value('change_dir'))[0] ?? '');
  if (line === '') return null;
  const dependencies = value('deps')
    .map(substituted)
    .filter((each) => each !== '');
  const extras = value('extras')
    .flatMap((each) => each.split(/[\s,]+/))
    .filter((each) => each !== '');
  return { file, line, dependencies, extras };
}

/** Section → key → its lines. */
function iniSections(text: string): Map<string, Map<string, string[]>> {
  const sections = new Map<string, Map<string, string[]>>();
  let section = new Map<string, string[]>();
  let lines: string[] = [];
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.replace(/(^|\s)[#;].*$/, '').trimEnd();
    const header = /^\[(.+)\]$/.exec(line)?.[1];
    const [, key, value = ''] = /^([\w.-]+)\s*[=:]\s*(.*)$/.exec(line) ?? [];
    if (header !== undefined) {
      section = new Map();
      sections.set(header.trim(), section);
    } else if (key !== undefined) {
      lines = value === '' ? [] : [value];
      section.set(key, lines);
    } else if (/^\s+\S/.test(line)) lines.push(line.trim());
  }
  return sections;
}

const MAX_DEPTH = 5;

/** `{[base]deps}` stands for the lines of another section. */
function resolved(line: string, sections: Map<string, Map<string, string[]>>, depth: number): string[] {
  const [, section, key] = /^\{\[([^\]]+)\]([\w.-]+)\}$/.exec(line.trim()) ?? [];
  if (section === undefined || key === undefined || depth >= MAX_DEPTH) return [line];
  return (sections.get(section)?.get(key) ?? []).flatMap((each) => resolved(each, sections, depth + 1));
}

/** `py311,lint: pytest` holds for some environments only; what is for Python at large is kept. */
function withoutFactors(line: string): string {
  const [, factors = '', rest = ''] = /^([\w{},.!-]+):\s+(.*)$/.exec(line) ?? [];
  if (factors === '' || /^-/.test(line)) return line;
  return /^(py\w*|!\w+|test\w*)$/.test(factors) ? rest : '';
}

function joinContinued(lines: readonly string[]): string[] {
  return lines
    .join('\n')
    .replace(/\s*\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '');
}

/** tox's own names, as they are in the work copy; what is passed behind `--` is nothing. */
function substituted(text: string): string {
  return text
    .replace(/\{posargs(?::([^{}]*))?\}|\[\]/g, (_whole, fallback: string | undefined) => fallback ?? '')
    .replace(/\{(?:envpython|env_python)\}/g, 'python')
    .replace(/\{env:([A-Za-z_]\w*)(?::([^{}]*))?\}/g, (_whole, _name, fallback: string | undefined) => fallback ?? '')
    .replace(/\{(?:toxinidir|tox_root|package_root|changedir|change_dir)\}\/?/g, '')
    .replace(/\{(?:envtmpdir|env_tmp_dir|envdir|env_dir|temp_dir|toxworkdir|work_dir|envlogdir|env_log_dir)\}/g, '/tmp')
    .replace(/\{(?:\/|\\)\}/g, '/')
    .replace(/\{[\w:. -]+\}/g, '')
    .trim();
}

function assignment(line: string): string {
  const [, name, value = ''] = /^([A-Za-z_]\w*)\s*=\s*(.*)$/.exec(substituted(line)) ?? [];
  return name === undefined ? '' : `${name}=${quoteShell(value)}`;
}

/** A leading `-` says that a command may fail, `!` that it must. */
function lineOf(steps: readonly string[], variables: readonly string[], folder: string): string {
  const isTest = (step: string) =>
    !/^(pip|coverage (erase|combine|report|xml|html)|codecov|coveralls|mypy|flake8|ruff|black|isort)\b/.test(step);
  const kept = steps.map((step) => step.replace(/^[-!]\s*/, '')).filter((step) => step !== '' && isTest(step));
  if (kept.length === 0) return '';
  const prefix = variables.length === 0 ? '' : `${variables.join(' ')} `;
  const commands = kept.map((step) => `${prefix}${step}`).join(' && ');
  const place = substituted(folder);
  return place === '' ? commands : `cd ${quoteShell(place)} && ${commands}`;
}

/** tox 4's own form: commands are lists of words. */
function tomlEnvironment(file: string, base: Record<string, unknown>): ToxEnvironment | null {
  const commands = Array.isArray(base.commands) ? base.commands : [];
  const words = (value: unknown): string[] => {
    if (typeof value === 'string') return [substituted(value)];
    if (!isRecord(value)) return [];
    return (Array.isArray(value.default) ? value.default : []).flatMap(words);
  };
  const steps = commands
    .filter((command): command is unknown[] => Array.isArray(command))
    .map((command) => command.flatMap(words).map(quoteShell).join(' '));
  const variables = Object.entries(tableIn(base, 'set_env')).map(([name, value]) =>
    assignment(`${name}=${String(value)}`),
  );
  const line = lineOf(steps, variables, typeof base.change_dir === 'string' ? base.change_dir : '');
  if (line === '') return null;
  const strings = (value: unknown) => (Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []);
  return { file, line, dependencies: strings(base.deps).map(substituted), extras: strings(base.extras) };
}
