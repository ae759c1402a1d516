import { namedChildrenOf } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { ScopeBuilder } from './scope-builder.ts';
import type { BindingKind, Scope, ScopeAnalysis } from './scope-types.ts';

/** Fields are seen by the methods of their class, so a class is a block here. */
const SCOPES: Readonly<Record<string, 'function' | 'block'>> = {
  class_body: 'block',
  interface_body: 'block',
  enum_body: 'block',
  method_declaration: 'function',
  constructor_declaration: 'function',
  lambda_expression: 'function',
  block: 'block',
  for_statement: 'block',
  enhanced_for_statement: 'block',
  catch_clause: 'block',
  switch_block: 'block',
  try_with_resources_statement: 'block',
};

const DEFINITIONS: Readonly<Record<string, BindingKind>> = {
  class_declaration: 'class',
  interface_declaration: 'class',
  enum_declaration: 'class',
  record_declaration: 'class',
  method_declaration: 'function',
  formal_parameter: 'parameter',
  catch_formal_parameter: 'parameter',
  variable_declarator: 'variable',
  enhanced_for_statement: 'variable',
  enum_constant: 'variable',
  resource: 'variable',
};

/** What a Java file defines and where it can be named; uses are not collected, since no rule looks for undefined names. */
export function analyseJavaScopes(root: SyntaxNode): ScopeAnalysis {
  const builder = new ScopeBuilder(root);
  const visit = (node: SyntaxNode, scope: Scope): void => {
    const defined = DEFINITIONS[node.type];
    const name = defined === undefined ? null : node.childForFieldName('name');
    const kind = SCOPES[node.type];
    const inner = kind === undefined ? scope : builder.openScope(kind, node, scope);
    // The variable of a loop lives in the loop; the name of a method lives around it.
    if (name !== null && defined !== undefined) {
      const place = node.type === 'enhanced_for_statement' ? inner : scope;
      builder.bind(place, name, defined, name.text, declaredType(node));
    }
    if (node.type === 'lambda_expression') bindLambda(builder, node, inner);
    for (const child of namedChildrenOf(node)) visit(child, inner);
  };
  visit(root, builder.module);
  return builder.finish();
}

/** `int[]` for `int[] x` and `int x[]`; null for `var`, and for what has no type. */
function declaredType(node: SyntaxNode): string | null {
  const declaration = node.type === 'variable_declarator' ? node.parent : node;
  const type = declaration?.childForFieldName('type')?.text ?? null;
  if (type === null || type === 'var' || node.type === 'method_declaration') return null;
  return type + (node.childForFieldName('dimensions')?.text ?? '');
}

/** `x -> …` and `(x, y) -> …`: parameters without types. */
function bindLambda(builder: ScopeBuilder, node: SyntaxNode, scope: Scope): void {
  const parameters = node.childForFieldName('parameters');
  if (parameters?.type === 'identifier') builder.bind(scope, parameters, 'parameter');
  if (parameters?.type !== 'inferred_parameters') return;
  for (const parameter of namedChildrenOf(parameters)) builder.bind(scope, parameter, 'parameter');
}
