import { namedChildrenOf } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { functionScope, ScopeBuilder } from './scope-builder.ts';
import type { BindingKind, Scope, ScopeAnalysis } from './scope-types.ts';

type Visit = (node: SyntaxNode, scope: Scope, walker: JavaScriptWalker) => void;

/** Scopes, definitions and uses of names in JavaScript, TypeScript and TSX. */
export function analyseJavaScriptScopes(root: SyntaxNode): ScopeAnalysis {
  const walker = new JavaScriptWalker(new ScopeBuilder(root));
  walker.visitChildren(root, walker.builder.module);
  return walker.builder.finish();
}

class JavaScriptWalker {
  readonly builder: ScopeBuilder;

  constructor(builder: ScopeBuilder) {
    this.builder = builder;
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

  /** Visits all children but those in the given fields. */
  visitOthers(node: SyntaxNode, scope: Scope, fields: readonly string[]): void {
    const skipped = new Set(fields.map((field) => node.childForFieldName(field)?.id));
    for (const child of namedChildrenOf(node)) if (!skipped.has(child.id)) this.visit(child, scope);
  }

  /** Defines the names of a pattern and visits the expressions (defaults, computed keys) in it. */
  bindPattern(pattern: SyntaxNode | null, kind: BindingKind, target: Scope, scope: Scope): void {
    if (pattern === null) return;
    switch (pattern.type) {
      case 'identifier':
      case 'shorthand_property_identifier_pattern':
        this.builder.bind(target, pattern, kind);
        return;
      case 'pair_pattern':
        if (pattern.childForFieldName('key')?.type === 'computed_property_name')
          this.visit(pattern.childForFieldName('key'), scope);
        this.bindPattern(pattern.childForFieldName('value'), kind, target, scope);
        return;
      case 'assignment_pattern':
      case 'object_assignment_pattern':
        this.bindPattern(pattern.childForFieldName('left'), kind, target, scope);
        this.visit(pattern.childForFieldName('right'), scope);
        return;
      case 'required_parameter':
      case 'optional_parameter':
        this.bindPattern(pattern.childForFieldName('pattern'), kind, target, scope);
        this.visitOthers(pattern, scope, ['pattern']);
        return;
      case 'array_pattern':
      case 'object_pattern':
      case 'rest_pattern':
      case 'formal_parameters':
        for (const part of namedChildrenOf(pattern)) this.bindPattern(part, kind, target, scope);
        return;
      default:
        this.visit(pattern, scope);
    }
  }

  /** A function's own scope: type parameters, parameters, then the body. */
  visitFunction(node: SyntaxNode, scope: Scope): Scope {
    const inner = this.builder.openScope('function', node, scope);
    this.visit(node.childForFieldName('type_parameters'), inner);
    this.bindPattern(node.childForFieldName('parameter'), 'parameter', inner, inner);
    this.bindPattern(node.childForFieldName('parameters'), 'parameter', inner, inner);
    this.visit(node.childForFieldName('return_type'), inner);
    this.visit(node.childForFieldName('body'), inner);
    return inner;
  }

  /** A class's own name is visible inside of it, also when it is an expression. */
  visitClass(node: SyntaxNode, scope: Scope): void {
    const inner = this.builder.openScope('block', node, scope);
    const name = node.childForFieldName('name');
    if (name !== null) this.builder.bind(inner, name, 'class');
    this.visitOthers(node, inner, ['name']);
  }
}

const block: Visit = (node, scope, walker) =>
  walker.visitChildren(node, walker.builder.openScope('block', node, scope));

const functionDeclaration: Visit = (node, scope, walker) => {
  const name = node.childForFieldName('name');
  if (name !== null) walker.builder.bind(functionScope(scope), name, 'function');
  walker.visitFunction(node, scope);
};

const functionExpression: Visit = (node, scope, walker) => {
  const inner = walker.visitFunction(node, scope);
  const name = node.childForFieldName('name');
  if (name !== null) walker.builder.bind(inner, name, 'function');
};

const method: Visit = (node, scope, walker) => {
  const name = node.childForFieldName('name');
  if (name?.type === 'computed_property_name') walker.visit(name, scope);
  walker.visitFunction(node, scope);
};

const classDeclaration: Visit = (node, scope, walker) => {
  const name = node.childForFieldName('name');
  if (name !== null) walker.builder.bind(scope, name, 'class');
  walker.visitClass(node, scope);
};

const field: Visit = (node, scope, walker) => {
  const name = node.childForFieldName('name') ?? node.childForFieldName('property');
  if (name?.type === 'computed_property_name') walker.visit(name, scope);
  walker.visitOthers(node, scope, ['name', 'property']);
};

const declaration: Visit = (node, scope, walker) => {
  const target = node.type === 'variable_declaration' ? functionScope(scope) : scope;
  for (const declarator of namedChildrenOf(node)) {
    walker.bindPattern(declarator.childForFieldName('name'), 'variable', target, scope);
    walker.visitOthers(declarator, scope, ['name']);
  }
};

const forIn: Visit = (node, scope, walker) => {
  const inner = walker.builder.openScope('block', node, scope);
  const kind = node.childForFieldName('kind')?.type;
  const left = node.childForFieldName('left');
  if (kind === undefined) walker.visit(left, inner);
  else walker.bindPattern(left, 'variable', kind === 'var' ? functionScope(scope) : inner, inner);
  walker.visitOthers(node, inner, ['left', 'kind']);
};

const catchClause: Visit = (node, scope, walker) => {
  const inner = walker.builder.openScope('block', node, scope);
  walker.bindPattern(node.childForFieldName('parameter'), 'parameter', inner, inner);
  walker.visitOthers(node, inner, ['parameter']);
};

const importStatement: Visit = (node, scope, walker) => {
  const bindIn = (part: SyntaxNode): void => {
    if (part.type === 'identifier') walker.builder.bind(scope, part, 'import');
    else if (part.type === 'import_specifier') {
      const local = part.childForFieldName('alias') ?? part.childForFieldName('name');
      if (local !== null) walker.builder.bind(scope, local, 'import');
    } else if (part.type !== 'string') for (const child of namedChildrenOf(part)) bindIn(child);
  };
  for (const part of namedChildrenOf(node)) bindIn(part);
};

const exportStatement: Visit = (node, scope, walker) => {
  if (node.childForFieldName('source') !== null) return;
  walker.visitChildren(node, scope);
};

const typeDefinition: Visit = (node, scope, walker) => {
  const name = node.childForFieldName('name');
  if (name !== null) walker.builder.bind(scope, name, 'type');
  walker.visitOthers(node, walker.builder.openScope('block', node, scope), ['name']);
};

/** Enumerations and namespaces: values with a body of their own. */
const container: Visit = (node, scope, walker) => {
  const name = node.childForFieldName('name');
  const inner = walker.builder.openScope('block', node, scope);
  if (name?.type === 'identifier') walker.builder.bind(scope, name, 'class');
  for (const member of namedChildrenOf(node.childForFieldName('body') ?? node)) {
    const memberName = member.type === 'enum_assignment' ? member.childForFieldName('name') : member;
    if (memberName?.type === 'property_identifier') walker.builder.bind(inner, memberName, 'variable');
  }
  walker.visitOthers(node, inner, ['name']);
};

const bindTypeName: Visit = (node, scope, walker) => {
  const name = node.childForFieldName('name') ?? namedChildrenOf(node)[0] ?? null;
  if (name !== null) walker.builder.bind(scope, name, 'type');
  walker.visitOthers(node, scope, ['name']);
};

/** Signatures hold parameter names that mean nothing outside of the type. */
const signature: Visit = (node, scope, walker) => {
  const inner = walker.builder.openScope('block', node, scope);
  walker.visit(node.childForFieldName('type_parameters'), inner);
  walker.bindPattern(node.childForFieldName('parameters'), 'type', inner, inner);
  walker.visitOthers(node, inner, ['name', 'parameters', 'type_parameters']);
};

const functionSignature: Visit = (node, scope, walker) => {
  const name = node.childForFieldName('name');
  if (name?.type === 'identifier') walker.builder.bind(scope, name, 'function');
  signature(node, scope, walker);
};

const unary: Visit = (node, scope, walker) => {
  const operand = node.childForFieldName('argument');
  const guarded = node.childForFieldName('operator')?.text === 'typeof' && operand?.type === 'identifier';
  if (guarded && operand !== null) walker.builder.use(scope, operand, 'value', true);
  else walker.visitChildren(node, scope);
};

/** `<div>` is no name, `<Task>` and `<ui.Task>` are. */
const jsxElement: Visit = (node, scope, walker) => {
  const name = node.childForFieldName('name');
  const intrinsic = name?.type === 'identifier' && /^[a-z]/.test(name.text);
  if (name !== null && !intrinsic) walker.visit(name, scope);
  walker.visitOthers(node, scope, ['name']);
};

const useValue: Visit = (node, scope, walker) => walker.builder.use(scope, node, 'value');
const useType: Visit = (node, scope, walker) => walker.builder.use(scope, node, 'type');
const nothing: Visit = () => undefined;

const typeQuery: Visit = (node, scope, walker) => {
  for (const child of namedChildrenOf(node)) {
    if (child.type === 'identifier') walker.builder.use(scope, child, 'type');
    else if (child.type === 'member_expression') typeQuery(child, scope, walker);
    else if (child.type === 'type_arguments') walker.visit(child, scope);
  }
};

/** The grammar does not know `in out Item`: such words of a list of type parameters are no names. */
const unparsed: Visit = (node, scope, walker) => {
  if (!/^type_parameters?$/.test(node.parent?.type ?? '')) walker.visitChildren(node, scope);
};

const withStatement: Visit = (node, scope, walker) => {
  walker.builder.markOpen();
  walker.visitChildren(node, scope);
};

const VISITS = new Map<string, Visit>(
  Object.entries({
    identifier: useValue,
    shorthand_property_identifier: useValue,
    shorthand_property_identifier_pattern: useValue,
    type_identifier: useType,
    nested_type_identifier: typeQuery,
    type_query: typeQuery,
    statement_block: block,
    switch_body: block,
    for_statement: block,
    class_static_block: block,
    for_in_statement: forIn,
    catch_clause: catchClause,
    function_declaration: functionDeclaration,
    generator_function_declaration: functionDeclaration,
    function_expression: functionExpression,
    generator_function: functionExpression,
    arrow_function: functionExpression,
    method_definition: method,
    class_declaration: classDeclaration,
    abstract_class_declaration: classDeclaration,
    class: (node, scope, walker) => walker.visitClass(node, scope),
    field_definition: field,
    public_field_definition: field,
    lexical_declaration: declaration,
    variable_declaration: declaration,
    import_statement: importStatement,
    export_statement: exportStatement,
    export_specifier: (node, scope, walker) => walker.visit(node.childForFieldName('name'), scope),
    import_alias: bindTypeName,
    type_alias_declaration: typeDefinition,
    interface_declaration: typeDefinition,
    enum_declaration: container,
    internal_module: container,
    module: container,
    type_parameter: bindTypeName,
    mapped_type_clause: bindTypeName,
    infer_type: bindTypeName,
    function_type: signature,
    constructor_type: signature,
    construct_signature: signature,
    call_signature: signature,
    method_signature: signature,
    abstract_method_signature: signature,
    function_signature: functionSignature,
    index_signature: (node, scope, walker) => walker.visitOthers(node, scope, ['name']),
    type_predicate: (node, scope, walker) => walker.visitOthers(node, scope, ['name']),
    unary_expression: unary,
    with_statement: withStatement,
    jsx_opening_element: jsxElement,
    jsx_self_closing_element: jsxElement,
    jsx_closing_element: nothing,
    meta_property: nothing,
    ERROR: unparsed,
    labeled_statement: (node, scope, walker) => walker.visit(node.childForFieldName('body'), scope),
  } satisfies Record<string, Visit>),
);
