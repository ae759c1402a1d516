import { folderOf, isTestPath } from '../../shared/project-path.ts';
import { specifierFor } from '../../syntax/module-specifiers.ts';
import type { ImportRequest } from '../imports/import-request.ts';
import { type FoundImport, moduleName } from '../project-index.ts';
import type { RepairContext } from '../repair-context.ts';
import type { UndefinedName } from './undefined-name.ts';
import { memberFit } from './use-shape.ts';

/** An import that would define the name, and how likely it is the one that is missing. */
export interface ImportCandidate {
  readonly request: ImportRequest;
  readonly confidence: number;
  /** Why, as the end of a sentence: `which exports it`. */
  readonly reason: string;
}

/** Imports of the same name that other files of the project already write: the best evidence there is. */
export function importedElsewhere(context: RepairContext, missing: UndefinedName): ImportCandidate[] {
  const family = context.sources.family(missing.path);
  if (family === null) return [];
  const groups = new Map<
    string,
    { request: ImportRequest; uses: number; inSources: boolean; path: string; distance: number }
  >();
  for (const found of context.index.importsOf(missing.name, family)) {
    const request = sameImport(context, missing, found);
    if (request === null) continue;
    const key = `${request.style} ${request.imported} ${request.specifier}`;
    const distance = found.target === null ? 0 : folderDistance(missing.path, found.target);
    const group = groups.get(key) ?? { request, uses: 0, inSources: false, path: found.path, distance };
    groups.set(key, {
      ...group,
      uses: group.uses + 1,
      inSources: group.inSources || !isTestPath(found.path),
    });
  }
  return [...groups.values()].map(({ request, uses, inSources, path, distance }) => ({
    request,
    confidence: Math.min(0.97, (inSources ? 0.92 : 0.86) + Math.min(uses, 5) * 0.015 - distance * 0.012),
    reason: `as ${path} does`,
  }));
}

/** The import of another file as this file has to write it. */
function sameImport(context: RepairContext, missing: UndefinedName, found: FoundImport): ImportRequest | null {
  const { path, name } = missing;
  const { binding, target } = found;
  if (found.path === path || target === path || binding.style === 'side-effect' || binding.imported === '*')
    return null;
  const style = binding.commonJs && binding.style === 'namespace' ? moduleStyle(context, target) : binding.style;
  const request = { path, style, imported: binding.imported, local: name, typeOnly: missing.typeOnly };
  if (target === null) {
    return /^[./]/.test(binding.specifier) ? null : { ...request, specifier: binding.specifier };
  }
  if (context.sources.family(path) === 'python') return pythonModuleImport(context, path, found, request);
  const specifier = specifierFor(context.sources.project, path, target, context.sources.facts(path).imports);
  return specifier === null ? null : { ...request, specifier };
}

/** What `const x = require('m')` is as an import: CommonJS modules are default exports, other files namespaces. */
function moduleStyle(context: RepairContext, target: string | null): 'default' | 'namespace' {
  if (target === null) return 'default';
  return context.index.offeredBy(target).names.has('default') ? 'default' : 'namespace';
}

/** `from package import module` reaches a file of its own: only the package is written. */
function pythonModuleImport(
  context: RepairContext,
  path: string,
  found: FoundImport,
  request: Omit<ImportRequest, 'specifier'>,
): ImportRequest | null {
  const { binding, target } = found;
  if (target === null) return null;
  // A file without imports of its own project has no manner yet: it takes over that of its neighbour.
  const own = context.sources.facts(path).imports;
  const isUndecided = own.every((entry) => context.index.targetOf(path, entry) === null);
  const isNeighbour = folderOf(path) === folderOf(found.path);
  const manner = isUndecided && isNeighbour ? [binding] : own;
  const specifier = specifierFor(context.sources.project, path, target, manner);
  if (specifier === null) return null;
  const isInner = binding.imported !== null && context.index.moduleOf(found.path, binding.specifier) !== target;
  return isInner ? moduleRequest(specifier, request) : { ...request, specifier };
}

/** The import of a Python module as a name: `from app import models`, `from . import models`, or `import models`. */
export function moduleRequest(specifier: string, request: Omit<ImportRequest, 'specifier'>): ImportRequest {
  const parts = /^(.*?)(\.?)([^.]+)$/.exec(specifier);
  const [, head = '', dot = '', last = specifier] = parts ?? [];
  if (head === '' && dot === '') return { ...request, style: 'namespace', imported: null, specifier };
  const module = head === '' || head.endsWith('.') ? `${head}${dot}` : head;
  return { ...request, style: 'named', imported: last, specifier: module };
}

/** Files of the project that export the name. */
export function exportedByProject(context: RepairContext, missing: UndefinedName): ImportCandidate[] {
  const { sources, index } = context;
  const { path, name, shape } = missing;
  const family = sources.family(path);
  if (family === null) return [];
  return index.exportersOf(name, family).flatMap((target) => {
    if (target === path || (isTestPath(target) && !isTestPath(path))) return [];
    const { symbols, imports } = sources.facts(target);
    const own = symbols.find((symbol) => symbol.name === name && symbol.parent === null);
    const members = new Set(symbols.filter((symbol) => symbol.parent === name).map((symbol) => symbol.name));
    const fit = own?.kind === 'class' && members.size > 0 ? (memberFit(shape, members) ?? 0.5) : 0.5;
    const reExported = imports.some((binding) => binding.local === name);
    const specifier = specifierFor(sources.project, path, target, sources.facts(path).imports);
    if (specifier === null) return [];
    const distance = folderDistance(path, target) * 0.004;
    return [
      {
        request: { path, specifier, style: 'named' as const, imported: name, local: name, typeOnly: missing.typeOnly },
        confidence: 0.88 + 0.06 * fit - distance - (reExported || own === undefined ? 0.02 : 0),
        reason: 'which exports it',
      },
    ];
  });
}

/** Files whose default export, or whose whole module, is what the name stands for. */
export function moduleByName(context: RepairContext, missing: UndefinedName): ImportCandidate[] {
  const { sources, index } = context;
  const { path, name } = missing;
  const family = sources.family(path);
  if (family === null) return [];
  const named = index.modulesNamed(name, family);
  const spelt = family === 'javascript' ? index.modulesSpelling(name, family) : [];
  const declaring = family === 'javascript' ? declaringDefaults(context, name) : [];
  return [...new Set([...declaring, ...named, ...spelt])].flatMap((target) => {
    if (target === path || (isTestPath(target) && !isTestPath(path))) return [];
    const specifier = specifierFor(sources.project, path, target, sources.facts(path).imports);
    if (specifier === null) return [];
    return family === 'python'
      ? pythonModuleCandidates(context, missing, target, specifier)
      : scriptModuleCandidates(context, missing, target, specifier, declaring.includes(target));
  });
}

function pythonModuleCandidates(
  context: RepairContext,
  missing: UndefinedName,
  target: string,
  specifier: string,
): ImportCandidate[] {
  const { path, name, shape } = missing;
  const fit = memberFit(shape, context.index.offeredBy(target).names);
  if (shape.called || moduleName(target) !== name) return [];
  const confidence = fit === null ? 0.3 : fit === 1 ? 0.93 : 0.35 * fit;
  const request = { path, style: 'namespace' as const, imported: null, local: name, typeOnly: missing.typeOnly };
  return [{ request: moduleRequest(specifier, request), confidence, reason: 'the module of that name' }];
}

function scriptModuleCandidates(
  context: RepairContext,
  missing: UndefinedName,
  target: string,
  specifier: string,
  declaresDefault: boolean,
): ImportCandidate[] {
  const { path, name, shape } = missing;
  const offered = context.index.offeredBy(target);
  const commonJs = context.sources.facts(target).exports.some((entry) => entry.commonJs);
  const fit = memberFit(shape, offered.names);
  const request = { path, specifier, imported: null, local: name, typeOnly: missing.typeOnly };
  const candidates: ImportCandidate[] = [];
  const isModule = !shape.called && !shape.constructed && !shape.declared;
  if (offered.names.has('default') || commonJs) {
    const confidence = declaresDefault ? 0.93 : commonJs && isModule && fit !== null ? 0.5 + 0.4 * fit : 0.8;
    candidates.push({ request: { ...request, style: 'default' }, confidence, reason: 'its default export' });
  }
  if (isModule && offered.names.size > 0 && !commonJs) {
    const confidence = fit === null ? 0.3 : fit === 1 ? 0.9 : 0.35 * fit;
    candidates.push({ request: { ...request, style: 'namespace' }, confidence, reason: 'the module of that name' });
  }
  return candidates;
}

/** Files whose default export is declared under this very name. */
function declaringDefaults(context: RepairContext, name: string): string[] {
  const word = name.replaceAll('$', '\\$');
  const pattern = new RegExp(
    `export\\s+default\\s+(?:abstract\\s+)?(?:async\\s+)?(?:class\\s+|function\\s*\\*?\\s*)?${word}(?![\\w$])|` +
      `module\\.exports\\s*=\\s*(?:class\\s+|(?:async\\s+)?function\\s*\\*?\\s*)?${word}(?![\\w$.])`,
  );
  return context.index
    .filesMentioning(name, 'javascript')
    .filter((path) => pattern.test(context.sources.text(path) ?? ''));
}

/** Steps between the folders of two files. */
export function folderDistance(left: string, right: string): number {
  const from = left.split('/').slice(0, -1);
  const to = right.split('/').slice(0, -1);
  let shared = 0;
  while (shared < from.length && from[shared] === to[shared]) shared++;
  return from.length + to.length - 2 * shared;
}
