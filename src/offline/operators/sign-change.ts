import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { operand } from '../grammar/grammar.ts';
import type { NodeView } from '../grammar/node-view.ts';
import { quoted, type RepairOperator, replaced } from './operator.ts';

export const signChange: RepairOperator<'slice' | 'return' | 'literal' | 'assignment' | 'list'> = {
  name: 'sign-change',
  summary: 'a minus sign added or taken away at a bound, a result, a number or what is sorted by',
  on: ['slice', 'return', 'literal', 'assignment', 'list'],
  perLine: 4,
  topWeight: 2,
  *mutate({ view, grammar, kindOf }) {
    for (const [node, weight] of placesOf(view)) {
      const positive = positiveOf(node);
      if (positive === null && kindOf(node) === 'collection') continue;
      const changed = positive ?? `-${operand(grammar, node)}`;
      yield {
        splices: [replaced(node, changed)],
        rationale: `Change the sign of ${quoted(node)} in ${quoted(node.parent ?? node)}.`,
        weight: positive === null && view.kind !== 'slice' && kindOf(node) === 'unknown' ? weight * 0.4 : weight,
      };
    }
  },
};

function placesOf(view: NodeView): [SyntaxNode, number][] {
  switch (view.kind) {
    case 'slice':
      return [view.from, view.to].flatMap((bound): [SyntaxNode, number][] => (bound === null ? [] : [[bound, 2]]));
    case 'return':
    case 'assignment':
      // `sum -= -x` is what another operator writes as `sum += x`.
      if (/^[-+]=/.test(view.node.childForFieldName('operator')?.text ?? '')) return [];
      return view.value !== null && isQuantity(view.value) ? [[view.value, 0.5]] : [];
    case 'literal': {
      const parent = view.node.parent;
      if (view.of !== 'number' || parent === null) return [];
      if (parent.type === 'slice' && view.node.text !== '0') return [[view.node, 1]];
      return positiveOf(parent) !== null ? [[parent, 1]] : [];
    }
    case 'list':
      // Python sorts by tuples: a part with a minus sign falls.
      return view.node.type === 'tuple' && view.node.parent?.type === 'lambda'
        ? view.elements.map((element) => [element, 1])
        : [];
    default:
      return [];
  }
}

function isQuantity(node: SyntaxNode): boolean {
  return /^(identifier|unary_expression|unary_operator|binary_expression|binary_operator|number|integer|float)$/.test(
    node.type,
  );
}

/** `x` of `-x`; null when there is no minus sign. */
function positiveOf(node: SyntaxNode): string | null {
  const isMinus = /^unary_/.test(node.type) && node.childForFieldName('operator')?.text === '-';
  return isMinus ? ((node.childForFieldName('argument') ?? node.childForFieldName('operand'))?.text ?? null) : null;
}
