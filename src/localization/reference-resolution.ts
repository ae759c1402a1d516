import type { LanguageId } from '../syntax/syntax-types.ts';
import { type CodeUnit, referencesOf, unitsOf } from './code-units.ts';
import { conftestFiles } from './import-graph.ts';
import type { Reference } from './references.ts';
import type { SourceFile, SourceIndex } from './source-index.ts';
import { imported, inMember, localUnit, memberOf } from './unit-lookup.ts';

/** A unit that a reference may mean; `cost` grows with the uncertainty (0: certain). */
export interface Target {
  readonly unit: CodeUnit;
  readonly cost: number;
}

/** Costs of a method that is found by its name alone, by how many units have that name: more say too little. */
const NAMESAKE_COSTS: readonly { readonly most: number; readonly cost: number }[] = [
  { most: 4, cost: 1 },
  { most: 12, cost: 2 },
  { most: 40, cost: 3 },
];
const BUILT_IN_COST = 2;

/** Methods of the languages' own objects: `items.map(…)` is seldom a project's `map`. */
const BUILT_IN_MEMBERS = new Set(
  (
    'map filter reduce forEach find some every push pop shift slice splice join concat includes indexOf keys values entries ' +
    'toString then catch finally bind call apply log error warn split replace trim test match exec stringify parse ' +
    'toBe toEqual append items strip format lower upper startswith endswith length prototype constructor'
  ).split(' '),
);

const OWN = /^(this|self|cls|super|\$this|static|parent|Self|base)$/;
/** Languages in which a bare name may be a member of the class around it. */
const IMPLICIT_THIS: ReadonlySet<LanguageId> = new Set<LanguageId>(['java', 'csharp', 'cpp', 'ruby']);

/** Gives the units that a reference in `from` may mean. */
export interface ReferenceResolver {
  resolve(file: SourceFile, from: CodeUnit | null, reference: Reference): readonly Target[];
  /** Whether a call of a member with this name, on an object of unknown kind, is followed. */
  tellsApart(name: string): boolean;
}

/** `known` are the files among which methods of unknown objects are looked for. */
export function createReferenceResolver(index: SourceIndex, known: readonly string[]): ReferenceResolver {
  const members = memberIndex(index, known);
  const asTargets = (unit: CodeUnit | null): Target[] => (unit === null ? [] : [{ unit, cost: 0 }]);

  const namesakeCost = (name: string): number | null => {
    const count = members.get(name)?.length ?? 0;
    const cost = NAMESAKE_COSTS.find(({ most }) => count <= most)?.cost ?? null;
    return cost !== null && BUILT_IN_MEMBERS.has(name) ? Math.max(cost, BUILT_IN_COST) : cost;
  };
  const tellsApart = (name: string) => namesakeCost(name) !== null;

  const named = (file: SourceFile, name: string, inner: readonly string[], hops: number): CodeUnit | null => {
    const local = localUnit(file, name);
    const bindings = file.imports.filter((one) => one.local === name && one.file !== null);
    // `const m = require('./m')` is a variable too, but means what it imports.
    const isOwn = local !== null && (local.kind !== 'variable' || bindings.length === 0);
    if (isOwn) return inMember(index, local, inner, hops);
    const found = bindings.map((binding) => imported(index, binding, inner, hops));
    // A package of several files binds one name to all of them.
    return found.find((unit) => unit !== null && unit.kind !== 'module') ?? found[0] ?? null;
  };

  /** What the root of a chain is known to be, with its member when that is known too. */
  const certain = (file: SourceFile, from: CodeUnit | null, { root, members: inner }: Reference): CodeUnit | null => {
    if (root === null) return null;
    if (OWN.test(root)) return ownMember(index, file, from, inner);
    const outside = named(file, root, inner, 0) ?? fixture(index, file, root);
    return outside ?? (IMPLICIT_THIS.has(file.language) ? ownMember(index, file, from, [root, ...inner]) : null);
  };

  /** Methods that the last member of a chain may mean, when what it stands on is not known well enough. */
  const byMember = (file: SourceFile, { root, members: inner, call }: Reference): Target[] => {
    const last = inner.at(-1);
    if (last === undefined) return [];
    const object = inner.length > 1 ? (inner.at(-2) ?? null) : root;
    const made = object === null ? null : instanceClass(file, object);
    const unit = made === null ? null : named(file, made, [last], 0);
    if (unit !== null && unit.name === last) return asTargets(unit);
    const cost = namesakeCost(last);
    if (cost === null) return [];
    const namesakes = members.get(last) ?? [];
    return (call ? namesakes : namesakes.filter(isAccessor)).map((namesake) => ({ unit: namesake, cost }));
  };

  const resolve = (file: SourceFile, from: CodeUnit | null, reference: Reference): readonly Target[] => {
    const found = certain(file, from, reference);
    const last = reference.members.at(-1);
    if (found !== null && (last === undefined || found.name === last)) return asTargets(found);
    return [...asTargets(found), ...byMember(file, reference)];
  };
  return { resolve, tellsApart };
}

/** Getters, setters and properties: reading or setting the member runs them. */
function isAccessor({ file, startIndex }: CodeUnit): boolean {
  const head = file.code.slice(startIndex, startIndex + 200);
  return (
    /^(?:(?:public|protected|private|static|override)\s+)*(?:get|set)\s+[\w$#'"[]/.test(head) || PROPERTY.test(head)
  );
}

const PROPERTY = /^@(?:\w+\.)*(?:property|cached_property|abstractproperty|\w+\.(?:setter|getter))\b/;

/** Methods and other functions by name. */
function memberIndex(index: SourceIndex, known: readonly string[]): Map<string, CodeUnit[]> {
  const members = new Map<string, CodeUnit[]>();
  for (const path of known) {
    const file = index.source(path);
    for (const unit of file === null ? [] : unitsOf(file)) {
      if (unit.kind !== 'function' || unit.name === null) continue;
      members.set(unit.name, [...(members.get(unit.name) ?? []), unit]);
    }
  }
  return members;
}

function ownMember(
  index: SourceIndex,
  file: SourceFile,
  from: CodeUnit | null,
  inner: readonly string[],
): CodeUnit | null {
  const name = inner[0];
  if (from === null || name === undefined) return null;
  const owner = unitsOf(file).find(
    (unit) => unit.kind === 'class' && unit.startIndex <= from.startIndex && from.endIndex <= unit.endIndex,
  );
  if (owner !== undefined) return memberOf(index, owner, name, 0);
  if (from.parent === null) return null;
  return unitsOf(file).find((unit) => unit.parent === from.parent && unit.name === name) ?? null;
}

/** pytest hands the value of a fixture to the parameter of its name. */
function fixture(index: SourceIndex, file: SourceFile, name: string): CodeUnit | null {
  for (const path of conftestFiles(index, file)) {
    const conftest = index.source(path);
    const unit = conftest === null ? null : localUnit(conftest, name);
    if (unit !== null) return unit;
  }
  return null;
}

/** Name of what made the object in a variable or attribute: `cart = new Cart()`, `self.cart = Cart()`. */
function instanceClass(file: SourceFile, object: string): string | null {
  let makers = instances.get(file);
  if (makers === undefined) {
    makers = makersIn(file);
    instances.set(file, makers);
  }
  return makers.get(object) ?? null;
}

const instances = new WeakMap<SourceFile, ReadonlyMap<string, string>>();

function makersIn(file: SourceFile): Map<string, string> {
  const makers = new Map<string, string>();
  const pattern = /\b([A-Za-z_$][\w$]*)[ \t]*(?::[^=\n]{1,80})?=\s*(?:await\s+)?(?:new\s+)?([A-Z][\w$]*)\s*[(.<]/g;
  for (const match of file.code.matchAll(pattern)) makers.set(match[1] ?? '', match[2] ?? '');
  return makers;
}

/** The units that a unit's own code refers to, each with the least cost. */
export function targetsOf(resolver: ReferenceResolver, unit: CodeUnit): Target[] {
  return cheapest(referencesOf(unit).flatMap((reference) => resolver.resolve(unit.file, unit, reference)));
}

/** Each unit once, with its least cost. */
export function cheapest(targets: readonly Target[]): Target[] {
  const best = new Map<string, Target>();
  for (const target of targets) {
    const known = best.get(target.unit.key);
    if (known === undefined || target.cost < known.cost) best.set(target.unit.key, target);
  }
  return [...best.values()];
}
