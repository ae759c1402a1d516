import { namedChildrenOf } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { functionScope, ScopeBuilder } from './scope-builder.ts';
import type { BindingKind, NameUse, Scope, ScopeAnalysis } from './scope-types.ts';

type Visit = (node: SyntaxNode, scope: Scope, walker: PythonWalker) => void;

/** Scopes, definitions and uses of names in Python. */
export function analysePythonScopes(root: SyntaxNode): ScopeAnalysis {
  const lazyAnnotations = namedChildrenOf(root).some((child) => child.type === 'future_import_statement');
  const walker = new PythonWalker(new ScopeBuilder(root), lazyAnnotations);
  walker.visitChildren(root, walker.builder.module);
  return walker.builder.finish();
}

class PythonWalker {
  readonly builder: ScopeBuilder;
  /** Annotations are looked up at run time, unless `from __future__ import annotations` says otherwise. */
  readonly #annotation: NameUse['position'];
  #position: NameUse['position'] = 'value';

  constructor(builder: ScopeBuilder, lazyAnnotations: boolean) {
    this.builder = builder;
    this.#annotation = lazyAnnotations ? 'type' : 'value';
  }

  visit(node: SyntaxNode | null, scope: Scope): void {
    if (node === null) return;
    const visit = VISITS.get(node.type);
    if (visit === undefined) this.visitChildren(node, scope);
    else visit(node, scope, this);
  }

  visitChildren(node: SyntaxNode, scope: Scope): void {
    for (const child of namedChildrenOf(node)) this.visit(child, scope);
  }

  visitOthers(node: SyntaxNode, scope: Scope, fields: readonly string[]): void {
    const skipped = new Set(fields.flatMap((field) => node.childrenForFieldName(field).map((child) => child?.id)));
    for (const child of namedChildrenOf(node)) if (!skipped.has(child.id)) this.visit(child, scope);
  }

  /** Local variables' annotations are never evaluated; those of parameters and of module variables are. */
  visitType(node: SyntaxNode, scope: Scope, evaluated: boolean): void {
    const before = this.#position;
    this.#position = evaluated ? this.#annotation : 'type';
    this.visitChildren(node, scope);
    this.#position = before;
  }

  use(node: SyntaxNode, scope: Scope): void {
    this.builder.use(scope, node, this.#position);
  }

  /** Defines the names that an assignment's left side assigns; attributes and items are uses. */
  bindTarget(target: SyntaxNode | null, kind: BindingKind, scope: Scope): void {
    if (target === null) return;
    if (target.type === 'identifier') this.builder.bind(scope, target, kind);
    else if (TARGET_LISTS.has(target.type)) {
      for (const part of namedChildrenOf(target)) this.bindTarget(part, kind, scope);
    } else this.visit(target, scope);
  }
}

const TARGET_LISTS = new Set([
  'pattern_list',
  'tuple_pattern',
  'list_pattern',
  'list_splat_pattern',
  'dictionary_splat_pattern',
  'tuple',
  'list',
  'list_splat',
  'parenthesized_expression',
  'as_pattern_target',
]);

const functionDefinition: Visit = (node, scope, walker) => {
  const name = node.childForFieldName('name');
  if (name !== null) walker.builder.bind(scope, name, 'function');
  const inner = walker.builder.openScope('function', node, scope);
  const typeParameters = node.childForFieldName('type_parameters');
  if (typeParameters !== null) bindTypeParameters(typeParameters, inner, walker);
  bindParameters(node.childForFieldName('parameters'), inner, scope, walker);
  walker.visit(node.childForFieldName('return_type'), scope);
  walker.visit(node.childForFieldName('body'), inner);
};

const lambda: Visit = (node, scope, walker) => {
  const inner = walker.builder.openScope('function', node, scope);
  bindParameters(node.childForFieldName('parameters'), inner, scope, walker);
  walker.visit(node.childForFieldName('body'), inner);
};

/** Defaults and annotations are evaluated outside of the function. */
function bindParameters(parameters: SyntaxNode | null, inner: Scope, outer: Scope, walker: PythonWalker): void {
  for (const parameter of parameters === null ? [] : namedChildrenOf(parameters)) {
    const name = parameter.childForFieldName('name') ?? unnamedTarget(parameter);
    walker.bindTarget(name, 'parameter', inner);
    const type = parameter.childForFieldName('type');
    if (type !== null) walker.visitType(type, outer, true);
    walker.visit(parameter.childForFieldName('value'), outer);
  }
}

function unnamedTarget(parameter: SyntaxNode): SyntaxNode | null {
  if (/^(keyword|positional)_separator$/.test(parameter.type)) return null;
  return parameter.type === 'typed_parameter' ? (namedChildrenOf(parameter)[0] ?? null) : parameter;
}

function bindTypeParameters(node: SyntaxNode, scope: Scope, walker: PythonWalker): void {
  for (const name of node.descendantsOfType('identifier')) if (name !== null) walker.builder.bind(scope, name, 'type');
}

const classDefinition: Visit = (node, scope, walker) => {
  const name = node.childForFieldName('name');
  if (name !== null) walker.builder.bind(scope, name, 'class');
  walker.visit(node.childForFieldName('superclasses'), scope);
  const inner = walker.builder.openScope('class', node, scope);
  const typeParameters = node.childForFieldName('type_parameters');
  if (typeParameters !== null) bindTypeParameters(typeParameters, inner, walker);
  walker.visit(node.childForFieldName('body'), inner);
};

const assignment: Visit = (node, scope, walker) => {
  const type = node.childForFieldName('type');
  const target = functionScope(scope);
  if (type !== null) walker.visitType(type, scope, target.kind !== 'function');
  walker.visit(node.childForFieldName('right'), scope);
  walker.bindTarget(node.childForFieldName('left'), 'variable', target);
};

/** `x += 1` reads and defines x; on its own it does not make the name known. */
const augmentedAssignment: Visit = (node, scope, walker) => walker.visitChildren(node, scope);

const namedExpression: Visit = (node, scope, walker) => {
  walker.bindTarget(node.childForFieldName('name'), 'variable', functionScope(scope));
  walker.visit(node.childForFieldName('value'), scope);
};

const forLoop: Visit = (node, scope, walker) => {
  walker.bindTarget(node.childForFieldName('left'), 'variable', functionScope(scope));
  walker.visitOthers(node, scope, ['left']);
};

/** Loop variables of a comprehension live in it; only its first iterable is evaluated outside. */
const comprehension: Visit = (node, scope, walker) => {
  const inner = walker.builder.openScope('block', node, scope);
  const clauses = namedChildrenOf(node).filter((child) => child.type === 'for_in_clause');
  for (const clause of clauses) walker.bindTarget(clause.childForFieldName('left'), 'variable', inner);
  for (const child of namedChildrenOf(node)) {
    if (child.type !== 'for_in_clause') walker.visit(child, inner);
    else walker.visitOthers(child, child.id === clauses[0]?.id ? scope : inner, ['left']);
  }
};

/** `with x as y`, `except E as e`, and `case P as p`. */
const asPattern: Visit = (node, scope, walker) => {
  const parts = namedChildrenOf(node);
  const alias = node.childForFieldName('alias') ?? parts.at(-1) ?? null;
  for (const part of parts) if (part.id !== alias?.id) walker.visit(part, scope);
  walker.bindTarget(alias, 'variable', functionScope(scope));
};

const importStatement: Visit = (node, scope, walker) => {
  if (namedChildrenOf(node).some((child) => child.type === 'wildcard_import')) walker.builder.markOpen();
  const target = functionScope(scope);
  for (const part of node.childrenForFieldName('name')) {
    if (part === null) continue;
    const alias = part.childForFieldName('alias');
    const first = alias ?? part.descendantsOfType('identifier')[0] ?? null;
    if (first !== null) walker.builder.bind(target, first, 'import');
  }
};

/** `global x` makes the module define x; `nonlocal x` changes nothing for look-ups. */
const globalStatement: Visit = (node, _scope, walker) => {
  for (const name of namedChildrenOf(node)) walker.builder.bind(walker.builder.module, name, 'variable');
};

/** A bare name in a pattern captures; a dotted one and a class are uses. */
const casePattern: Visit = (node, scope, walker) => {
  for (const part of namedChildrenOf(node)) {
    const names = part.type === 'dotted_name' ? namedChildrenOf(part) : [];
    const [only, second] = names;
    if (only !== undefined && second === undefined && node.type !== 'class_pattern') {
      if (only.text !== '_') walker.builder.bind(functionScope(scope), only, 'variable');
    } else if (only !== undefined) walker.use(only, scope);
    else if (part.type === 'identifier') {
      if (node.type === 'splat_pattern') walker.builder.bind(functionScope(scope), part, 'variable');
    } else walker.visit(part, scope);
  }
};

/** Calls that may define names behind the analysis' back. */
const DEFINING_CALLS = new Set(['globals', 'exec', 'vars']);

const call: Visit = (node, scope, walker) => {
  if (DEFINING_CALLS.has(node.childForFieldName('function')?.text ?? '') && !isLookUp(node)) walker.builder.markOpen();
  walker.visitChildren(node, scope);
};

/** `globals()[name]` and `globals().get(name)` read what is there, and `vars(other)` is about something else. */
function isLookUp(node: SyntaxNode): boolean {
  const [name = '', given] = [node.childForFieldName('function')?.text, node.childForFieldName('arguments')];
  if (name === 'vars' && namedChildrenOf(given ?? node).length > 0) return true;
  const { parent } = node;
  if (parent?.type === 'attribute')
    return /^(get|keys|values|items)$/.test(parent.childForFieldName('attribute')?.text ?? '');
  if (parent?.type !== 'subscript' || parent.childForFieldName('value')?.id !== node.id) return false;
  return parent.parent?.childForFieldName('left')?.id !== parent.id && parent.parent?.type !== 'delete_statement';
}

const firstOnly: Visit = (node, scope, walker) => {
  const name = namedChildrenOf(node)[0];
  if (name !== undefined) walker.use(name, scope);
};

const VISITS = new Map<string, Visit>(
  Object.entries({
    identifier: (node, scope, walker) => walker.use(node, scope),
    function_definition: functionDefinition,
    lambda,
    call,
    class_definition: classDefinition,
    assignment,
    augmented_assignment: augmentedAssignment,
    named_expression: namedExpression,
    for_statement: forLoop,
    list_comprehension: comprehension,
    set_comprehension: comprehension,
    dictionary_comprehension: comprehension,
    generator_expression: comprehension,
    as_pattern: asPattern,
    import_statement: importStatement,
    import_from_statement: importStatement,
    future_import_statement: importStatement,
    global_statement: globalStatement,
    nonlocal_statement: () => undefined,
    case_pattern: casePattern,
    class_pattern: casePattern,
    keyword_pattern: casePattern,
    splat_pattern: casePattern,
    type: (node, scope, walker) => walker.visitType(node, scope, true),
    attribute: (node, scope, walker) => walker.visit(node.childForFieldName('object'), scope),
    keyword_argument: (node, scope, walker) => walker.visit(node.childForFieldName('value'), scope),
    dotted_name: firstOnly,
    type_alias_statement: (node, scope, walker) => {
      bindTypeParameters(node, scope, walker);
    },
  } satisfies Record<string, Visit>),
);
