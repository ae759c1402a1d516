import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import type { AssignmentView } from '../grammar/node-view.ts';
import { indentOf } from '../material.ts';
import { nameWord } from '../name-word.ts';
import { inserted, type Mutation, type OperatorSite, quoted, type RepairOperator, replaced } from './operator.ts';

export const outerVariable: RepairOperator<'assignment'> = {
  name: 'outer-variable',
  summary: 'assigns the variable of the scope around instead of a new one of the same name',
  on: ['assignment'],
  perLine: 2,
  *mutate(site) {
    const { view, grammar } = site;
    if (view.target.type !== 'identifier') return;
    if (grammar.language !== 'python') yield* withoutKeyword(site);
    else yield* withKeyword(site);
  },
};

/** `let x = 1` → `x = 1`, where an outer `x` is known. */
function* withoutKeyword({ view, names }: OperatorSite<AssignmentView>): Generator<Mutation> {
  const declaration = view.node.parent;
  if (!view.declares || !/^(lexical|variable)_declaration$/.test(declaration?.type ?? '') || declaration === null)
    return;
  if (declaration.namedChildCount !== 1 || /^for/.test(declaration.parent?.type ?? '')) return;
  // The block's own binding hides the outer one, which is found by its other uses before the declaration.
  const isKnown = names().some(({ name, index }) => name === view.target.text && index !== view.target.startIndex);
  if (!isKnown && !isBoundOutside(declaration, view.target.text)) return;
  yield {
    splices: [replaced({ start: declaration.startIndex, end: view.node.startIndex }, '')],
    rationale: `Assign the outer ${quoted(view.target)} instead of declaring another one.`,
  };
}

function isBoundOutside(declaration: SyntaxNode, name: string): boolean {
  const word = new RegExp(nameWord(name));
  const block = declaration.parent;
  const root = declaration.tree.rootNode;
  return (
    block !== null && (word.test(root.text.slice(0, block.startIndex)) || word.test(root.text.slice(block.endIndex)))
  );
}

/** Python: `nonlocal x` or `global x` before the first statement that assigns it. */
function* withKeyword({ view, enclosing, text }: OperatorSite<AssignmentView>): Generator<Mutation> {
  const own = enclosing();
  const { node, target } = view;
  if (own.parent === null || new RegExp(`\\b(?:global|nonlocal)\\s+[^\\n]*\\b${target.text}\\b`).test(own.text)) return;
  const assigns = new RegExp(`^([ \\t]*)${target.text}\\s*(?::[^=\\n]*)?=(?!=)`, 'm');
  const statement = node.parent?.type === 'expression_statement' ? node.parent : node;
  const before = text.slice(0, own.startIndex);
  const indents = [...before.matchAll(new RegExp(assigns, 'gm'))].map(([, indent = '']) => indent.length);
  const ownIndent = indentOf(statement, text);
  if (!indents.some((length) => length < ownIndent.length)) return;
  const keyword = indents.at(-1) === 0 ? 'global' : 'nonlocal';
  yield {
    splices: [inserted(statement.startIndex, `${keyword} ${target.text}\n${ownIndent}`)],
    rationale: `Assign the outer ${quoted(target)} instead of a variable of the function.`,
  };
}
