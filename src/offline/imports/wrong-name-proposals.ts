import { specifierFor } from '../../syntax/module-specifiers.ts';
import { identifiersIn } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { nearestNames } from '../edit-distance.ts';
import { moduleName } from '../project-index.ts';
import type { RepairContext } from '../repair-context.ts';
import type { RuleProposal } from '../rules/rule.ts';
import { resolveName } from '../scope/scope-builder.ts';
import type { TextEdit } from '../text-edit.ts';
import type { MissingName } from './missing-name.ts';
import type { ModuleReference } from './module-reference.ts';

/** Repairs of an import whose module lacks the name: another name, another form, another module. */
export function importedNameProposals(
  context: RepairContext,
  reference: ModuleReference,
  missing: MissingName,
): RuleProposal[] {
  if (!context.sources.isEditable(reference.path)) return renamedDefinition(context, reference, missing);
  return [
    ...otherNames(context, reference, missing),
    ...otherForms(context, reference, missing),
    ...otherModules(context, reference, missing),
  ];
}

/** A name of the module that is spelt nearly like the one that is imported. */
function otherNames(context: RepairContext, reference: ModuleReference, missing: MissingName): RuleProposal[] {
  const { name, local, offered } = missing;
  if (name === 'default') return [];
  const suggested = context.clues.suggestions.get(name);
  const undefinedHere = context.sources.scopes(reference.path);
  return nearestNames(
    name,
    [...offered].filter((other) => other !== 'default'),
    4,
  ).flatMap((near) => {
    const edits = renameImport(context, reference, missing, near.name);
    if (edits === null) return [];
    const usedAsIs = undefinedHere?.uses.some(
      (use) => use.name === near.name && resolveName(use.scope, near.name) === null,
    );
    const bonus = (usedAsIs === true ? 0.1 : 0) + (suggested === near.name ? 0.1 : 0);
    return [
      {
        operator: 'imported-name',
        rationale: `Import \`${near.name}\` instead of \`${name}\`, which '${reference.specifier}' does not export${
          local === name ? '' : ` (as \`${local}\`)`
        }.`,
        edits,
        defines: near.name,
        confidence: Math.min(0.95, 0.86 - near.distance * 0.07 + bonus),
      },
    ];
  });
}

/** Renames what is imported; without an alias, and unless the new name is bound already, its uses follow. */
function renameImport(
  context: RepairContext,
  reference: ModuleReference,
  { name, local }: MissingName,
  to: string,
): TextEdit[] | null {
  const { path } = reference;
  const at = nameInStatement(reference, name);
  if (at === null) return null;
  const edits: TextEdit[] = [{ path, start: at, end: at + name.length, replacement: to }];
  if (local !== name) return edits;
  for (const use of context.sources.scopes(path)?.uses ?? []) {
    const inStatement = use.node.startIndex >= reference.statementStart && use.node.endIndex <= statementEnd(reference);
    if (use.name !== name || inStatement || resolveName(use.scope, name)?.kind === 'parameter') continue;
    const shorthand = use.node.type === 'shorthand_property_identifier';
    edits.push({
      path,
      start: use.node.startIndex,
      end: use.node.endIndex,
      replacement: shorthand ? `${name}: ${to}` : to,
    });
  }
  return edits;
}

function nameInStatement({ statement, statementStart, start, end }: ModuleReference, name: string): number | null {
  const pattern = new RegExp(`(?<![\\w$.])${name.replaceAll('$', '\\$')}(?![\\w$])`, 'g');
  for (const match of statement.matchAll(pattern)) {
    const at = statementStart + match.index;
    if (at < start || at >= end) return at;
  }
  return null;
}

function statementEnd({ statement, statementStart }: ModuleReference): number {
  return statementStart + statement.length;
}

/** Default for named, named for default, the whole module for a name: by what the module really exports. */
function otherForms(context: RepairContext, reference: ModuleReference, missing: MissingName): RuleProposal[] {
  const { target, name, local, offered } = missing;
  const { path, bindings } = reference;
  if (target === null || context.sources.family(path) === 'python') return [];
  if (bindings.length !== 1 || reference.statement.startsWith('export')) return defaultByName(reference, missing);
  const forms: { clause: string; confidence: number }[] = [];
  const others = [...offered].filter((other) => other !== 'default');
  if (name === 'default') {
    if (others.includes(local)) forms.push({ clause: `{ ${local} }`, confidence: 0.96 });
    else if (others.length === 1) forms.push({ clause: `{ ${others[0]} as ${local} }`, confidence: 0.8 });
    forms.push({ clause: `* as ${local}`, confidence: 0.75 });
  } else if (offered.has('default')) {
    forms.push({ clause: local, confidence: moduleName(target).toLowerCase() === local.toLowerCase() ? 0.9 : 0.7 });
  }
  return forms.flatMap(({ clause, confidence }) => {
    const edit = clauseEdit(reference, clause);
    if (edit === null) return [];
    const rationale = `Import \`${clause}\` from '${reference.specifier}', which has no ${
      name === 'default' ? 'default export' : `export named \`${name}\``
    }.`;
    return [{ operator: 'import-form', rationale, edits: [edit], confidence }];
  });
}

/** `default as Name` within braces: for re-exports, and where other names stand beside it. */
function defaultByName(reference: ModuleReference, { name, local, offered }: MissingName): RuleProposal[] {
  const at = nameInStatement(reference, name);
  if (at === null || name !== local || !offered.has('default') || !/^(im|ex)port\b/.test(reference.statement))
    return [];
  return [
    {
      operator: 'import-form',
      rationale: `Take the default export of '${reference.specifier}' as \`${name}\`: it has no export of that name.`,
      edits: [{ path: reference.path, start: at, end: at, replacement: 'default as ' }],
      confidence: 0.9,
    },
  ];
}

/** Replaces what stands between `import` and `from`, or between `const` and `= require`. */
function clauseEdit({ path, statement, statementStart }: ModuleReference, clause: string): TextEdit | null {
  const esm = /^import\s+([\s\S]+?)\s+from\b/d.exec(statement);
  const range = esm?.indices?.[1] ?? /^(?:const|let|var)\s+([\s\S]+?)\s*=\s*require\b/d.exec(statement)?.indices?.[1];
  if (range === undefined) return null;
  const written = esm !== null ? clause : clause.replace(/^\* as /, '').replace(/ as /, ': ');
  return { path, start: statementStart + range[0], end: statementStart + range[1], replacement: written };
}

/** Another file of the project that exports all of the names. */
function otherModules(context: RepairContext, reference: ModuleReference, missing: MissingName): RuleProposal[] {
  const { sources, index } = context;
  const { path, bindings, start, end } = reference;
  const family = sources.family(path);
  if (family === null || missing.name === 'default') return [];
  const names = bindings.flatMap(({ imported }) => (imported === null ? [] : [imported]));
  const library = [...sources.library(family).modules].flatMap(([module, offered]) =>
    names.length > 0 && names.every((name) => offered.includes(name)) ? [module] : [],
  );
  const own = index.exportersOf(missing.name, family).flatMap((target) => {
    const { names: offered } = index.offeredBy(target);
    const fits = target !== path && target !== missing.target && names.every((name) => offered.has(name));
    return fits ? (specifierFor(sources.project, path, target, sources.facts(path).imports) ?? []) : [];
  });
  const usage = (module: string) => sources.library(family).usage[module] ?? 0;
  library.sort((left, right) => usage(right) - usage(left));
  return [...own, ...library.slice(0, 2)].slice(0, 3).map((specifier, rank) => ({
    operator: 'module-path',
    rationale: `Import ${names.map((name) => `\`${name}\``).join(', ')} from '${specifier}', which exports it.`,
    edits: [{ path, start, end, replacement: specifier }],
    confidence: 0.9 - rank * 0.05,
  }));
}

/** Tests are right: when only they use the name, the definition that is spelt nearly so is what is wrong. */
function renamedDefinition(context: RepairContext, reference: ModuleReference, missing: MissingName): RuleProposal[] {
  const { sources } = context;
  const { target, name, offered } = missing;
  if (target === null || name === 'default' || !sources.isEditable(target)) return [];
  const root = sources.tree(target)?.root;
  if (root === undefined) return [];
  return nearestNames(
    name,
    [...offered].filter((other) => other !== 'default'),
    2,
  ).flatMap((near) => {
    const importers = context.index
      .importsOf(near.name, sources.family(target) ?? 'javascript')
      .filter((found) => found.target === target);
    if (importers.length > 0) return [];
    const edits = identifiersIn(root)
      .filter((node) => node.text === near.name && !isProperty(node))
      .map((node) => ({ path: target, start: node.startIndex, end: node.endIndex, replacement: name }));
    const rationale = `Rename \`${near.name}\` in ${target} to \`${name}\`, as ${reference.path} imports it.`;
    return [{ operator: 'rename-definition', rationale, edits, confidence: 0.8 - near.distance * 0.08 }];
  });
}

/** Python's attributes and keyword arguments are identifiers too. */
function isProperty(node: SyntaxNode): boolean {
  const parent = node.parent;
  if (parent?.type === 'attribute') return parent.childForFieldName('attribute')?.id === node.id;
  return parent?.type === 'keyword_argument' && parent.childForFieldName('name')?.id === node.id;
}
