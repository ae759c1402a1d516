import { nodesOfType } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { inserted, type Mutation, type OperatorSite, quoted, type RepairOperator, replaced } from './operator.ts';

const LOOPS = ['for_statement', 'for_in_statement', 'list_comprehension', 'dictionary_comprehension'];

export const loopCapture: RepairOperator<'name' | 'assignment'> = {
  name: 'loop-capture',
  summary: 'gives each function made in a loop a variable of its own',
  on: ['name', 'assignment'],
  perLine: 4,
  *mutate(site) {
    if (site.grammar.language === 'python') yield* boundNow(site);
    else if (site.view.kind === 'assignment') yield* declaredInside(site);
  },
};

/** JavaScript: `for (var i …) made.push(() => i)` → `let`. */
function* declaredInside({ view }: OperatorSite): Generator<Mutation> {
  const declaration = view.node.parent;
  const keyword = declaration?.type === 'variable_declaration' ? declaration.firstChild : null;
  if (keyword?.type !== 'var') return;
  const loop = loopAround(view.node);
  if (loop === null) return;
  yield {
    splices: [replaced(keyword, 'let')],
    rationale: `Give each turn of the loop its own ${quoted(view.node)}.`,
  };
}

/** Python: `lambda: i` → `lambda i=i: i`. */
function* boundNow({ view }: OperatorSite): Generator<Mutation> {
  if (view.kind !== 'name') return;
  const { node } = view;
  let lambda: SyntaxNode | null = node.parent;
  while (lambda !== null && lambda.type !== 'lambda' && !/_statement$/.test(lambda.type)) lambda = lambda.parent;
  const loop = lambda?.type === 'lambda' ? loopAround(lambda) : null;
  if (lambda === null || loop === null || !loopVariables(loop).includes(node.text)) return;
  const parameters = lambda.childForFieldName('parameters');
  const own = `${node.text}=${node.text}`;
  const splice =
    parameters === null
      ? inserted(lambda.startIndex + 'lambda'.length, ` ${own}`)
      : inserted(parameters.endIndex, `, ${own}`);
  yield { splices: [splice], rationale: `Bind ${quoted(node)} when the function is made, not when it is called.` };
}

function loopAround(node: SyntaxNode): SyntaxNode | null {
  for (let above = node.parent; above !== null; above = above.parent) {
    if (LOOPS.includes(above.type)) return above;
    if (/^(function|method|class)/.test(above.type)) return null;
  }
  return null;
}

function loopVariables(loop: SyntaxNode): string[] {
  const targets = /comprehension$/.test(loop.type)
    ? nodesOfType(loop, ['for_in_clause']).map((clause) => clause.childForFieldName('left'))
    : [loop.childForFieldName('left')];
  return targets.flatMap((target) =>
    target === null
      ? []
      : target.type === 'identifier'
        ? [target.text]
        : nodesOfType(target, ['identifier']).map(({ text }) => text),
  );
}
