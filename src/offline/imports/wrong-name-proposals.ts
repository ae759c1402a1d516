import { identifiersIn } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { nearestNames } from '../edit-distance.ts';
import type { RepairContext } from '../repair-context.ts';
import type { RuleProposal } from '../rules/rule.ts';
import { resolveName } from '../scope/scope-builder.ts';
import type { TextEdit } from '../text-edit.ts';
import { otherForms } from './import-forms.ts';
import type { MissingName } from './missing-name.ts';
import { type ModuleReference, nameInStatement } from './module-reference.ts';
import { otherModules } from './other-modules.ts';

/** Exports that nothing speaks for are tried while they are so few. */
const MOST_OTHERS = 4;

/** Repairs of an import whose module lacks the name: another name, another form, another module. */
export function importedNameProposals(
  context: RepairContext,
  reference: ModuleReference,
  missing: MissingName,
): RuleProposal[] {
  if (!context.sources.isEditable(reference.path)) return renamedDefinition(context, reference, missing);
  return [
    ...otherNames(context, reference, missing),
    ...otherExports(context, reference, missing),
    ...otherForms(context, reference, missing),
    ...otherModules(context, reference, missing),
  ];
}

/** A name of the module that is spelt nearly like the one that is imported. */
function otherNames(context: RepairContext, reference: ModuleReference, missing: MissingName): RuleProposal[] {
  const { name, local, offered } = missing;
  if (name === 'default') return [];
  const suggested = context.clues.suggestions.get(name);
  const others = [...offered].filter((other) => other !== 'default');
  const nearest = nearestNames(name, others, 4);
  const missed = others.filter((other) => isMissedHere(context, reference.path, other));
  const unlike = missed.filter((other) => !nearest.some((near) => near.name === other));
  return [...nearest, ...unlike.map((other) => ({ name: other, distance: 0 }))].flatMap((near) => {
    const edits = renameImport(context, reference, missing, near.name);
    if (edits === null) return [];
    const bonus = suggested === near.name ? 0.1 : 0;
    return [
      {
        operator: 'imported-name',
        rationale: `Import \`${near.name}\` instead of \`${name}\`, which '${reference.specifier}' does not export${
          local === name ? '' : ` (as \`${local}\`)`
        }.`,
        edits,
        defines: near.name,
        // What is used under the right name already, and imported under the wrong one, is as sure as can be.
        confidence: missed.includes(near.name) ? 0.985 : Math.min(0.95, 0.86 - near.distance * 0.07 + bonus),
      },
    ];
  });
}

/** `{ sum }` of a module without one: another export of it, under this name, as long as there are few. */
function otherExports(context: RepairContext, reference: ModuleReference, missing: MissingName): RuleProposal[] {
  const { name, local, offered, target } = missing;
  const { path, specifier } = reference;
  if (target === null || name !== local || name === 'default' || reference.statement.startsWith('export')) return [];
  const { imports } = context.sources.facts(path);
  const taken = new Set(imports.filter((binding) => binding.specifier === specifier).map(({ imported }) => imported));
  const free = [...offered].filter((other) => other !== 'default' && !other.startsWith('_') && !taken.has(other));
  const at = nameInStatement(reference, name);
  if (at === null || free.length === 0 || free.length > MOST_OTHERS) return [];
  const separator = imports.some((binding) => binding.specifier === specifier && binding.commonJs) ? ': ' : ' as ';
  return free.map((other, rank) => ({
    operator: 'imported-name',
    rationale: `Import \`${other}\` of '${specifier}' as \`${name}\`, which it does not export.`,
    edits: [{ path, start: at, end: at, replacement: `${other}${separator}` }],
    confidence: 0.45 - rank * 0.05,
  }));
}

/** Whether a file uses a name that nothing in it defines. */
function isMissedHere(context: RepairContext, path: string, name: string): boolean {
  const uses = context.sources.scopes(path)?.uses ?? [];
  return uses.some((use) => use.name === name && resolveName(use.scope, name) === null);
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

function statementEnd({ statement, statementStart }: ModuleReference): number {
  return statementStart + statement.length;
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
