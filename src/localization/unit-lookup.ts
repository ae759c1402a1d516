import { literalPattern } from '../shared/literal-pattern.ts';
import { languageById } from '../syntax/languages.ts';
import { type CodeUnit, moduleUnit, unitsOf } from './code-units.ts';
import type { ResolvedImport } from './resolved-imports.ts';
import type { SourceFile, SourceIndex } from './source-index.ts';

/** How many re-exports and base classes are followed. */
const MOST_HOPS = 6;

/** A definition of the file by name: one of the module before a nested one, never a method. */
export function localUnit(file: SourceFile, name: string): CodeUnit | null {
  let names = localNames.get(file);
  if (names === undefined) {
    names = localNamesIn(file);
    localNames.set(file, names);
  }
  return names.get(name) ?? null;
}

const localNames = new WeakMap<SourceFile, ReadonlyMap<string, CodeUnit>>();

function localNamesIn(file: SourceFile): Map<string, CodeUnit> {
  const units = unitsOf(file).filter((unit) => unit.kind !== 'block' && unit.kind !== 'module');
  const classes = new Set(units.flatMap((unit) => (unit.kind === 'class' ? [unit.name] : [])));
  const names = new Map<string, CodeUnit>();
  const passes: readonly ((unit: CodeUnit) => boolean)[] = [
    (unit) => unit.parent === null,
    (unit) => unit.parent !== null && !classes.has(unit.parent),
    // Ruby's classes live in modules, others' in classes.
    (unit) => unit.kind === 'class' || unit.kind === 'variable',
  ];
  for (const isOffered of passes) {
    for (const unit of units) {
      const fits = isOffered(unit);
      if (fits && unit.name !== null && !names.has(unit.name)) names.set(unit.name, unit);
    }
  }
  return names;
}

/** `Cart.total`: the member of a class or object when it has one, else the thing itself. */
export function inMember(index: SourceIndex, unit: CodeUnit, inner: readonly string[], hops: number): CodeUnit {
  const wanted = inner[0] ?? (unit.kind === 'class' ? 'constructor' : null);
  if (wanted === null || unit.name === null) return unit;
  return memberOf(index, unit, wanted, hops) ?? unit;
}

/** Own or inherited member of a class or object. */
export function memberOf(index: SourceIndex, owner: CodeUnit, name: string, hops: number): CodeUnit | null {
  const names = constructorNames(owner, name);
  const own = unitsOf(owner.file).find(
    (unit) => unit.parent === owner.name && unit.name !== null && names.includes(unit.name) && unit.kind !== 'block',
  );
  if (own !== undefined) return own;
  if (owner.kind !== 'class' || hops >= MOST_HOPS) return null;
  for (const base of basesOf(owner)) {
    const local = base === owner.name ? null : localUnit(owner.file, base);
    const binding = owner.file.imports.find((one) => one.local === base && one.file !== null);
    const unit = local ?? (binding === undefined ? null : imported(index, binding, [], hops + 1));
    const found = unit === null ? null : memberOf(index, classOf(unit), name, hops + 1);
    if (found !== null) return found;
  }
  return null;
}

/** A class was asked for and its constructor came: go back to the class. */
function classOf(unit: CodeUnit): CodeUnit {
  if (unit.name === null || !CONSTRUCTORS.includes(unit.name)) return unit;
  return unitsOf(unit.file).find((other) => other.kind === 'class' && other.name === unit.parent) ?? unit;
}

const CONSTRUCTORS = ['constructor', '__init__', '__construct', 'initialize'];

/** A class's constructor goes by several names; in Java, C# and C++ by that of the class, and Ruby calls it `new`. */
function constructorNames(owner: CodeUnit, name: string): readonly string[] {
  const makes = name === 'constructor' || (name === 'new' && owner.file.language === 'ruby');
  return makes ? [...CONSTRUCTORS, ...(owner.name === null ? [] : [owner.name])] : [name];
}

/** Names in the head of a class: `class A extends B`, `class A(B, C):`, `class A < B`, `class A : public B`. */
function basesOf(unit: CodeUnit): string[] {
  const code = unit.file.code.slice(unit.startIndex, unit.endIndex);
  if (/^(ruby|cpp|csharp|rust)$/.test(unit.file.language)) {
    const [, heads = ''] = /^[^\n{]*?(?:<|(?<!:):(?!:))\s*([^\n{;]*)/.exec(code) ?? [];
    return heads.split(',').flatMap(
      (head) =>
        head
          .replace(/<.*$/, '')
          .match(/\w+\s*$/)?.[0]
          .trim() ?? [],
    );
  }
  const head = code.split(/[{:]/, 1)[0] ?? '';
  return [...head.matchAll(/(?:\bextends\s+|[(,]\s*)([\p{L}_$][\p{L}\p{N}_$]*)/gu)].map((match) => match[1] ?? '');
}

/** The unit that an import reaches, through re-exports; the module when no unit has the name. */
export function imported(
  index: SourceIndex,
  binding: ResolvedImport,
  inner: readonly string[],
  hops: number,
): CodeUnit | null {
  const file = binding.file === null ? null : index.source(binding.file);
  if (file === null) return null;
  if (binding.style === 'named' && binding.imported !== null) {
    // Python's `from package import module` binds the module itself.
    const isModule = file.language === 'python' && moduleName(file.path) === binding.imported;
    if (!isModule) return exportedUnit(index, file, binding.imported, inner, hops);
    const [first, ...rest] = inner;
    return first === undefined ? moduleUnit(file) : exportedUnit(index, file, first, rest, hops);
  }
  const names = inner.filter((name, position) => position > 0 || name !== 'default');
  const parts = binding.specifier.split('.').slice(1);
  const skipped = file.language === 'python' && binding.local === binding.specifier.split('.')[0] ? parts.length : 0;
  const [first, ...rest] = names.slice(skipped);
  const member = first === undefined ? null : exportedOrNull(index, file, first, rest, hops);
  return member ?? exportedOrNull(index, file, 'default', names, hops) ?? moduleUnit(file);
}

function moduleName(path: string): string {
  return (/([^/]+?)(\/__init__)?\.pyi?$/.exec(path)?.[1] ?? '') as string;
}

function exportedUnit(
  index: SourceIndex,
  file: SourceFile,
  name: string,
  inner: readonly string[],
  hops: number,
): CodeUnit {
  return exportedOrNull(index, file, name, inner, hops) ?? moduleUnit(file);
}

function exportedOrNull(
  index: SourceIndex,
  file: SourceFile,
  name: string,
  inner: readonly string[],
  hops: number,
): CodeUnit | null {
  if (hops > MOST_HOPS) return null;
  const own = knownAs(index, file, name, inner, hops);
  if (own !== null) return own;
  // Only modules of JavaScript give what they export another name.
  const others = languageById(file.language).family === 'javascript' ? localNamesOf(file, name) : [];
  for (const local of others) {
    const unit = knownAs(index, file, local, inner, hops);
    if (unit !== null) return unit;
  }
  const anonymous = unitsOf(file).filter((unit) => unit.name === name && unit.kind === 'function');
  if (anonymous.length === 1 && anonymous[0] !== undefined) return anonymous[0];
  for (const binding of file.imports) {
    if (binding.local !== null || binding.file === null || binding.file === file.path) continue;
    const next = index.source(binding.file);
    if (next === null || (binding.style === 'named' && binding.imported !== name)) continue;
    const found = binding.style === 'side-effect' ? null : exportedOrNull(index, next, name, inner, hops + 1);
    if (found !== null) return found;
  }
  return null;
}

/** The unit that a name means inside of the file, defined there or imported. */
function knownAs(
  index: SourceIndex,
  file: SourceFile,
  name: string,
  inner: readonly string[],
  hops: number,
): CodeUnit | null {
  const local = localUnit(file, name);
  const binding = file.imports.find((one) => one.local === name && one.file !== null && one.file !== file.path);
  if (local !== null && (local.kind !== 'variable' || binding === undefined))
    return inMember(index, local, inner, hops + 1);
  return binding === undefined ? null : imported(index, binding, inner, hops + 1);
}

const DEFAULT_EXPORTS = ['export\\s+default\\s+', 'module\\.exports\\s*=\\s*(?:exports\\s*=\\s*)?'].map(
  (head) => new RegExp(`\\b${head}(?:new\\s+|class\\s+|(?:async\\s+)?function\\s*\\*?\\s*)?([\\w$]+)`, 'g'),
);

/** Names under which the file itself knows what it exports as `name`: `export { a as name }`, `module.exports = a`. */
function localNamesOf(file: SourceFile, name: string): string[] {
  const patterns =
    name === 'default'
      ? DEFAULT_EXPORTS
      : [
          new RegExp(`\\b([\\w$]+)\\s+as\\s+${literalPattern(name)}\\b`, 'g'),
          new RegExp(`[{,\\s]${literalPattern(name)}\\s*:\\s*([\\w$]+)`, 'g'),
          new RegExp(`\\bexports\\.${literalPattern(name)}\\s*=\\s*([\\w$]+)`, 'g'),
        ];
  return patterns.flatMap((pattern) => [...file.code.matchAll(pattern)].map((match) => match[1] ?? ''));
}
