import { filePaths } from '../../domain/project.ts';
import { baseNameOf, folderOf, isForeignPath, isTestPath } from '../../shared/project-path.ts';
import { sameAlias } from '../../syntax/javascript-aliases.ts';
import { specifierFor } from '../../syntax/module-specifiers.ts';
import { relativePythonSpecifier } from '../../syntax/python-specifiers.ts';
import { editDistance, foldName, nearestNames } from '../edit-distance.ts';
import { folderDistance, moduleRequest } from '../names/import-sources.ts';
import { nodeDependencies, pythonRequirements } from '../names/library-imports.ts';
import { moduleName } from '../project-index.ts';
import type { RepairContext } from '../repair-context.ts';
import { wantedPath } from './import-problem.ts';
import type { ModuleReference } from './module-reference.ts';

/** A module that a wrong specifier may have meant, and the specifier to write for it. */
export interface NearModule {
  readonly specifier: string;
  /** Project file; null for packages and the standard library. */
  readonly target: string | null;
  readonly confidence: number;
}

/** Files whose specifier is worth working out: that takes far longer than the first look. */
const MOST_FILES = 8;

/** Existing modules that a specifier without a module may stand for, best first. */
export function nearestModules(context: RepairContext, reference: ModuleReference): NearModule[] {
  const own = context.sources.paths
    .flatMap((target) => projectModule(context, reference, target) ?? [])
    .sort((left, right) => right.confidence - left.confidence)
    .slice(0, MOST_FILES)
    .flatMap(({ target, confidence }) => {
      const specifier = specifierTo(context, reference, target);
      return specifier === null ? [] : [{ specifier, target, confidence }];
    });
  const found = [
    ...own,
    ...innerModules(context, reference),
    ...foreignModules(context, reference),
    ...dataFiles(context, reference),
  ]
    .filter((near) => near.confidence > 0.35 && near.specifier !== reference.specifier)
    .sort((left, right) => right.confidence - left.confidence);
  const isFirst = ({ specifier }: NearModule, place: number) =>
    found.findIndex((near) => near.specifier === specifier) === place;
  return found.filter(isFirst).slice(0, 5);
}

/** `from plug.core import registry`: a folder that has what is imported as a file, with or without an `__init__.py`. */
function innerModules(context: RepairContext, reference: ModuleReference): NearModule[] {
  const { sources } = context;
  const { path, specifier, bindings } = reference;
  if (sources.family(path) !== 'python') return [];
  const names = bindings.flatMap(({ imported }) => (imported === null || imported === '*' ? [] : [imported]));
  const [first] = names;
  if (first === undefined) return [];
  const wanted = stem(wantedPath(path, specifier));
  return context.index
    .modulesNamed(first, 'python')
    .filter((target) => target !== path && moduleName(target) === first && (isTestPath(path) || !isTestPath(target)))
    .flatMap((target) => {
      const folder = folderOf(stem(target));
      const hasAll = names.every((name) =>
        sources.paths.some((other) => stem(other) === (folder === '' ? name : `${folder}/${name}`)),
      );
      const request = { path, style: 'named' as const, imported: null, local: first, typeOnly: false };
      const relative = specifier.startsWith('.') ? relativePythonSpecifier(sources.project, path, target) : null;
      const direct = relative ?? specifierFor(sources.project, path, target, sources.facts(path).imports);
      if (!hasAll || direct === null || !/[^.]\.|^\./.test(direct)) return [];
      const likeness = nameLikeness(wanted.split('/').at(-1) ?? '', baseNameOf(folder));
      const confidence = 0.5 + 0.25 * likeness + 0.2 * pathLikeness(wanted, folder);
      return [{ specifier: moduleRequest(direct, request).specifier, target: null, confidence }];
    });
}

function projectModule(
  context: RepairContext,
  reference: ModuleReference,
  target: string,
): { target: string; confidence: number } | null {
  const { sources, index } = context;
  const { path, bindings } = reference;
  if (target === path || sources.family(target) !== sources.family(path)) return null;
  if (isTestPath(target) && !isTestPath(path)) return null;
  const wanted = stem(wantedPath(path, reference.specifier));
  const likeness = Math.max(
    nameLikeness(wanted.split('/').at(-1) ?? '', moduleName(target)),
    indexLikeness(wantedPath(path, reference.specifier), target),
  );
  const names = bindings.flatMap(({ imported }) => (imported === null || imported === '*' ? [] : [imported]));
  const [first] = names;
  const text = sources.text(target) ?? '';
  const mayOffer = first !== undefined && (text.includes(first) || /\bexport\s*\*|\bimport\s*\*/.test(text));
  const offered = likeness >= 0.5 || mayOffer ? index.offeredBy(target).names : new Set<string>();
  const offers = names.length === 0 ? null : names.filter((name) => offered.has(name)).length / names.length;
  if (likeness < 0.5 && (offers === null || offers < 1)) return null;
  const nearness = pathLikeness(wanted, stem(target)) - folderDistance(path, target) * 0.01;
  return { target, confidence: 0.45 * likeness + 0.35 * (offers ?? 0.6) + 0.2 * nearness };
}

/** Python's `from package import module` names the module after `import`: then only the package is the specifier. */
function specifierTo(context: RepairContext, reference: ModuleReference, target: string): string | null {
  const { sources } = context;
  const { path, specifier, bindings } = reference;
  const others = sources.facts(path).imports.filter((binding) => binding.specifier !== specifier);
  const direct = specifierFor(sources.project, path, target, others);
  const [only] = bindings;
  if (sources.family(path) === 'javascript') return sameAlias(sources.project, path, target, specifier) ?? direct;
  if (direct === null) return null;
  const kept = specifier.replace(/[^.]*$/, moduleName(target));
  if (kept !== specifier && context.index.moduleOf(path, kept) === target) return kept;
  const relative = specifier.startsWith('.') ? relativePythonSpecifier(sources.project, path, target) : null;
  const isInner =
    bindings.length === 1 &&
    only?.imported === moduleName(target) &&
    !context.index.offeredBy(target).names.has(only.imported);
  if (!isInner) return relative ?? direct;
  const request = { path, style: 'named' as const, imported: null, local: '', typeOnly: false };
  return moduleRequest(relative ?? direct, request).specifier;
}

/** `./config.json`: data is imported by its whole name, which is looked for in other folders first. */
function dataFiles(context: RepairContext, { path, specifier }: ModuleReference): NearModule[] {
  const { sources } = context;
  if (!/^\.{1,2}\/.*\.json$/.test(specifier) || sources.family(path) !== 'javascript') return [];
  const wanted = wantedPath(path, specifier);
  return filePaths(sources.project)
    .filter((target) => target.endsWith('.json') && !isForeignPath(target) && !isTestPath(target))
    .flatMap((target) => {
      const likeness = nameLikeness(stemOf(wanted), stemOf(target));
      const near = likeness < 0.6 ? null : specifierFor(sources.project, path, target);
      const confidence = 0.6 * likeness + 0.3 * pathLikeness(wanted, target);
      return near === null ? [] : [{ specifier: near, target, confidence }];
    });
}

function stemOf(path: string): string {
  return baseNameOf(path).replace(/\.json$/, '');
}

/** Built-in modules and declared packages with nearly this name. */
function foreignModules(context: RepairContext, { path, specifier }: ModuleReference): NearModule[] {
  if (/^\.{1,2}(\/|$)|^\.+\w/.test(specifier)) return [];
  const { sources } = context;
  const python = sources.family(path) === 'python';
  const library = sources.library(python ? 'python' : 'javascript');
  const prefix = /^node:/.exec(specifier)?.[0] ?? '';
  const name = specifier.slice(prefix.length);
  const declared = python ? pythonRequirements(context) : nodeDependencies(context, path);
  return nearestNames(name, [...library.modules.keys(), ...declared], 5).map((near) => ({
    specifier: declared.includes(near.name) ? near.name : `${prefix}${near.name}`,
    target: null,
    confidence: 0.9 - near.distance * 0.12 + Math.min(0.05, (library.usage[near.name] ?? 0) / 2000),
  }));
}

function stem(path: string): string {
  return path.replace(/\.[cm]?[jt]sx?$|\.pyi?$/, '').replace(/\/(index|__init__)$/, '');
}

/** 1 for the same letters, 0 for nothing in common; singular and plural are close. */
function nameLikeness(wanted: string, name: string): number {
  const left = foldName(wanted);
  const right = foldName(name);
  if (left === right) return 1;
  const longest = Math.max(left.length, right.length);
  if (longest === 0) return 0;
  const part = left.length >= 3 && right.length >= 3 && (left.includes(right) || right.includes(left));
  return Math.max(part ? 0.6 : 0, 1 - editDistance(left, right) / longest);
}

/** `core/indx.js` is `core/index.js`, misspelt; an index file is known by its folder otherwise. */
function indexLikeness(wanted: string, target: string): number {
  const bare = (path: string) => path.replace(/\.\w+$/, '');
  if (!/(^|\/)(index|__init__)\.\w+$/.test(target)) return 0;
  return editDistance(bare(wanted), bare(target), 2) <= 2 ? 0.9 : 0;
}

function pathLikeness(wanted: string, path: string): number {
  const longest = Math.max(wanted.length, path.length);
  return longest === 0 ? 1 : 1 - editDistance(wanted, path) / longest;
}
