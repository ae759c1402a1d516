import { lineOf, nodesOfType } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { nearestNames } from '../edit-distance.ts';
import type { RepairContext } from '../repair-context.ts';
import type { TextEdit } from '../text-edit.ts';
import { FINDING_YIELD, type Finding, type RepairRule, type RuleProposal } from './rule.ts';

const DEFINITIONS = ['method_definition', 'function_definition', 'public_field_definition', 'field_definition'];

/** A message misses a member that only tests use: then a definition that is spelt nearly so is what is wrong. */
export const misspeltDefinitions: RepairRule = {
  name: 'misspelt-definitions',
  summary: 'renames a method or field that is defined under a name nearly like the one that is asked for',
  *find(context, files) {
    for (const path of files) {
      const parsed = context.sources.tree(path);
      const family = context.sources.family(path);
      if (parsed === null || family === null || context.clues.missingMembers.size === 0) continue;
      const { defined } = context.index.members(family);
      const definitions = new Map<string, SyntaxNode>();
      for (const node of nodesOfType(parsed.root, DEFINITIONS)) {
        const name = node.childForFieldName('name') ?? node.childForFieldName('property');
        if (name !== null && !/^(constructor|__\w+__)$/.test(name.text)) definitions.set(name.text, name);
      }
      for (const wanted of context.clues.missingMembers) {
        if (!defined.has(wanted)) yield* findingsFor(context, path, wanted, definitions);
      }
    }
  },
};

function* findingsFor(
  context: RepairContext,
  path: string,
  wanted: string,
  definitions: ReadonlyMap<string, SyntaxNode>,
): Generator<Finding> {
  for (const near of nearestNames(wanted, definitions.keys(), 2)) {
    const definition = definitions.get(near.name);
    if (definition === undefined) continue;
    const proposal: RuleProposal = {
      operator: 'rename-definition',
      rationale: `Rename \`${near.name}\` to \`${wanted}\`, the name by which it is used.`,
      edits: renamedEverywhere(context, near.name, wanted),
      confidence: 0.85 - near.distance * 0.08,
    };
    yield { path, line: lineOf(definition), yield: FINDING_YIELD.named, proposals: () => [proposal] };
  }
}

/** The definition and the accesses in the project's own sources. */
function renamedEverywhere(context: RepairContext, from: string, to: string): TextEdit[] {
  const { sources } = context;
  return [...context.suspectFiles, ...context.otherFiles].flatMap((path) => {
    const parsed = sources.text(path)?.includes(from) === true ? sources.tree(path) : null;
    if (parsed === null) return [];
    return nodesOfType(parsed.root, ['property_identifier', 'identifier'])
      .filter((node) => node.text === from && isMemberName(node))
      .map((node) => ({ path, start: node.startIndex, end: node.endIndex, replacement: to }));
  });
}

function isMemberName(node: SyntaxNode): boolean {
  if (node.type === 'property_identifier') return true;
  const parent = node.parent;
  if (parent?.type === 'attribute') return parent.childForFieldName('attribute')?.id === node.id;
  return parent?.type === 'function_definition' && parent.childForFieldName('name')?.id === node.id;
}
