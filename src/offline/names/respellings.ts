import { nearestNames, slipsAllowed } from '../edit-distance.ts';
import type { RepairContext } from '../repair-context.ts';
import { visibleBindings } from '../scope/scope-builder.ts';
import type { Binding } from '../scope/scope-types.ts';
import type { UndefinedName } from './undefined-name.ts';

/** Another name that may have been meant. `text` is what is written in its place, e.g. `Math.floor`. */
export interface Respelling {
  readonly text: string;
  readonly operator: 'rename-identifier' | 'qualify-name' | 'add-receiver';
  readonly confidence: number;
  readonly reason: string;
}

/** Literals of one language that are names in others. */
const FOREIGN_LITERALS = {
  python: { null: 'None', undefined: 'None', nil: 'None', true: 'True', false: 'False', this: 'self' },
  javascript: { None: 'null', nil: 'null', NULL: 'null', True: 'true', False: 'false', self: 'this' },
} as const;

/** Names in scope, and globals, that are spelt nearly like the undefined one. */
export function nearbyNames(context: RepairContext, missing: UndefinedName): Respelling[] {
  const { sources, clues } = context;
  const { path, name, uses, typeOnly } = missing;
  const family = sources.family(path);
  const analysis = sources.scopes(path);
  if (family === null || analysis === null) return [];
  const first = uses[0]?.startIndex ?? 0;
  const bindings = visibleBindings(analysis.module, first).filter((binding) => typeOnly || binding.kind !== 'type');
  const unused = unusedNames(
    analysis.uses.map((use) => use.name),
    bindings,
  );
  const library = sources.library(family);
  const globals = name.length > 2 ? [...library.globals] : [];
  const local = new Set(bindings.map((binding) => binding.name));
  const slipsOnly = nearestNames(name, globals, 4).filter(
    (candidate) => candidate.distance <= slipsAllowed(name.length),
  );
  const near = [...nearestNames(name, local, 8), ...slipsOnly.filter((candidate) => !local.has(candidate.name))];
  const literal = (FOREIGN_LITERALS[family] as Readonly<Record<string, string>>)[name];
  const suggested = clues.suggestions.get(name);
  const respellings = near.map((candidate): Respelling => {
    const own = local.has(candidate.name);
    const slips = candidate.distance * (name.length <= 3 ? 0.2 : name.length <= 5 ? 0.12 : 0.08);
    // Python suggests `callable` for `Callable`, which is rather an import that is missing.
    const isOfAnotherKind = !own && name[0] !== candidate.name[0] && candidate.distance < 1;
    const told = suggested === candidate.name ? (isOfAnotherKind ? -0.1 : 0.12) : 0;
    const bonus = (unused.has(candidate.name) ? 0.12 : 0) + told;
    return {
      text: candidate.name,
      operator: 'rename-identifier',
      confidence: Math.min(0.97, (own ? 0.86 : 0.66) - slips + bonus),
      reason: own ? 'which is spelt nearly the same and is in scope here' : 'a global of nearly the same spelling',
    };
  });
  if (literal !== undefined) {
    respellings.push({
      text: literal,
      operator: 'rename-identifier',
      confidence: 0.9,
      reason: `as ${family === 'python' ? 'Python' : 'JavaScript'} spells it`,
    });
  }
  return respellings;
}

/** Parameters and variables that nothing uses: a misspelt use leaves one behind. */
function unusedNames(used: readonly string[], bindings: readonly Binding[]): Set<string> {
  const seen = new Set(used);
  const own = bindings.filter((binding) => binding.kind !== 'function' && binding.kind !== 'class');
  return new Set(own.map((binding) => binding.name).filter((name) => !seen.has(name)));
}

/** Members of something in scope: `floor` → `Math.floor`, `sqrt` → `math.sqrt`, `find` → `models.find`. */
export function qualifiedNames(context: RepairContext, missing: UndefinedName): Respelling[] {
  const { sources, index } = context;
  const { path, name, shape, typeOnly } = missing;
  const family = sources.family(path);
  if (family === null || typeOnly) return [];
  const library = sources.library(family);
  const found: Respelling[] = [];
  for (const binding of sources.facts(path).imports) {
    if (binding.local === null || binding.local === name || binding.style === 'named') continue;
    const target = index.targetOf(path, binding);
    const offered =
      target === null
        ? (library.modules.get(binding.specifier.replace(/^node:/, '')) ?? [])
        : [...index.offeredBy(target).names];
    if (!offered.includes(name)) continue;
    const text = `${binding.local}.${name}`;
    found.push({ text, operator: 'qualify-name', confidence: 0.8, reason: 'a member of a module that is imported' });
  }
  if (!shape.called && shape.members.size === 0) return found;
  for (const [holder, names] of library.statics) {
    if (!names.includes(name) || !/^(Math|Object|Array|JSON|Number|Promise|String|Date|console|process)$/.test(holder))
      continue;
    const confidence = holder === 'Math' ? 0.7 : 0.5;
    found.push({ text: `${holder}.${name}`, operator: 'qualify-name', confidence, reason: 'a built-in' });
  }
  return found;
}

/** `items.length` where the text has it elsewhere: a member of a variable in scope whose name was lost. */
export function variableMembers(context: RepairContext, { path, name, uses, typeOnly }: UndefinedName): Respelling[] {
  const analysis = context.sources.scopes(path);
  const first = uses[0];
  if (analysis === null || first === undefined || typeOnly || name.length < 3) return [];
  const text = context.sources.text(path) ?? '';
  const pattern = new RegExp(`(?<![\\w$.])([A-Za-z_$][\\w$]*)\\.${name.replaceAll('$', '\\$')}(?![\\w$])`, 'g');
  const places = new Map<string, number>();
  for (const { 1: holder = '', index } of text.matchAll(pattern)) {
    const distance = Math.abs(index - first.startIndex);
    places.set(holder, Math.min(places.get(holder) ?? distance, distance));
  }
  const visible = visibleBindings(analysis.module, first.startIndex);
  return visible
    .filter((binding) => places.has(binding.name) && /^(parameter|variable)$/.test(binding.kind))
    .sort((left, right) => (places.get(left.name) ?? 0) - (places.get(right.name) ?? 0))
    .slice(0, 3)
    .map((binding, rank) => ({
      text: `${binding.name}.${name}`,
      operator: 'add-receiver',
      confidence: 0.6 - rank * 0.08,
      reason: 'as this file reads it elsewhere',
    }));
}

/** `this.name` or `self.name`, where the class around has such a member. */
export function receiverNames(context: RepairContext, missing: UndefinedName): Respelling[] {
  const { name, uses, path } = missing;
  const python = context.sources.family(path) === 'python';
  const use = uses[0];
  if (use === undefined) return [];
  let method: string | null = null;
  for (let node = use.parent; node !== null; node = node.parent) {
    if (python && node.type === 'function_definition') {
      method = node.childForFieldName('parameters')?.namedChildren[0]?.text ?? null;
    }
    if (!/^(class|class_declaration|abstract_class_declaration|class_definition)$/.test(node.type)) continue;
    const receiver = python ? method : 'this';
    if (receiver === null || !/^[\w]+$/.test(receiver)) return [];
    const text = `${receiver}.${name}`;
    if (hasMember(node.text, name, python))
      return [{ text, operator: 'add-receiver', confidence: 0.84, reason: `a member of ${classNameOf(node.text)}` }];
    // Inherited, perhaps.
    if (!/^(module|program|export_statement|decorated_definition)$/.test(node.parent?.type ?? '')) continue;
    if (isMember(context, path, name))
      return [
        { text, operator: 'add-receiver', confidence: 0.62, reason: 'a member that classes of the project have' },
      ];
    const isHeir = /^class\s+[\w$]+\s*(?:<[^>{]*>)?\s*(?:extends\b|\(\s*[\w.])/.test(node.text);
    const reason = isHeir ? 'which may be inherited' : 'which may be given to it later';
    return [{ text, operator: 'add-receiver', confidence: isHeir ? 0.42 : 0.32, reason }];
  }
  return python ? [] : boundReceivers(context, missing);
}

/** Functions that are methods of plain objects or of prototypes: `this.name`, or `self.name` where `self` is `this`. */
function boundReceivers(context: RepairContext, { path, name }: UndefinedName): Respelling[] {
  const text = context.sources.text(path) ?? '';
  if (!isMember(context, path, name)) return [];
  const aliases = [...text.matchAll(/\b(?:const|let|var)\s+([\w$]+)\s*=\s*this\b(?!\.)/g)].map(
    ([, alias]) => alias ?? '',
  );
  const receivers = [...(/\bthis\./.test(text) ? ['this'] : []), ...new Set(aliases)];
  return receivers.map((receiver) => {
    const written = `${receiver}.${name}`;
    const confidence = text.includes(written) ? 0.84 : 0.6;
    return { text: written, operator: 'add-receiver', confidence, reason: 'a member that objects of the project have' };
  });
}

function isMember(context: RepairContext, path: string, name: string): boolean {
  const family = context.sources.family(path);
  if (family === null) return false;
  const { defined, uses } = context.index.members(family);
  return defined.has(name) || (uses.get(name) ?? 0) > 0;
}

function classNameOf(text: string): string {
  return `\`${/class\s+([\w$]+)/.exec(text)?.[1] ?? 'the class'}\``;
}

function hasMember(classText: string, name: string, python: boolean): boolean {
  const word = name.replaceAll('$', '\\$');
  const indent = /\n([ \t]+)\S/.exec(classText)?.[1] ?? '    ';
  const member = python
    ? new RegExp(`\\b(self|cls)\\.${word}\\b|^${indent}(async +)?def +${word}\\b|^${indent}${word}\\s*[:=]`, 'm')
    : new RegExp(
        `\\bthis\\.${word}(?![\\w$])|^[ \\t]*(?:(?:static|async|get|set|public|private|protected|readonly|override)\\s+)*` +
          `${word}\\s*(?:\\([^)]*\\)\\s*(?::[^{\n]*)?\\{|=|:|;|\\?)`,
        'm',
      );
  return member.test(classText);
}
