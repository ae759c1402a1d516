import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import type { Grammar } from '../grammar/grammar.ts';
import { isTest, textsNear } from '../material.ts';
import { quoted, type RepairOperator, replaced } from './operator.ts';

const MOST_OWN = 6;
const MOST_OTHERS = 5;

export const extendCondition: RepairOperator<'condition'> = {
  name: 'extend-condition',
  summary: 'adds a test that stands elsewhere in the function to a condition',
  on: ['condition'],
  perLine: 40,
  *mutate({ view, grammar, enclosing, names }) {
    const { node } = view;
    const own = grouped(grammar, node);
    const empties = names()
      .filter(
        ({ kind, name }) => kind === 'parameter' && !new RegExp(`\\b${name.replaceAll('$', '\\$')}\\b`).test(node.text),
      )
      .slice(0, 2)
      .map(({ name }) => (grammar.and === '&&' ? `!${name}` : `not ${name}`));
    const tests = new Set([...empties, ...otherTests(enclosing(), node)]);
    for (const [rank, other] of [...tests].entries()) {
      const weight = 1 / (1 + rank * 0.15);
      for (const [form, shown, share] of [
        [`${own} ${grammar.and} ${other}`, grammar.and, 1],
        [`${own} ${grammar.or} ${other}`, grammar.or, 0.8],
        [`${other} ${grammar.and} ${own}`, grammar.and, 0.5],
        [`${other} ${grammar.or} ${own}`, grammar.or, 0.4],
      ] as const) {
        yield {
          splices: [replaced(node, form)],
          rationale: `Extend the condition ${quoted(node)} by \`${shown} ${other}\`.`,
          weight: weight * share,
        };
      }
    }
  },
};

function grouped(grammar: Grammar, node: SyntaxNode): string {
  const mixes = /^(binary_expression|boolean_operator|conditional_expression|ternary_expression)$/.test(node.type);
  const isComparison =
    node.type === 'binary_expression' && /^[<>=!]/.test(node.childForFieldName('operator')?.text ?? '');
  return mixes && !isComparison && !grammar.isAtom(node) ? `(${node.text})` : node.text;
}

/** What the function asks elsewhere and the condition does not, the closest first; then what the rest of the file asks. */
function otherTests(scope: SyntaxNode, node: SyntaxNode): string[] {
  const isNew = (text: string) => !node.text.includes(text);
  const own = textsNear(scope, node, isTest).filter(isNew);
  const others = textsNear(node.tree.rootNode, node, (other) => isTest(other) && other.type !== 'identifier').filter(
    isNew,
  );
  return [...new Set([...own.slice(0, MOST_OWN), ...others.slice(0, MOST_OTHERS)])];
}
