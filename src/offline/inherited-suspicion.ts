import { closest, endLineOf, identifiersIn, lineOf, namedChildrenOf, nodesOfType } from '../syntax/nodes.ts';
import type { SyntaxNode } from '../syntax/syntax-types.ts';
import type { LineSuspicion } from './suspicion.ts';

/** What a constant or a default value gets of the suspicion of the worst line that reads it. */
const SHARE = 0.8;

const DECLARATION = /^(lexical_declaration|variable_declaration|expression_statement|export_statement)$/;

/**
 * Lines that run before any test does have no coverage of their own: the head of a function with its default values takes
 * after its body, and what the file declares at its top takes after the functions that read it.
 */
export function withInherited(
  suspicion: (line: number) => LineSuspicion,
  root: SyntaxNode,
  functionTypes: readonly string[],
): (line: number) => LineSuspicion {
  const inherited = new Map<number, LineSuspicion>();
  const give = (from: readonly number[], to: readonly number[]) => {
    const heard = from.map(suspicion).filter(({ reached }) => reached);
    if (heard.length === 0) return;
    const worst = SHARE * heard.reduce((most, { suspiciousness }) => Math.max(most, suspiciousness), 0);
    for (const line of to) {
      const own = inherited.get(line) ?? suspicion(line);
      const suspiciousness = Math.max(own.suspiciousness, worst);
      inherited.set(line, { suspiciousness, bonus: own.bonus, reached: true });
    }
  };
  for (const definition of nodesOfType(root, functionTypes)) {
    const body = definition.childForFieldName('body');
    if (body === null) continue;
    const head = linesOf(lineOf(definition), Math.max(lineOf(definition), lineOf(body) - 1));
    give(linesOf(lineOf(body), endLineOf(body)), head);
  }
  const readers = linesByName(root);
  for (const statement of namedChildrenOf(root).filter(({ type }) => DECLARATION.test(type))) {
    const [first, last] = [lineOf(statement), endLineOf(statement)];
    const reading = declaredIn(statement, functionTypes).flatMap((name) => readers.get(name) ?? []);
    give(
      reading.filter((line) => line < first || line > last),
      linesOf(first, last),
    );
  }
  return (line) => inherited.get(line) ?? suspicion(line);
}

function linesOf(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function linesByName(root: SyntaxNode): Map<string, number[]> {
  const lines = new Map<string, number[]>();
  for (const identifier of identifiersIn(root)) {
    const known = lines.get(identifier.text);
    if (known === undefined) lines.set(identifier.text, [lineOf(identifier)]);
    else known.push(lineOf(identifier));
  }
  return lines;
}

/** Names of the file's variables; functions have lines and names of their own. */
function declaredIn(statement: SyntaxNode, functionTypes: readonly string[]): string[] {
  const declarations = nodesOfType(statement, ['variable_declarator', 'assignment']);
  const own = declarations.filter((each) => closest(each, ({ type }) => functionTypes.includes(type)) === null);
  return own.flatMap((declaration) => {
    const name = declaration.childForFieldName('name') ?? declaration.childForFieldName('left');
    const value = declaration.childForFieldName('value') ?? declaration.childForFieldName('right');
    const isFunction = /^(arrow_function|function_expression|lambda|class)$/.test(value?.type ?? '');
    return name?.type === 'identifier' && !isFunction ? [name.text] : [];
  });
}
