import { nodesOfType } from '../../syntax/nodes.ts';
import type { CallView } from '../grammar/node-view.ts';
import { inserted, type Mutation, quoted, type RepairOperator, replaced } from './operator.ts';

const PYTHON_SORTS = /^(sorted|sort|nlargest|nsmallest)$/;

/** Java: what makes a comparator. */
const COMPARATORS = /^(comparing\w*|thenComparing\w*|naturalOrder|reverseOrder|comparingByKey|comparingByValue)$/;

/** Comparators of JavaScript are subtractions, which `operand-swap` turns round. */
export const sortOrder: RepairOperator<'call'> = {
  name: 'sort-order',
  summary: 'turns the order of a sort round, or sorts numbers as numbers',
  on: ['call'],
  perLine: 6,
  topWeight: 2,
  *mutate({ view, grammar }) {
    if (view.name === null) return;
    if (grammar.language === 'javascript') yield* compared(view, view.name.text);
    if (grammar.language === 'python') yield* pythonOrder(view, view.name.text);
    else if (grammar.language === 'javascript') yield* javaScriptOrder(view, view.name.text);
    else if (COMPARATORS.test(view.name.text)) {
      yield { splices: [inserted(view.node.endIndex, '.reversed()')], rationale: `Reverse ${quoted(view.node)}.` };
    }
  },
};

function* pythonOrder({ node, args }: CallView, name: string): Generator<Mutation> {
  if (!PYTHON_SORTS.test(name)) return;
  const list = node.childForFieldName('arguments');
  if (list === null || list.type !== 'argument_list') return;
  const given = list.namedChildren.find((child) => child?.childForFieldName('name')?.text === 'reverse') ?? null;
  const value = given?.childForFieldName('value') ?? null;
  if (value !== null) {
    const other = value.text === 'True' ? 'False' : value.text === 'False' ? 'True' : `not ${value.text}`;
    yield { splices: [replaced(value, other)], rationale: `Sort with \`reverse=${other}\` in ${quoted(node)}.` };
    return;
  }
  const comma = args.length === 0 && list.namedChildCount === 0 ? '' : ', ';
  const splices = [inserted(list.endIndex - 1, `${comma}reverse=True`)];
  yield { splices, rationale: `Sort with \`reverse=True\` in ${quoted(node)}.` };
}

/** `.sort()` takes numbers for texts; functions of two parameters may be made for comparing. */
function* compared({ node, args }: CallView, name: string): Generator<Mutation> {
  const list = node.childForFieldName('arguments');
  if (!/^(sort|toSorted)$/.test(name) || args.length > 0 || list === null) return;
  const own = nodesOfType(node.tree.rootNode, ['function_declaration', 'variable_declarator']).flatMap((definition) => {
    const text = definition.childForFieldName('name')?.text ?? '';
    return /^(compare|by|cmp|order|sort)/i.test(text) ? [text] : [];
  });
  for (const [rank, comparator] of [...own.slice(0, 2), '(a, b) => a - b', '(a, b) => b - a'].entries()) {
    yield {
      splices: [replaced(list, `(${comparator})`)],
      rationale: `Sort with ${quoted(comparator)} in ${quoted(node)}.`,
      weight: 2 * 0.7 ** rank,
    };
  }
}

/** `.sort(…).reverse()`, and the other way round. */
function* javaScriptOrder({ node, receiver }: CallView, name: string): Generator<Mutation> {
  if (/^(reverse|toReversed)$/.test(name) && receiver !== null) {
    yield { splices: [replaced(node, receiver.text)], rationale: `Do not reverse ${quoted(receiver)}.` };
  } else if (/^(sort|toSorted)$/.test(name)) {
    yield { splices: [inserted(node.endIndex, '.reverse()')], rationale: `Reverse ${quoted(node)}.`, weight: 0.6 };
  }
}
