import { nodesOfType } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { assignmentView, binaryView, ternaryView, type Viewer } from './common-views.ts';
import type { CallView, FunctionView, NodeView } from './node-view.ts';
import { expressionsOf, isField, rangeOf, unwrapped } from './view-tools.ts';

/** What a Java node is to the operators. */
export function javaViews(node: SyntaxNode): readonly NodeView[] {
  const views = VIEWERS.get(node.type)?.(node) ?? [];
  return isListed(node) ? [...views, statementView(node)] : views;
}

function isListed(node: SyntaxNode): boolean {
  if (!/_statement$|^local_variable_declaration$/.test(node.type)) return false;
  return /^(block|constructor_body|switch_block_statement_group)$/.test(node.parent?.type ?? '');
}

function statementView(node: SyntaxNode): NodeView {
  const [only] = node.type === 'expression_statement' ? expressionsOf(node) : [];
  return { kind: 'statement', node, expression: only ?? null, next: node.nextNamedSibling };
}

const call: Viewer = (node) => {
  const constructs = node.type === 'object_creation_expression';
  const name = node.childForFieldName(constructs ? 'type' : 'name');
  const list = node.childForFieldName('arguments');
  if (name === null || list === null) return [];
  const view: CallView = {
    kind: 'call',
    node,
    callee: name,
    name: constructs ? null : name,
    receiver: node.childForFieldName('object'),
    args: expressionsOf(list),
    constructs,
    isStatement: node.parent?.type === 'expression_statement',
    isAwaited: false,
  };
  const isSlice = /^(substring|subList|subSequence|copyOfRange)$/.test(name.text) && view.args.length > 0;
  const [from = null, to = null] = name.text === 'copyOfRange' ? view.args.slice(1) : view.args;
  return isSlice ? [view, { kind: 'slice', node, from, to }] : [view];
};

const index: Viewer = (node) => {
  const object = node.childForFieldName('array');
  const key = node.childForFieldName('index');
  return object === null || key === null ? [] : [{ kind: 'index', node, object, index: key, indices: [key] }];
};

const member: Viewer = (node) => {
  const object = node.childForFieldName('object');
  const property = node.childForFieldName('field');
  if (object === null || property === null) return [];
  const isTarget = isField(node.parent, 'left', node) && node.parent?.type === 'assignment_expression';
  return [{ kind: 'member', node, object, property, isCallee: isTarget }];
};

const condition = (of: 'if' | 'while' | 'for'): Viewer => {
  return (node) => {
    const test = node.childForFieldName('condition');
    return test === null ? [] : [{ kind: 'condition', node: unwrapped(test), of }];
  };
};

const update: Viewer = (node) => {
  const operator = node.children.find((child) => child !== null && /^(\+\+|--)$/.test(child.type)) ?? null;
  return operator === null ? [] : [{ kind: 'update', node, operator: operator.type, operatorRange: rangeOf(operator) }];
};

/** A method that should return a value and does not is no Java: nothing looks for a missing return. */
const functionView: Viewer = (node) => {
  const body = node.childForFieldName('body');
  if (body === null) return [];
  const view: FunctionView = {
    kind: 'function',
    node,
    lastStatement: null,
    isArrow: node.type === 'lambda_expression',
    isConstructor: node.type === 'constructor_declaration',
    returnsValue: nodesOfType(body, ['return_statement']).some((part) => expressionsOf(part).length > 0),
    parameters: nodesOfType(node, ['formal_parameter']).map((part) => part.childForFieldName('name')?.text ?? ''),
  };
  return [view];
};

const name: Viewer = (node) => {
  const parent = node.parent;
  if (parent === null || NOT_READ.has(parent.type)) return [];
  if (isField(parent, 'name', node) || isField(parent, 'field', node) || isField(parent, 'type', node)) return [];
  if (isField(parent, 'left', node) && parent.type === 'assignment_expression') return [];
  return [{ kind: 'name', node, isCallee: false }];
};

const NOT_READ = new Set([
  'formal_parameters',
  'inferred_parameters',
  'lambda_expression',
  'scoped_identifier',
  'update_expression',
  'labeled_statement',
  'break_statement',
  'continue_statement',
  'method_reference',
  'element_value_pair',
]);

const unary: Viewer = (node) => {
  const operand = node.childForFieldName('operand');
  if (operand === null || node.childForFieldName('operator')?.text !== '!') return [];
  return [{ kind: 'negation', node, operand }];
};

const literal = (of: 'number' | 'boolean' | 'string' | 'nothing'): Viewer => {
  return (node) => [{ kind: 'literal', node, of }];
};

const VIEWERS = new Map<string, Viewer>(
  Object.entries({
    binary_expression: binaryView,
    method_invocation: call,
    object_creation_expression: call,
    array_access: index,
    field_access: member,
    if_statement: condition('if'),
    while_statement: condition('while'),
    do_statement: condition('while'),
    for_statement: condition('for'),
    ternary_expression: ternaryView,
    assignment_expression: assignmentView,
    variable_declarator: assignmentView,
    update_expression: update,
    return_statement: (node) => [{ kind: 'return', node, value: expressionsOf(node)[0] ?? null }],
    method_declaration: functionView,
    constructor_declaration: functionView,
    lambda_expression: functionView,
    identifier: name,
    unary_expression: unary,
    decimal_integer_literal: literal('number'),
    decimal_floating_point_literal: literal('number'),
    true: literal('boolean'),
    false: literal('boolean'),
    null_literal: literal('nothing'),
    string_literal: literal('string'),
    array_initializer: (node) => [{ kind: 'list', node, elements: expressionsOf(node), isMap: false }],
  } satisfies Record<string, Viewer>),
);
