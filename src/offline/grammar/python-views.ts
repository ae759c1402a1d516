import { nodesOfType } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { binaryView, type Viewer } from './common-views.ts';
import type { CallView, NodeView } from './node-view.ts';
import { expressionsOf, groupOf, isField, rangeOf, unwrapped } from './view-tools.ts';

/** What a Python node is to the operators. */
export function pythonViews(node: SyntaxNode): readonly NodeView[] {
  const views = VIEWERS.get(node.type)?.(node) ?? [];
  const listed = /_statement$/.test(node.type) && /^(block|module)$/.test(node.parent?.type ?? '');
  return listed && !isDocstring(node) ? [...views, statementView(node)] : views;
}

function isDocstring(statement: SyntaxNode): boolean {
  return statement.type === 'expression_statement' && /^(concatenated_)?string$/.test(statement.firstChild?.type ?? '');
}

function statementView(node: SyntaxNode): NodeView {
  const [only, second] = node.type === 'expression_statement' ? expressionsOf(node) : [];
  const isExpression = only !== undefined && second === undefined && !/assignment$/.test(only.type);
  return { kind: 'statement', node, expression: isExpression ? only : null, next: node.nextNamedSibling };
}

/** `a < b < c` is two comparisons that share an operand. */
const comparison: Viewer = (node) => {
  const operands = expressionsOf(node);
  const views: NodeView[] = [];
  const operators = node.childrenForFieldName('operators');
  for (const [position, operator] of operators.entries()) {
    const left = operands[position];
    const right = operands[position + 1];
    const text = operator?.text.replaceAll(/\s+/g, ' ') ?? '';
    const group = groupOf(text);
    if (operator === null || left === undefined || right === undefined || group === null) continue;
    views.push({ kind: 'binary', node, left, right, operator: text, operatorRange: rangeOf(operator), group });
  }
  return views;
};

const call: Viewer = (node) => {
  const callee = node.childForFieldName('function');
  const list = node.childForFieldName('arguments');
  if (callee === null || list === null) return [];
  const listed = list.type === 'argument_list' ? expressionsOf(list) : [list];
  const attribute = callee.type === 'attribute' ? callee : null;
  const view: CallView = {
    kind: 'call',
    node,
    callee,
    name: attribute?.childForFieldName('attribute') ?? (callee.type === 'identifier' ? callee : null),
    receiver: attribute?.childForFieldName('object') ?? null,
    args: listed.filter((argument) => argument.type !== 'keyword_argument'),
    constructs: false,
    isStatement: node.parent?.type === 'expression_statement',
    isAwaited: node.parent?.type === 'await',
  };
  return [view];
};

const subscript: Viewer = (node) => {
  const object = node.childForFieldName('value');
  const [index, second] = node.childrenForFieldName('subscript');
  if (object === null || index == null) return [];
  if (index.type === 'slice') return second === undefined ? [sliceView(index)] : [];
  const indices = node.childrenForFieldName('subscript').filter((part) => part !== null);
  return indices.some((part) => part.type === 'slice') ? [] : [{ kind: 'index', node, object, index, indices }];
};

function sliceView(slice: SyntaxNode): NodeView {
  const colon = slice.children.find((child) => child?.type === ':');
  const second = slice.children.filter((child) => child?.type === ':')[1];
  const at = colon?.startIndex ?? slice.startIndex;
  const until = second?.startIndex ?? slice.endIndex;
  const parts = expressionsOf(slice);
  return {
    kind: 'slice',
    node: slice,
    from: parts.find((part) => part.endIndex <= at) ?? null,
    to: parts.find((part) => part.startIndex > at && part.endIndex <= until) ?? null,
  };
}

const attribute: Viewer = (node) => {
  const object = node.childForFieldName('object');
  const property = node.childForFieldName('attribute');
  if (object === null || property === null) return [];
  const parent = node.parent;
  const isCallee = isField(parent, 'function', node) || isField(parent, 'left', node);
  return [{ kind: 'member', node, object, property, isCallee }];
};

const condition = (of: 'if' | 'while'): Viewer => {
  return (node) => {
    const test = node.childForFieldName('condition');
    return test === null ? [] : [{ kind: 'condition', node: unwrapped(test), of }];
  };
};

const filter: Viewer = (node) => {
  const [test] = expressionsOf(node);
  return test === undefined ? [] : [{ kind: 'condition', node: unwrapped(test), of: 'filter' }];
};

const choice: Viewer = (node) => {
  const [yes, test, no] = expressionsOf(node);
  if (yes === undefined || test === undefined || no === undefined) return [];
  return [
    { kind: 'condition', node: unwrapped(test), of: 'choice' },
    { kind: 'choice', node, yes, no },
  ];
};

const assignment: Viewer = (node) => {
  const target = node.childForFieldName('left');
  const value = node.childForFieldName('right');
  const operator = node.childForFieldName('operator') ?? node.children.find((child) => child?.type === '=') ?? null;
  if (target === null || value === null || operator === null) return [];
  const operatorRange = rangeOf(operator);
  return [{ kind: 'assignment', node, target, value, operator: operator.text, operatorRange, declares: false }];
};

const functionView: Viewer = (node) => {
  const body = node.childForFieldName('body');
  if (body === null || body.type !== 'block') return [];
  const parameters = node.childForFieldName('parameters');
  return [
    {
      kind: 'function',
      node,
      lastStatement: expressionsOf(body).at(-1) ?? null,
      isArrow: false,
      isConstructor: node.childForFieldName('name')?.text === '__init__',
      returnsValue: nodesOfType(body, ['return_statement', 'yield']).some((part) => expressionsOf(part).length > 0),
      parameters:
        parameters === null
          ? []
          : expressionsOf(parameters).map((part) => /^\**(\w+)/.exec(part.text)?.[1] ?? part.text),
    },
  ];
};

const name: Viewer = (node) => {
  const parent = node.parent;
  if (parent === null || NOT_READ.has(parent.type)) return [];
  if (isField(parent, 'attribute', node) || isField(parent, 'name', node) || isField(parent, 'alias', node)) return [];
  if (isField(parent, 'left', node) && !/^(binary|boolean)_operator$/.test(parent.type)) return [];
  return [{ kind: 'name', node, isCallee: isField(parent, 'function', node) }];
};

const NOT_READ = new Set([
  'parameters',
  'lambda_parameters',
  'typed_parameter',
  'list_splat_pattern',
  'dictionary_splat_pattern',
  'dotted_name',
  'pattern_list',
  'tuple_pattern',
  'as_pattern_target',
  'delete_statement',
  'keyword_pattern',
]);

const list = (isMap: boolean): Viewer => {
  return (node) => [{ kind: 'list', node, elements: expressionsOf(node), isMap }];
};

const string: Viewer = (node) => {
  const parent = node.parent;
  const isOther = parent?.type === 'expression_statement' || parent?.type === 'concatenated_string';
  return isOther || isField(parent, 'key', node) ? [] : [{ kind: 'literal', node, of: 'string' }];
};

const literal = (of: 'number' | 'boolean' | 'nothing'): Viewer => {
  return (node) => [{ kind: 'literal', node, of }];
};

const VIEWERS = new Map<string, Viewer>(
  Object.entries({
    binary_operator: binaryView,
    boolean_operator: binaryView,
    comparison_operator: comparison,
    call,
    subscript,
    attribute,
    if_statement: condition('if'),
    elif_clause: condition('if'),
    while_statement: condition('while'),
    if_clause: filter,
    conditional_expression: choice,
    assignment,
    augmented_assignment: assignment,
    return_statement: (node) => [{ kind: 'return', node, value: expressionsOf(node)[0] ?? null }],
    function_definition: functionView,
    identifier: name,
    not_operator: (node) => {
      const operand = node.childForFieldName('argument');
      return operand === null ? [] : [{ kind: 'negation', node, operand }];
    },
    await: (node) => {
      const [operand] = expressionsOf(node);
      return operand === undefined ? [] : [{ kind: 'await', node, operand }];
    },
    integer: literal('number'),
    float: literal('number'),
    true: literal('boolean'),
    false: literal('boolean'),
    none: literal('nothing'),
    string,
    list: list(false),
    tuple: list(false),
    set: list(false),
    dictionary: list(true),
  } satisfies Record<string, Viewer>),
);
