import { closest, namedChildrenOf } from '../syntax/nodes.ts';
import type { SyntaxNode } from '../syntax/syntax-types.ts';
import type { OperatorSite } from './operators/operator.ts';

const PREDICATE = /^(?:is|has|can|should|must|needs|contains|matches|are)(?:_|(?=[A-Z]))/;
const MOST_PARAMETERS = 3;

/**
 * Calls of the project's own predicates that can be made as they are, since what their parameters are called is in
 * scope: `is_leap(year)`, `this.isExpired(entry)`.
 */
export function predicateCalls({ view, names, grammar, parametersOf }: OperatorSite): readonly string[] {
  const values = new Set(
    names()
      .filter(({ kind }) => kind === 'parameter' || kind === 'variable')
      .map(({ name }) => name),
  );
  const asked = (name: string): string | null => {
    const parameters = PREDICATE.test(name) ? parametersOf(name) : null;
    const fits = parameters !== null && parameters.length > 0 && parameters.length <= MOST_PARAMETERS;
    return fits && parameters.every((parameter) => values.has(parameter)) ? `${name}(${parameters.join(', ')})` : null;
  };
  const own = names()
    .filter(({ kind }) => kind === 'function' || kind === 'import')
    .flatMap(({ name }) => asked(name) ?? []);
  const methods = methodsAround(view.node).flatMap((name) => asked(name) ?? []);
  return [...new Set([...own, ...methods.map((call) => `${grammar.ownPrefix}${call}`)])];
}

/** Names of the methods of the class around a node. */
export function methodsAround(node: SyntaxNode): string[] {
  const around = closest(node, ({ type }) => /^class_(body|definition)$/.test(type));
  const body = around?.childForFieldName('body') ?? around;
  return (body == null ? [] : namedChildrenOf(body)).flatMap((member) => {
    const definition = member.type === 'decorated_definition' ? member.childForFieldName('definition') : member;
    const isMethod = /^(method_definition|method_declaration|function_definition)$/.test(definition?.type ?? '');
    return isMethod ? (definition?.childForFieldName('name')?.text ?? []) : [];
  });
}
