import type { OperatorSite } from './operator.ts';
import { type Mutation, quoted, type RepairOperator, replaced } from './operator.ts';

export const emptyLiteral: RepairOperator<'literal' | 'list'> = {
  name: 'empty-literal',
  summary: 'an empty list, text or nothing for another one',
  on: ['literal', 'list'],
  perLine: 6,
  *mutate(site) {
    const { view } = site;
    for (const [text, weight] of alternatives(site)) {
      yield {
        splices: [replaced(view.node, text)],
        rationale: `Use \`${text}\` instead of ${quoted(view.node)}.`,
        weight,
      } satisfies Mutation;
    }
  },
};

function alternatives({ view, grammar, names }: OperatorSite): [string, number][] {
  if (view.kind === 'list') {
    if (view.elements.length > 0 || view.isMap || view.node.type === 'tuple') return [];
    const parameters = names()
      .filter((binding) => binding.kind === 'parameter')
      .slice(0, 2);
    return [['[[]]', 1], ...parameters.map((binding): [string, number] => [`[${binding.name}]`, 0.6])];
  }
  if (view.kind !== 'literal') return [];
  const isResult = /^(return_statement|arrow_function|conditional_expression|ternary_expression|assignment)$/.test(
    view.node.parent?.type ?? '',
  );
  if (view.of === 'nothing' && isResult) {
    return [
      ['[]', 0.5],
      ["''", 0.4],
      ['0', 0.4],
      [grammar.no, 0.3],
    ];
  }
  if (view.of !== 'string') return [];
  if (/^(''|""|``)$/.test(view.node.text)) return [[`${view.node.text.slice(0, 1)} ${view.node.text.slice(1)}`, 0.6]];
  return /^(['"`])[ ,;-]+\1$/.test(view.node.text)
    ? [[view.node.text.slice(0, 1) + view.node.text.slice(-1), 0.5]]
    : [];
}
