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
        confidence: usedAsIs === true ? 0.985 : Math.min(0.95, 0.86 - near.distance * 0.07 + bonus),
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
