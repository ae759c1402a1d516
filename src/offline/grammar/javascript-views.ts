import { nodesOfType } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { assignmentView, binaryView, ternaryView, type Viewer } from './common-views.ts';
import type { CallView, FunctionView, NodeView } from './node-view.ts';
import { expressionsOf, isField, rangeOf, unwrapped } from './view-tools.ts';

/** What a JavaScript or TypeScript node is to the operators. */
export function javaScriptViews(node: SyntaxNode): readonly NodeView[] {
  const views = VIEWERS.get(node.type)?.(node) ?? [];
  return isListed(node) ? [...views, statementView(node)] : views;
}

/** Statements that stand in a list, where one can be added, moved or dropped. */
function isListed(node: SyntaxNode): boolean {
  if (!/_statement$|^statement_block$|^(lexical|variable)_declaration$/.test(node.type)) return false;
  return /^(statement_block|program|switch_case|switch_default)$/.test(node.parent?.type ?? '');
}

function statementView(node: SyntaxNode): NodeView {
  const expression = node.type === 'expression_statement' ? (expressionsOf(node)[0] ?? null) : null;
  return { kind: 'statement', node, expression, next: node.nextNamedSibling };
}

const call: Viewer = (node) => {
  const constructs = node.type === 'new_expression';
  const callee = node.childForFieldName(constructs ? 'constructor' : 'function');
  const list = node.childForFieldName('arguments');
  if (callee === null || list === null || list.type !== 'arguments' || callee.type === 'import') return [];
  const member = callee.type === 'member_expression' ? callee : null;
  const name = member?.childForFieldName('property') ?? (callee.type === 'identifier' ? callee : null);
  const view: CallView = {
    kind: 'call',
    node,
    callee,
    name,
    receiver: member?.childForFieldName('object') ?? null,
    args: expressionsOf(list),
    constructs,
    isStatement: node.parent?.type === 'expression_statement',
    isAwaited: node.parent?.type === 'await_expression',
  };
  const isSlice = name !== null && member !== null && /^(slice|substring|substr|subarray)$/.test(name.text);
  if (!isSlice || view.args.length === 0) return [view];
  return [view, { kind: 'slice', node, from: view.args[0] ?? null, to: view.args[1] ?? null }];
};

const index: Viewer = (node) => {
  const object = node.childForFieldName('object');
  const key = node.childForFieldName('index');
  return object === null || key === null ? [] : [{ kind: 'index', node, object, index: key, indices: [key] }];
};

const member: Viewer = (node) => {
  const object = node.childForFieldName('object');
  const property = node.childForFieldName('property');
  if (object === null || property === null) return [];
  return [{ kind: 'member', node, object, property, isCallee: isWritten(node) }];
};

/** Called, constructed, or the target of an assignment. */
function isWritten(node: SyntaxNode): boolean {
  const parent = node.parent;
  return ['function', 'constructor', 'left'].some(
    (field) => isField(parent, field, node) && !/^(binary|for_in)/.test(parent?.type ?? ''),
  );
}

const condition = (of: 'if' | 'while' | 'for'): Viewer => {
  return (node) => {
    const test = node.childForFieldName('condition');
    if (test === null || !test.isNamed || test.type === 'empty_statement') return [];
    const inner = test.type === 'expression_statement' ? (expressionsOf(test)[0] ?? test) : test;
    return [{ kind: 'condition', node: unwrapped(inner), of }];
  };
};

const update: Viewer = (node) => {
  const operator = node.childForFieldName('operator');
  if (operator === null) return [];
  return [{ kind: 'update', node, operator: operator.text, operatorRange: rangeOf(operator) }];
};

const functionView: Viewer = (node) => {
  const body = node.childForFieldName('body');
  if (body === null) return [];
  const statements = body.type === 'statement_block' ? expressionsOf(body) : [];
  const view: FunctionView = {
    kind: 'function',
    node,
    lastStatement: statements.at(-1) ?? null,
    isArrow: node.type === 'arrow_function',
    isConstructor: node.childForFieldName('name')?.text === 'constructor' || /^set\s/.test(node.text),
    returnsValue: body.type !== 'statement_block' || nodesOfType(body, ['return_statement']).some(hasValue),
    parameters: parameterNames(node),
  };
  return [view];
};

function hasValue(statement: SyntaxNode): boolean {
  return expressionsOf(statement).length > 0;
}

function parameterNames(node: SyntaxNode): string[] {
  const single = node.childForFieldName('parameter');
  if (single !== null) return [single.text];
  const list = node.childForFieldName('parameters');
  return list === null ? [] : expressionsOf(list).map((part) => (part.childForFieldName('pattern') ?? part).text);
}

/** Identifiers that are read; definitions, labels and the names of JSX elements are not. */
const name: Viewer = (node) => {
  const parent = node.parent;
  if (parent === null || NOT_READ.has(parent.type)) return [];
  const written = ['name', 'left', 'parameter', 'pattern', 'key'].some((field) => isField(parent, field, node));
  if (written && parent.type !== 'binary_expression') return [];
  return [{ kind: 'name', node, isCallee: isField(parent, 'function', node) || isField(parent, 'constructor', node) }];
};

const NOT_READ = new Set([
  'formal_parameters',
  'import_specifier',
  'import_clause',
  'namespace_import',
  'export_specifier',
  'object_pattern',
  'array_pattern',
  'rest_pattern',
  'jsx_opening_element',
  'jsx_closing_element',
  'jsx_self_closing_element',
  'update_expression',
]);

const negation: Viewer = (node) => {
  const operand = node.childForFieldName('argument');
  if (operand === null || node.childForFieldName('operator')?.text !== '!') return [];
  return [{ kind: 'negation', node, operand }];
};

const awaiting: Viewer = (node) => {
  const [operand] = expressionsOf(node);
  return operand === undefined ? [] : [{ kind: 'await', node, operand }];
};

/** Directives, property keys and module names are strings that mean something else. */
const string: Viewer = (node) => {
  const parent = node.parent;
  const isKey = isField(parent, 'key', node) || isField(parent, 'source', node) || isField(parent, 'name', node);
  const isDirective = parent?.type === 'expression_statement';
  const required = parent?.type === 'arguments' && /^(require|import)$/.test(parent.parent?.firstChild?.text ?? '');
  return isKey || isDirective || required || /^jsx_/.test(parent?.type ?? '')
    ? []
    : [{ kind: 'literal', node, of: 'string' }];
};

const literal = (of: 'number' | 'boolean' | 'nothing' | 'pattern'): Viewer => {
  return (node) => (isField(node.parent, 'key', node) ? [] : [{ kind: 'literal', node, of }]);
};

const list = (isMap: boolean): Viewer => {
  return (node) => [{ kind: 'list', node, elements: expressionsOf(node), isMap }];
};

const VIEWERS = new Map<string, Viewer>(
  Object.entries({
    binary_expression: binaryView,
    call_expression: call,
    new_expression: call,
    subscript_expression: index,
    member_expression: member,
    if_statement: condition('if'),
    while_statement: condition('while'),
    do_statement: condition('while'),
    for_statement: condition('for'),
    ternary_expression: ternaryView,
    variable_declarator: assignmentView,
    assignment_expression: assignmentView,
    augmented_assignment_expression: assignmentView,
    update_expression: update,
    return_statement: (node) => [{ kind: 'return', node, value: expressionsOf(node)[0] ?? null }],
    function_declaration: functionView,
    function_expression: functionView,
    arrow_function: functionView,
    method_definition: functionView,
    identifier: name,
    unary_expression: negation,
    await_expression: awaiting,
    number: literal('number'),
    true: literal('boolean'),
    false: literal('boolean'),
    null: literal('nothing'),
    undefined: literal('nothing'),
    regex: literal('pattern'),
    string,
    array: list(false),
    object: list(true),
  } satisfies Record<string, Viewer>),
);
