import type { SyntaxNode } from '../syntax/syntax-types.ts';
import type { Grammar } from './grammar/grammar.ts';
import { outermostFunction } from './material.ts';
import { nameWord } from './name-word.ts';
import type { Binding } from './scope/scope-types.ts';

/** Parameters and variables of the function around a node that nothing reads: what was made ready to be used. */
export function unusedNames(node: SyntaxNode, names: readonly Binding[], grammar: Grammar): readonly string[] {
  const scope = outermostFunction(node, grammar.functionTypes);
  if (scope.parent === null) return [];
  const { text } = scope;
  return names
    .filter(({ kind }) => kind === 'parameter' || kind === 'variable')
    .filter(({ index }) => index >= scope.startIndex && index < scope.endIndex)
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('_') && text.match(new RegExp(nameWord(name), 'g'))?.length === 1);
}
