import { closest, lineOf, nodesOfType } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import type { RepairContext } from '../repair-context.ts';
import { insertion } from '../text-edit.ts';
import { type Finding, findingYield, type RepairRule } from './rule.ts';

/** `count = 0` in a method for `self.count = 0`: Python makes a variable of it, which nothing reads. */
export const lostReceivers: RepairRule = {
  name: 'lost-receivers',
  summary: 'assigns to the attribute that a class reads instead of a variable that nothing reads',
  languages: ['python'],
  *find(context, files) {
    for (const path of files) {
      const root = context.sources.tree(path)?.root;
      if (root === undefined) continue;
      for (const target of nodesOfType(root, ['identifier'])) {
        const finding = findingAt(context, path, target);
        if (finding !== null) yield finding;
      }
    }
  },
};

function findingAt(context: RepairContext, path: string, target: SyntaxNode): Finding | null {
  if (!isAssigned(target)) return null;
  const method = closest(target.parent, ({ type }) => type === 'function_definition');
  const holder = closest(method, ({ type }) => type === 'class_definition');
  const receiver = method?.childForFieldName('parameters')?.namedChildren[0];
  if (method === null || holder === null || receiver?.type !== 'identifier') return null;
  const name = target.text;
  const isRead = nodesOfType(method, ['identifier']).some(
    (node) => node.text === name && !isAssigned(node) && !isMemberName(node),
  );
  const attribute = `${receiver.text}.${name}`;
  const isAttribute = new RegExp(`\\b${receiver.text}\\.${name}\\b`).test(holder.text);
  if (isRead || !isAttribute) return null;
  return {
    path,
    line: lineOf(target),
    yield: findingYield(context, path, context.clues.missingMembers.has(name)),
    proposals: () => [
      {
        operator: 'add-receiver',
        rationale: `Assign to \`${attribute}\`, which the class reads, and not to a variable that nothing reads.`,
        edits: [insertion(path, target.startIndex, `${receiver.text}.`)],
        confidence: 0.9,
      },
    ],
  };
}

function isAssigned(node: SyntaxNode): boolean {
  const list = node.parent?.type === 'pattern_list' || node.parent?.type === 'tuple_pattern' ? node.parent : node;
  const parent = list.parent;
  return parent?.type === 'assignment' && parent.childForFieldName('left')?.id === list.id;
}

function isMemberName(node: SyntaxNode): boolean {
  const parent = node.parent;
  if (parent?.type === 'keyword_argument') return parent.childForFieldName('name')?.id === node.id;
  return parent?.type === 'attribute' && parent.childForFieldName('attribute')?.id === node.id;
}
