import { lineEndOf } from '../../shared/source-text.ts';
import { closest, namedChildrenOf, nodesOfType } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { operand } from '../grammar/grammar.ts';
import type { ConditionView } from '../grammar/node-view.ts';
import { indentOf } from '../material.ts';
import { inserted, type Mutation, type OperatorSite, quoted, type RepairOperator, replaced } from './operator.ts';

const MOST_NAMES = 3;
const LINKS = ['next', 'parent', 'prev', 'previous', 'tail', 'rest', 'left', 'right'];
const STEPPED = /^(identifier|attribute|member_expression|field_access)$/;

/** Only where a test does not end: anywhere else a loop that gets on by another step is seldom what is wanted. */
export const loopProgress: RepairOperator<'condition'> = {
  name: 'loop-progress',
  summary: 'where a test does not end: steps what the condition of a loop reads, or steps it by one more',
  on: ['condition'],
  perLine: 32,
  *mutate(site) {
    const loop = closest(site.view.node, ({ type }) => /^(while|do)_statement$/.test(type));
    if (!site.clues.endless || site.view.of !== 'while' || loop === null) return;
    const targets = targetsOf(site.view.node, loop);
    yield* furtherSteps(site, loop, targets);
    for (const [rank, target] of targets.entries()) yield* newSteps(site, loop, target, 0.7 * 0.8 ** rank);
  },
};

/** What the condition reads; of a loop without one, what the conditions in it read. */
function targetsOf(condition: SyntaxNode, loop: SyntaxNode): string[] {
  const own = steppedIn(condition);
  const all = own.length > 0 ? own : nodesOfType(loop, ['if_statement']).flatMap(conditionsOf).flatMap(steppedIn);
  return [...new Set(all)].slice(0, MOST_NAMES);
}

function conditionsOf(node: SyntaxNode): SyntaxNode[] {
  const condition = node.childForFieldName('condition');
  return condition === null ? [] : [condition];
}

/** Variables and attributes of the object, no methods and nothing within a longer name. */
function steppedIn(node: SyntaxNode): string[] {
  return nodesOfType(node, ['identifier', 'attribute', 'member_expression', 'field_access'])
    .filter((part) => /^((this|self)\.)?#?[\w$]+$/.test(part.text) && !/^(this|self)$/.test(part.text))
    .filter(({ parent }) => parent === null || !/^(call|call_expression|method_invocation)$/.test(parent.type))
    .filter(({ parent, text }) => !(parent !== null && STEPPED.test(parent.type) && parent.text.endsWith(`.${text}`)))
    .map(({ text }) => text);
}

/** `low = middle` becomes `low = middle + 1`. */
function* furtherSteps(
  { grammar }: OperatorSite<ConditionView>,
  loop: SyntaxNode,
  targets: readonly string[],
): Generator<Mutation> {
  for (const assignment of nodesOfType(loop, ['assignment', 'assignment_expression'])) {
    const target = assignment.childForFieldName('left')?.text ?? '';
    const value = assignment.childForFieldName('right');
    if (value === null || !targets.includes(target) || !STEPPED.test(value.type)) continue;
    for (const operator of ['+', '-']) {
      const changed = `${operand(grammar, value)} ${operator} 1`;
      const rationale = `Step \`${target}\` beyond ${quoted(value)}, so that the loop gets on.`;
      yield { splices: [replaced(value, changed)], rationale, weight: 1 };
    }
  }
}

/** A step at the end of each block of the loop, or before what begins its next round. */
function* newSteps(
  { grammar, text }: OperatorSite<ConditionView>,
  loop: SyntaxNode,
  target: string,
  weight: number,
): Generator<Mutation> {
  const links = LINKS.filter((link) => text.includes(`.${link}`)).map((link) => `${target} = ${target}.${link}`);
  const steps = [`${target} += 1`, `${target} -= 1`, ...links.slice(0, 2)];
  for (const last of lastStatements(loop)) {
    for (const [rank, step] of steps.entries()) {
      const statement = `${step}${grammar.statementEnd}`;
      const gap = `${lineEndOf(text)}${indentOf(last, text)}`;
      const isNext = last.type === 'continue_statement';
      const splice = isNext
        ? inserted(last.startIndex, `${statement}${gap}`)
        : inserted(last.endIndex, `${gap}${statement}`);
      const rationale = `Add ${quoted(statement)}, so that the loop gets on.`;
      yield { splices: [splice], rationale, weight: weight * 0.9 ** rank };
    }
  }
}

const LEAVES = /^(return|break|throw|raise)_statement$/;

function lastStatements(loop: SyntaxNode): SyntaxNode[] {
  return nodesOfType(loop, ['block', 'statement_block']).flatMap((block) => {
    const last = namedChildrenOf(block)
      .filter(({ type }) => type !== 'comment')
      .at(-1);
    return last === undefined || LEAVES.test(last.type) ? [] : [last];
  });
}
