import { folderOf, isTestPath } from '../../shared/project-path.ts';
import { specifierFor } from '../../syntax/module-specifiers.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { moduleName, wordsOf } from '../project-index.ts';
import type { RepairContext } from '../repair-context.ts';
import { folderDistance, type ImportCandidate, moduleRequest } from './import-sources.ts';
import type { Respelling } from './respellings.ts';
import type { UndefinedName } from './undefined-name.ts';
import { memberFit } from './use-shape.ts';

/** Of what may be meant by a name that tells nothing, more would not be tried. */
const MOST_OF_A_KIND = 3;

/** Exports at hand that this file does not import yet: more of them would crowd out what is spoken for. */
const MOST_FREE = 5;

/** In a larger project it takes too long to tell what nothing imports. */
const MOST_FILES = 200;

/** Imports under a name of the file's own: modules that have all that is read from the name, and exports it is made of. */
export function aliasedImports(context: RepairContext, missing: UndefinedName): ImportCandidate[] {
  if (missing.typeOnly) return [];
  return [
    ...dottedModules(context, missing),
    ...wholeModules(context, missing),
    ...renamedExports(context, missing),
    ...forgottenModules(context, missing),
  ];
}

/** `plug.readers.csv.read()`: Python imports the longest part that is a module, and binds its first word. */
function dottedModules(context: RepairContext, { path, name, uses, typeOnly }: UndefinedName): ImportCandidate[] {
  if (context.sources.family(path) !== 'python') return [];
  const modules = uses.flatMap((use) => longestModule(context, path, chainOf(use)) ?? []);
  return [...new Set(modules)].slice(0, MOST_OF_A_KIND).map((specifier) => ({
    request: { path, specifier, style: 'namespace', imported: null, local: name, typeOnly },
    confidence: 0.9,
    reason: 'the module that is read from',
  }));
}

/** `a`, `b`, `c` for the first name of `a.b.c`. */
function chainOf(use: SyntaxNode): string[] {
  const words = [use.text];
  for (let node = use, parent = use.parent; parent?.type === 'attribute'; node = parent, parent = parent.parent) {
    const attribute = parent.childForFieldName('attribute');
    if (attribute === null || parent.childForFieldName('object')?.id !== node.id) break;
    words.push(attribute.text);
  }
  return words;
}

function longestModule(context: RepairContext, path: string, words: readonly string[]): string | null {
  for (let count = words.length; count > 1; count--) {
    const specifier = words.slice(0, count).join('.');
    if (context.index.moduleOf(path, specifier) !== null) return specifier;
  }
  return null;
}

/** `readers.reader_of()`: a module called otherwise that has every member which is read from the name. */
function wholeModules(context: RepairContext, missing: UndefinedName): ImportCandidate[] {
  const { sources, index } = context;
  const { path, name, shape, typeOnly } = missing;
  const family = sources.family(path);
  const [member] = shape.members;
  if (family === null || member === undefined || shape.called || shape.constructed || shape.declared) return [];
  const request = { path, style: 'namespace' as const, imported: null, local: name, typeOnly };
  const own = index
    .exportersOf(member, family)
    .filter((target) => target !== path && !isTestPath(target))
    .filter((target) => memberFit(shape, index.offeredBy(target).names) === 1)
    .sort((left, right) => folderDistance(path, left) - folderDistance(path, right))
    .slice(0, MOST_OF_A_KIND)
    .flatMap((target) => specifierFor(sources.project, path, target, sources.facts(path).imports) ?? []);
  const { modules, usage } = sources.library(family);
  const library = [...modules]
    .filter(([module, names]) => module !== name && memberFit(shape, new Set(names)) === 1)
    .map(([module]) => module)
    .sort((left, right) => (usage[right] ?? 0) - (usage[left] ?? 0))
    .slice(0, MOST_OF_A_KIND - 1);
  const certainty = shape.members.size > 1 ? 0.55 : 0.45;
  return [...own, ...library].map((specifier, rank) => ({
    request: family === 'python' ? moduleRequest(specifier, request) : { ...request, specifier },
    // Arrays can be joined and lists sorted as well: what a library has tells least.
    confidence: (rank < own.length ? certainty : certainty - 0.2) - rank * 0.04,
    reason: 'which has what is read from it',
  }));
}

/** `net_price()` for `net`: an export of a module at hand whose words are all in the name, or the other way round. */
function renamedExports(context: RepairContext, { path, name, typeOnly }: UndefinedName): ImportCandidate[] {
  const { sources, index } = context;
  const wanted = wordsOf(name);
  if (wanted.length === 0) return [];
  const { imports } = sources.facts(path);
  const isTaken = (exported: string) => imports.some(({ imported }) => imported === exported);
  const isMeant = (words: readonly string[]) =>
    words.length > 0 &&
    (words.every((word) => wanted.includes(word)) || wanted.every((word) => words.includes(word))) &&
    words.length !== wanted.length;
  const reached = new Set(imports.flatMap((binding) => index.targetOf(path, binding) ?? []));
  reached.delete(path);
  const freeOf = (targets: Iterable<string>) =>
    [...targets]
      .flatMap((target) => [...index.offeredBy(target).names].map((exported) => ({ target, exported })))
      .filter(({ exported }) => exported !== 'default' && /^[A-Za-z]/.test(exported) && !isTaken(exported));
  const free = freeOf(reached);
  const near = free.filter(({ exported }) => isMeant(wordsOf(exported)));
  const meant =
    near.length > 0
      ? near
      : freeOf(besides(context, path, reached)).filter(({ exported }) => isMeant(wordsOf(exported)));
  return (meant.length === 0 && free.length <= MOST_FREE ? free : meant.slice(0, MOST_OF_A_KIND)).flatMap(
    ({ target, exported }, rank) => {
      const specifier = specifierFor(sources.project, path, target, imports);
      if (specifier === null) return [];
      const request = { path, specifier, style: 'named' as const, imported: exported, local: name, typeOnly };
      return [{ request, confidence: 0.5 - rank * 0.04, reason: 'under the name that is used here' }];
    },
  );
}

/** Modules that lie where this file's imports come from: the one statement that named them may be gone. */
function besides({ sources }: RepairContext, path: string, reached: ReadonlySet<string>): string[] {
  const folders = new Set([...reached].map(folderOf));
  const isNear = (other: string) => folders.has(folderOf(other)) && !reached.has(other) && other !== path;
  const near = sources.paths.filter((other) => isNear(other) && sources.family(other) === sources.family(path));
  return near.length > MOST_FILES ? [] : near.filter((other) => !isTestPath(other));
}

/** A module with a default export that no file imports any more, when a name is missing: the one import is gone. */
function forgottenModules(context: RepairContext, { path, name, typeOnly }: UndefinedName): ImportCandidate[] {
  const { sources, index } = context;
  if (sources.family(path) !== 'javascript') return [];
  const files = sources.paths.filter((other) => sources.family(other) === 'javascript');
  if (files.length > MOST_FILES) return [];
  const imported = new Set(
    files.flatMap((other) => sources.facts(other).imports.map((binding) => index.targetOf(other, binding))),
  );
  const wanted = wordsOf(name);
  const isCalledLike = (target: string) => wordsOf(moduleName(target)).some((word) => wanted.includes(word));
  const rank = (target: string) => (isCalledLike(target) ? 0 : 100) + folderDistance(path, target);
  return files
    .filter((target) => target !== path && !imported.has(target) && sources.isEditable(target))
    .filter((target) => sources.facts(target).exports.some((entry) => entry.name === 'default'))
    .sort((left, right) => rank(left) - rank(right))
    .slice(0, MOST_OF_A_KIND)
    .flatMap((target, place) => {
      const specifier = specifierFor(sources.project, path, target, sources.facts(path).imports);
      if (specifier === null) return [];
      const request = { path, specifier, style: 'default' as const, imported: null, local: name, typeOnly };
      const confidence = (isCalledLike(target) ? 0.78 : 0.4) - place * 0.05;
      return [{ request, confidence, reason: 'which no file imports' }];
    });
}

/** An import that nothing uses, beside a name that nothing defines: the one may stand for the other. */
export function unusedImports(context: RepairContext, { path, typeOnly }: UndefinedName): Respelling[] {
  const analysis = context.sources.scopes(path);
  if (analysis === null || typeOnly) return [];
  const used = new Set(analysis.uses.map((use) => use.name));
  const exported = new Set(context.sources.facts(path).exports.map((entry) => entry.name));
  return context.sources
    .facts(path)
    .imports.flatMap(({ local }) => (local === null || used.has(local) ? [] : [local]))
    .filter((local) => /^[\w$]+$/.test(local) && (!exported.has(local) || path.endsWith('.py')))
    .slice(0, MOST_OF_A_KIND)
    .map((text, rank) => ({
      text,
      operator: 'rename-identifier',
      confidence: 0.6 - rank * 0.05,
      reason: 'which is imported and not used otherwise',
    }));
}
