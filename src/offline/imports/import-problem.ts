import { folderOf } from '../../shared/project-path.ts';
import { nodeDependencies, pythonRequirements } from '../names/library-imports.ts';
import type { RepairContext } from '../repair-context.ts';
import type { ModuleReference } from './module-reference.ts';

/** Whether a specifier names nothing that exists, as far as that can be told without installing anything. */
export function isUnresolved(context: RepairContext, reference: ModuleReference): boolean {
  const { sources, index } = context;
  const { path, specifier, bindings } = reference;
  // A file beside this one is a module for its own scripts, not for a package: the runtime knows which it was.
  if (sources.family(path) === 'python' && isNamed(context, path, specifier)) return !isRequired(context, specifier);
  if (index.moduleOf(path, specifier) !== null) return false;
  if (bindings.some((binding) => index.targetOf(path, binding) !== null)) return false;
  return sources.family(path) === 'python'
    ? isUnresolvedPython(context, specifier)
    : isUnresolvedScript(context, path, specifier);
}

function isUnresolvedScript(context: RepairContext, path: string, specifier: string): boolean {
  if (/^\.{0,2}\//.test(specifier) || specifier === '.' || specifier === '..') {
    const asset = /\.[a-z]+$/.test(specifier) && !/\.[cm]?[jt]sx?$/.test(specifier);
    return !asset || isNamed(context, path, specifier);
  }
  const bare = specifier.replace(/^node:/, '');
  if (context.sources.library('javascript').modules.has(bare)) return false;
  if (specifier.startsWith('node:') || /^[#~]|^@\//.test(specifier)) return true;
  const packageName = bare
    .split('/')
    .slice(0, bare.startsWith('@') ? 2 : 1)
    .join('/');
  if (nodeDependencies(context, path).includes(packageName)) return false;
  return isNamed(context, path, specifier);
}

function isUnresolvedPython(context: RepairContext, specifier: string): boolean {
  if (specifier.startsWith('.')) return true;
  const [top = ''] = specifier.split('.');
  const { modules } = context.sources.library('python');
  if (modules.has(specifier)) return false;
  const ownTop = context.sources.paths.some((path) => new RegExp(`(^|/)${top}(\\.pyi?$|/)`).test(path));
  return ownTop || modules.has(top);
}

/** A package that is declared and missing has to be installed. */
function isRequired(context: RepairContext, specifier: string): boolean {
  const [top = ''] = specifier.toLowerCase().split('.');
  return top !== '' && pythonRequirements(context).some((name) => name.toLowerCase().replaceAll('-', '_') === top);
}

/** Whether a failure names this module: as it is written, or as the path that the runtime looked for. */
export function isNamed(context: RepairContext, path: string, specifier: string): boolean {
  const wanted = wantedPath(path, specifier);
  if (path.endsWith('.py')) return isNamedPython(context, specifier, wanted);
  return [...context.clues.missingModules].some((named) => {
    const slashed = named.replaceAll('\\', '/').replace(/^file:\/\//, '');
    return named === specifier || slashed === wanted || slashed.endsWith(`/${wanted}`);
  });
}

/** Python names the first part that it misses: `core` for `core.models`, and `shop.core` for `.core` in a package. */
function isNamedPython({ clues }: RepairContext, specifier: string, wanted: string): boolean {
  if (specifier.startsWith('.') && /attempted relative import beyond/.test(clues.text)) return true;
  const dotted = wanted.replaceAll('/', '.');
  return [...clues.missingModules].some(
    (named) => dotted === named || dotted.startsWith(`${named}.`) || dotted.endsWith(`.${named}`),
  );
}

/** Project path that a relative specifier spells, whether it exists or not; others as they are. */
export function wantedPath(path: string, specifier: string): string {
  const python = /^(\.+)(.*)$/.exec(specifier);
  if (path.endsWith('.py')) {
    if (python === null) return specifier.replaceAll('.', '/');
    let folder = folderOf(path);
    for (let up = 1; up < (python[1]?.length ?? 1); up++) folder = folderOf(folder);
    return joined(folder, (python[2] ?? '').replaceAll('.', '/'));
  }
  return /^\.{1,2}(\/|$)/.test(specifier) ? joined(folderOf(path), specifier) : specifier.replace(/^[@~#]?\//, '');
}

function joined(folder: string, relative: string): string {
  const parts: string[] = [];
  for (const part of `${folder}/${relative}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}
