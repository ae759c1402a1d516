import { closest, namedChildrenOf, nodesOfType } from '../syntax/nodes.ts';
import type { SyntaxNode } from '../syntax/syntax-types.ts';
import type { OperatorSite } from './operators/operator.ts';

const PREDICATE = /^(?:is|has|can|should|must|needs|contains|matches|are)(?:_|(?=[A-Z]))/;
const MOST_PARAMETERS = 3;

/**
 * Calls of the project's own predicates that can be made as they are, since what their parameters are called is in
 * scope: `is_leap(year)`, `this.isExpired(entry)`.
 */
export function predicateCalls({ view, names, grammar, parametersOf, enclosing }: OperatorSite): readonly string[] {
  const values = new Set(
    names()
      .filter(({ kind }) => kind === 'parameter' || kind === 'variable')
      .map(({ name }) => name),
  );
  const around = enclosing().childForFieldName('name')?.text;
  const asked = (name: string, isPredicate = PREDICATE.test(name)): string | null => {
    if (name === around || name.startsWith('__')) return null;
    const parameters = isPredicate ? parametersOf(name) : null;
    const fits = parameters !== null && parameters.length > 0 && parameters.length <= MOST_PARAMETERS;
    return fits && parameters.every((parameter) => values.has(parameter)) ? `${name}(${parameters.join(', ')})` : null;
  };
  const own = names()
    .filter(({ kind }) => kind === 'function' || kind === 'import')
    .flatMap(({ name }) => asked(name) ?? []);
  const methods = methodDefinitionsAround(view.node).flatMap(
    ({ name, definition }) => asked(name, PREDICATE.test(name) || givesTests(definition)) ?? [],
  );
  return [...new Set([...own, ...methods.map((call) => `${grammar.ownPrefix}${call}`)])];
}

const TESTS = /^(comparison_operator|boolean_operator|not_operator|true|false)$/;

/** Whether all that it returns are tests: `return self.start < other.end and other.start < self.end`. */
function givesTests(definition: SyntaxNode): boolean {
  const returned = nodesOfType(definition, ['return_statement']).map((statement) => namedChildrenOf(statement)[0]);
  return returned.length > 0 && returned.every((value) => value !== undefined && isTestValue(value));
}

function isTestValue(value: SyntaxNode): boolean {
  if (TESTS.test(value.type)) return true;
  const operator = value.childForFieldName('operator')?.text ?? '';
  if (value.type === 'unary_expression') return operator === '!';
  return value.type === 'binary_expression' && /^([<>]=?|[=!]==?|&&|\|\||in|instanceof)$/.test(operator);
}

/** Names of the methods of the class around a node. */
export function methodsAround(node: SyntaxNode): string[] {
  return methodDefinitionsAround(node).map(({ name }) => name);
}

interface MethodDefinition {
  readonly name: string;
  readonly definition: SyntaxNode;
}

const CLASS_BODY = /^class_(body|definition)$/;

function methodDefinitionsAround(node: SyntaxNode): MethodDefinition[] {
  const around = closest(node, ({ type }) => CLASS_BODY.test(type));
  return around === null ? [] : methodsOf(around);
}

/** Names of the methods of those classes of a file that have a method of this name. */
export function methodsBeside(root: SyntaxNode, name: string): string[] {
  return nodesOfType(root, ['class_body', 'class_definition'])
    .map((own) => methodsOf(own).map((method) => method.name))
    .filter((names) => names.includes(name))
    .flat();
}

function methodsOf(around: SyntaxNode): MethodDefinition[] {
  return namedChildrenOf(around.childForFieldName('body') ?? around).flatMap((member) => {
    const definition = member.type === 'decorated_definition' ? member.childForFieldName('definition') : member;
    const isMethod = /^(method_definition|method_declaration|function_definition)$/.test(definition?.type ?? '');
    const name = isMethod ? definition?.childForFieldName('name')?.text : undefined;
    return definition === null || name === undefined ? [] : [{ name, definition }];
  });
}
