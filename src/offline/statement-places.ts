import { lineEndOf } from '../shared/source-text.ts';
import type { SyntaxNode } from '../syntax/syntax-types.ts';
import type { StatementView } from './grammar/node-view.ts';
import { indentOf } from './material.ts';
import { inserted, type Mutation, type OperatorSite, type Splice } from './operators/operator.ts';

const LEAVING = /^(return|continue|break|throw|raise)_statement$/;

/** Whether nothing of its block runs behind a statement. */
export function leaves({ type }: SyntaxNode): boolean {
  return LEAVING.test(type);
}

/** Whether the statement ends its block and goes on behind it. */
function mayFollow({ next, node }: StatementView): boolean {
  return next === null && !leaves(node);
}

/** A new statement before the site's. */
function placedBefore({ view, text }: OperatorSite<StatementView>, statement: string): Splice {
  return inserted(view.node.startIndex, `${statement}${lineEndOf(text)}${indentOf(view.node, text)}`);
}

/** A new statement behind the site's, indented like it. */
export function placedBehind({ view, text }: OperatorSite<StatementView>, statement: string): Splice {
  return inserted(view.node.endIndex, `${lineEndOf(text)}${indentOf(view.node, text)}${statement}`);
}

/** Both, the second where the site's statement ends its block: anywhere else that is before the next one. */
export function* placedBeside(
  site: OperatorSite<StatementView>,
  statement: string,
  more: Omit<Mutation, 'splices'>,
): Generator<Mutation> {
  yield { splices: [placedBefore(site, statement)], ...more };
  if (mayFollow(site.view)) yield { splices: [placedBehind(site, statement)], ...more };
}
