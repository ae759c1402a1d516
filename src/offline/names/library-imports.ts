import { isRecord, parseJson } from '../../shared/json.ts';
import { folderOf } from '../../shared/project-path.ts';
import type { LanguageFamily } from '../../syntax/languages.ts';
import { foldName } from '../edit-distance.ts';
import type { ImportRequest } from '../imports/import-request.ts';
import type { RepairContext } from '../repair-context.ts';
import type { StandardLibrary } from '../symbol-tables.ts';
import type { ImportCandidate } from './import-sources.ts';
import type { UndefinedName } from './undefined-name.ts';
import { memberFit } from './use-shape.ts';

/** Tools are declared as well, and imported nowhere: more would not be tried. */
const MOST_FORGOTTEN = 2;

/** Imports from the standard library: the module of that name, and modules that export the name. */
export function fromStandardLibrary(context: RepairContext, missing: UndefinedName): ImportCandidate[] {
  const family = context.sources.family(missing.path);
  if (family === null || missing.typeOnly) return [];
  const library = context.sources.library(family);
  return [...libraryModule(context, missing, family, library), ...libraryExports(context, missing, family, library)];
}

function libraryModule(
  context: RepairContext,
  missing: UndefinedName,
  family: LanguageFamily,
  library: StandardLibrary,
): ImportCandidate[] {
  const { name, path, shape } = missing;
  const candidates: ImportCandidate[] = [];
  const inner = [...shape.members].filter((member) => library.modules.has(`${name}.${member}`));
  for (const module of [...inner.map((member) => `${name}.${member}`), name]) {
    const names = library.modules.get(module);
    if (names === undefined) continue;
    const offered = new Set([...names, ...inner]);
    const fit = memberFit(shape, offered);
    const direct = shape.called || shape.constructed || shape.declared;
    const callable = family === 'javascript' && (name === 'assert' || names.length === 0);
    const base = direct ? (callable ? 0.8 : 0.05) : fit === null ? 0.35 : fit === 1 ? 0.87 : 0.4 * fit;
    const isInner = module !== name;
    const request = { path, imported: null, local: name, typeOnly: false };
    const written =
      family === 'python'
        ? { style: 'namespace' as const, specifier: module }
        : nodeStyle(context, path, module, direct);
    candidates.push({
      request: { ...request, ...written },
      confidence: base - (isInner && names.length === 0 ? 0.1 : 0),
      reason: 'from the standard library',
    });
  }
  return candidates;
}

function libraryExports(
  context: RepairContext,
  missing: UndefinedName,
  family: LanguageFamily,
  library: StandardLibrary,
): ImportCandidate[] {
  const { name, path, shape } = missing;
  if (name.length < 2) return [];
  const exporters = [...library.modules].filter(([, names]) => names.includes(name)).map(([module]) => module);
  const weights = new Map(exporters.map((module) => [module, exportWeight(library, module, missing)]));
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  const ranked = exporters.sort((left, right) => (weights.get(right) ?? 0) - (weights.get(left) ?? 0)).slice(0, 3);
  return ranked.map((module) => {
    const attributes = library.classes.get(`${module}.${name}`);
    const fit = attributes === undefined ? null : memberFit(shape, new Set(attributes));
    const share = total === 0 ? 0 : (weights.get(module) ?? 0) / total;
    const confidence = 0.45 + 0.2 * share + (fit === null ? 0 : fit === 1 ? 0.2 : -0.3);
    const specifier = family === 'python' ? module : nodeStyle(context, path, module, false).specifier;
    const request: ImportRequest = { path, specifier, style: 'named', imported: name, local: name, typeOnly: false };
    return { request, confidence, reason: 'from the standard library' };
  });
}

/** How often the name of this module is used in real code, shifted by how it is used here. */
function exportWeight(library: StandardLibrary, module: string, { name, shape }: UndefinedName): number {
  let weight = 1 + (library.usage[`${module}.${name}`] ?? 0) * 10 + (library.usage[module] ?? 0) / 100;
  if (module.endsWith('/promises')) weight *= shape.awaited ? 20 : 0.2;
  else if (shape.awaited && library.modules.has(`${module}/promises`)) weight *= 0.2;
  if (/(^|[./])(strict|posix|win32|dummy|test|reporters|web)$/.test(module)) weight *= 0.02;
  return weight;
}

/** How this project imports Node's modules: with or without `node:`, as a default or a namespace. */
function nodeStyle(
  context: RepairContext,
  path: string,
  module: string,
  direct: boolean,
): { specifier: string; style: 'default' | 'namespace' } {
  const { sources } = context;
  const seen = { prefixed: 0, plain: 0, default: 0, namespace: 0 };
  for (const other of [
    path,
    ...sources.paths.filter((candidate) => sources.family(candidate) === 'javascript').slice(0, 80),
  ]) {
    for (const { specifier, style, commonJs } of sources.facts(other).imports) {
      if (!sources.library('javascript').modules.has(specifier.replace(/^node:/, ''))) continue;
      seen[specifier.startsWith('node:') ? 'prefixed' : 'plain']++;
      if (!commonJs && (style === 'default' || style === 'namespace')) seen[style]++;
    }
  }
  const mustPrefix = /^(test|sea|sqlite)(\/|$)/.test(module);
  const prefixed = mustPrefix || seen.prefixed >= seen.plain;
  const undecided = seen.default === seen.namespace;
  const namespace = undecided ? /\.[cm]?tsx?$/.test(path) : seen.namespace > seen.default;
  return { specifier: prefixed ? `node:${module}` : module, style: namespace && !direct ? 'namespace' : 'default' };
}

/** Packages that the project declares and that are called like the name. */
export function fromDependencies(context: RepairContext, missing: UndefinedName): ImportCandidate[] {
  const { path, name, typeOnly } = missing;
  const family = context.sources.family(path);
  const packages = family === 'python' ? pythonRequirements(context) : nodeDependencies(context, path);
  const folded = foldName(name);
  const own = packages.filter((candidate) => foldName(candidate.replace(/^@[^/]*\//, '')) === folded);
  return own.map((specifier) => ({
    request: {
      path,
      specifier: family === 'python' ? name : specifier,
      style: family === 'python' ? ('namespace' as const) : ('default' as const),
      imported: null,
      local: name,
      typeOnly,
    },
    confidence: 0.65,
    reason: 'a dependency of the project',
  }));
}

/** `toNumber` of a package that is declared and that no file imports: the one import of it may be gone. */
export function forgottenPackages(context: RepairContext, missing: UndefinedName): ImportCandidate[] {
  const { path, name, shape, typeOnly } = missing;
  if (context.sources.family(path) !== 'javascript' || typeOnly) return [];
  const isFunction = shape.called || shape.constructed || shape.declared;
  const forms: readonly Pick<ImportRequest, 'style' | 'imported'>[] = [
    { style: 'default', imported: null },
    { style: 'named', imported: name },
    ...(isFunction ? [] : [{ style: 'namespace' as const, imported: null }]),
  ];
  return unusedPackages(context, path)
    .slice(0, MOST_FORGOTTEN)
    .flatMap((specifier, rank) =>
      forms.map((form, place) => ({
        request: { path, specifier, ...form, local: name, typeOnly },
        confidence: 0.5 - rank * 0.04 - place * 0.05,
        reason: 'a dependency that no file imports',
      })),
    );
}

/** Packages that are declared and that no file imports. */
export function unusedPackages(context: RepairContext, path: string): string[] {
  const { sources } = context;
  const imported = sources.paths.flatMap((other) => sources.facts(other).imports.map(({ specifier }) => specifier));
  const isUsed = (name: string) => imported.some((written) => written === name || written.startsWith(`${name}/`));
  return nodeDependencies(context, path).filter((name) => !isUsed(name) && !name.startsWith('@types/'));
}

/** Names in the closest package.json's lists of dependencies. */
export function nodeDependencies(context: RepairContext, path: string): string[] {
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    const manifest = parseJson(manifestText(context, folder === '' ? 'package.json' : `${folder}/package.json`));
    if (isRecord(manifest)) {
      const lists = [manifest.dependencies, manifest.devDependencies, manifest.peerDependencies];
      return lists.flatMap((list) => (isRecord(list) ? Object.keys(list) : []));
    }
    if (folder === '') return [];
  }
}

/** Names that requirements files and pyproject.toml list, as they are written there. */
export function pythonRequirements(context: RepairContext): string[] {
  const texts = ['requirements.txt', 'requirements-dev.txt', 'pyproject.toml', 'setup.cfg', 'setup.py', 'Pipfile'].map(
    (path) => manifestText(context, path),
  );
  const names = texts.join('\n').matchAll(/^\s*["']?([A-Za-z][\w.-]*)["']?\s*(?:[=<>~!;[,"']|$)/gm);
  return [...new Set([...names].map(([, name]) => name ?? ''))];
}

function manifestText(context: RepairContext, path: string): string {
  return context.sources.text(path) ?? '';
}
