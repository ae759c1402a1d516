import { lineEndOf } from '../shared/source-text.ts';
import type { SyntaxNode } from '../syntax/syntax-types.ts';
import type { StatementView } from './grammar/node-view.ts';
import { indentOf } from './material.ts';
import type { OperatorSite } from './operators/operator.ts';
import { leaves } from './statement-places.ts';

/** Behind a statement that leaves nothing runs; between the statements of one line nobody guards. */
export function isGuardPlace(node: SyntaxNode): boolean {
  const before = node.previousNamedSibling;
  return before === null || (!leaves(before) && before.endPosition.row < node.startPosition.row);
}

/** The text of a guard before the site's statement, in the manner of the file. */
export function guardText({ view, text, grammar }: OperatorSite<StatementView>, test: string, exit: string): string {
  const indent = indentOf(view.node, text);
  const lineEnd = lineEndOf(text);
  const step = stepOf(text);
  if (grammar.language === 'python') return `if ${test}:${lineEnd}${indent}${step}${exit}${lineEnd}${indent}`;
  return hasBraces(text)
    ? `if (${test}) {${lineEnd}${indent}${step}${exit}${lineEnd}${indent}}${lineEnd}${indent}`
    : `if (${test}) ${exit}${lineEnd}${indent}`;
}

/** What one level of indentation is in this file. */
function stepOf(text: string): string {
  const steps = text.match(/^(\t| {2,8})(?=\S)/gm) ?? [];
  return [...steps].sort((left, right) => left.length - right.length)[0] ?? '  ';
}

/** Whether this file puts braces around a single statement. */
function hasBraces(text: string): boolean {
  const braced = text.match(/\bif \(.*\) \{\r?\n\s*(?:return|continue|throw|break)\b/g)?.length ?? 0;
  const bare = text.match(/\bif ?\(.*\)\s*(?:return|continue|throw|break)\b/g)?.length ?? 0;
  return braced > bare;
}
