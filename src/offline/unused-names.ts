import { outermostFunction } from './material.ts';
import type { OperatorSite } from './operators/operator.ts';

/** Parameters and variables of the function around a site that nothing reads: what was made ready to be used. */
export function unusedNames({ view, names, grammar, timesAround }: OperatorSite): readonly string[] {
  const scope = outermostFunction(view.node, grammar.functionTypes);
  if (scope.parent === null) return [];
  return names()
    .filter(({ kind }) => kind === 'parameter' || kind === 'variable')
    .filter(({ index }) => index >= scope.startIndex && index < scope.endIndex)
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('_') && timesAround(name) === 1);
}

/** How often each name stands by itself in a text. */
export function namesIn(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [name] of text.matchAll(/(?<![\w$.])[A-Za-z_$][\w$]*/g)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
