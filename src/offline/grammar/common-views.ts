import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import type { NodeView } from './node-view.ts';
import { groupOf, rangeOf, unwrapped } from './view-tools.ts';

/** Tells what a node is to the operators. */
export type Viewer = (node: SyntaxNode) => readonly NodeView[];

/** An operation whose grammar names its parts `left`, `operator` and `right`, as all do. */
export const binaryView: Viewer = (node) => {
  const left = node.childForFieldName('left');
  const right = node.childForFieldName('right');
  const operator = node.childForFieldName('operator');
  const group = operator === null ? null : groupOf(operator.text);
  if (left === null || right === null || operator === null || group === null) return [];
  return [{ kind: 'binary', node, left, right, operator: operator.text, operatorRange: rangeOf(operator), group }];
};

/** A choice by `? :` as C and its kin write it. */
export const ternaryView: Viewer = (node) => {
  const test = node.childForFieldName('condition');
  const yes = node.childForFieldName('consequence');
  const no = node.childForFieldName('alternative');
  if (test === null || yes === null || no === null) return [];
  return [
    { kind: 'condition', node: unwrapped(test), of: 'choice' },
    { kind: 'choice', node, yes, no },
  ];
};

/** An assignment, or a declarator with a value, as C and its kin write them. */
export const assignmentView: Viewer = (node) => {
  const declares = node.type === 'variable_declarator';
  const target = node.childForFieldName(declares ? 'name' : 'left');
  const value = node.childForFieldName(declares ? 'value' : 'right');
  const operator = node.children.find((child) => child !== null && /^[^\w\s]*=$/.test(child.type)) ?? null;
  if (target === null || value === null || operator === null) return [];
  const operatorRange = rangeOf(operator);
  return [{ kind: 'assignment', node, target, value, operator: operator.type, operatorRange, declares }];
};
