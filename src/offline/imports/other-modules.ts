import { isTestPath } from '../../shared/project-path.ts';
import type { LanguageFamily } from '../../syntax/languages.ts';
import { specifierFor } from '../../syntax/module-specifiers.ts';
import { folderDistance, moduleRequest } from '../names/import-sources.ts';
import { unusedPackages } from '../names/library-imports.ts';
import { moduleName } from '../project-index.ts';
import type { RepairContext } from '../repair-context.ts';
import type { RuleProposal } from '../rules/rule.ts';
import type { TextEdit } from '../text-edit.ts';
import { importEdit } from './import-edit.ts';
import type { MissingName } from './missing-name.ts';
import { type ModuleReference, nameInStatement } from './module-reference.ts';

/** Modules that have what is asked of the wrong one: all of the names, or the missing one alone. */
export function otherModules(context: RepairContext, reference: ModuleReference, missing: MissingName): RuleProposal[] {
  const { path, bindings, start, end } = reference;
  const family = context.sources.family(path);
  if (family === null || missing.name === 'default') return [];
  const names = bindings.flatMap(({ imported }) => (imported === null ? [] : [imported]));
  const whole = specifiersOffering(context, reference, missing, names, family).map((specifier, rank) => ({
    operator: 'module-path',
    rationale: `Import ${names.map((name) => `\`${name}\``).join(', ')} from '${specifier}', which exports it.`,
    edits: [{ path, start, end, replacement: specifier }],
    // Several names that one module has all of are no chance.
    confidence: (names.length > 1 ? 0.96 : 0.9) - rank * 0.05,
  }));
  if (names.length < 2) return whole;
  const single = specifiersOffering(context, reference, missing, [missing.name], family);
  return [...whole, ...single.slice(0, 2).flatMap((specifier) => moved(context, reference, missing, specifier) ?? [])];
}

function specifiersOffering(
  context: RepairContext,
  reference: ModuleReference,
  missing: MissingName,
  names: readonly string[],
  family: LanguageFamily,
): string[] {
  const { sources, index } = context;
  const { path, specifier: written } = reference;
  const found = index.importsOf(missing.local, family).filter(({ binding }) => binding.imported === missing.name);
  // What passes whole modules on names none of what it offers.
  const reached = found.flatMap(({ target }) => target ?? []);
  const defines = (target: string) => sources.facts(target).symbols.some((symbol) => symbol.name === missing.name);
  // Whoever passes the name on may import this very file.
  const rank = (target: string) => (defines(target) ? 0 : 100) + folderDistance(path, target);
  const targets = [...new Set([...index.exportersOf(missing.name, family), ...reached])];
  targets.sort((left, right) => rank(left) - rank(right));
  const own = targets.flatMap((target) => {
    const { names: offered } = index.offeredBy(target);
    const fits = target !== path && target !== missing.target && names.every((name) => offered.has(name));
    if (!fits || (isTestPath(target) && !isTestPath(path))) return [];
    return specifierFor(sources.project, path, target, sources.facts(path).imports) ?? [];
  });
  const { modules, usage } = sources.library(family);
  const library = [...modules]
    .flatMap(([module, offered]) => (names.length > 0 && names.every((name) => offered.includes(name)) ? [module] : []))
    .sort((left, right) => (usage[right] ?? 0) - (usage[left] ?? 0));
  const packages = found.flatMap(({ target, binding: { specifier } }) =>
    target === null && specifier !== written && !/^[./]/.test(specifier) && !library.includes(specifier)
      ? [specifier]
      : [],
  );
  const known = [...packages, ...own, ...packagesAround(context, path, names), ...library.slice(0, 2)];
  return [...new Set([...known, ...(family === 'python' ? [] : unusedPackages(context, path))])].slice(0, 4);
}

/** `from shop import _prices`: Python packages that have the one name as a module of their own. */
function packagesAround({ sources, index }: RepairContext, path: string, names: readonly string[]): string[] {
  const [name, ...more] = names;
  if (name === undefined || more.length > 0 || sources.family(path) !== 'python') return [];
  const request = { path, style: 'named' as const, imported: null, local: name, typeOnly: false };
  return index
    .modulesNamed(name, 'python')
    .filter((target) => target !== path && moduleName(target) === name && !isTestPath(target))
    .flatMap((target) => specifierFor(sources.project, path, target, sources.facts(path).imports) ?? [])
    .map((specifier) => moduleRequest(specifier, request))
    .flatMap(({ imported, specifier }) => (imported === name ? [specifier] : []));
}

/** One name of several lives elsewhere: it leaves the list, and is imported from there. */
function moved(
  context: RepairContext,
  reference: ModuleReference,
  { name, local }: MissingName,
  specifier: string,
): RuleProposal | null {
  const { path } = reference;
  const removal = withoutName(reference, name, local);
  const request = { path, specifier, style: 'named', imported: name, local, typeOnly: false } as const;
  const added = removal === null ? null : importEdit(context.sources, request);
  if (removal === null || added === null) return null;
  const touches = added.start <= removal.end && removal.start <= added.end;
  if (touches) return null;
  const rationale = `Import \`${name}\` from '${specifier}', where it lives, instead of '${reference.specifier}'.`;
  return { operator: 'module-path', rationale, edits: [removal, added], confidence: 0.84 };
}

/** A name of a list and the comma that goes with it. */
function withoutName(reference: ModuleReference, name: string, local: string): TextEdit | null {
  const { path, statement, statementStart } = reference;
  const at = nameInStatement(reference, name);
  if (at === null) return null;
  const start = at - statementStart;
  const alias = local === name ? '' : (/^\s*(?:as|:)\s*[\w$]+/.exec(statement.slice(start + name.length))?.[0] ?? '');
  const end = start + name.length + alias.length;
  const after = /^\s*,[ \t]*(?:\r?\n[ \t]*)?/.exec(statement.slice(end))?.[0] ?? '';
  const before = after === '' ? (/,\s*$/.exec(statement.slice(0, start))?.[0] ?? '') : '';
  if (after === '' && before === '') return null;
  return { path, start: at - before.length, end: statementStart + end + after.length, replacement: '' };
}
