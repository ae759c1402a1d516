import { lineEndOf } from '../../shared/source-text.ts';
import { closest, lineOf, namedChildrenOf } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import type { RepairContext } from '../repair-context.ts';
import { insertion, type TextEdit } from '../text-edit.ts';
import { FINDING_YIELD, type Finding, type RepairRule } from './rule.ts';

const FUTURE = 'from __future__ import annotations';

/** What Python says of an annotation that it works out at once, though it was written to be read as text. */
const EVALUATED = /unsupported operand type\(s\) for \||object is not subscriptable/;

/** Annotations that name what is only there for type checkers, or further down: they were never meant to be worked out. */
export const futureAnnotations: RepairRule = {
  name: 'future-annotations',
  summary: 'adds `from __future__ import annotations` where annotations name what is not there at run time',
  *find(context, files) {
    const { sources, clues } = context;
    if (clues.undefinedNames.size === 0 && !EVALUATED.test(clues.text)) return;
    for (const path of files) {
      const text = sources.family(path) === 'python' ? sources.text(path) : null;
      const root = sources.tree(path)?.root;
      if (text === null || root === undefined || text.includes(FUTURE)) continue;
      const annotation = workedOut(context, path);
      if (annotation !== null) yield finding(context, path, annotation, addition(path, text, root));
    }
  },
};

/** An annotation with a name that the message says is undefined, and that the file has: elsewhere, or for checkers alone. */
function workedOut({ sources, clues }: RepairContext, path: string): SyntaxNode | null {
  const analysis = sources.scopes(path);
  const isBound = (name: string) => clues.undefinedNames.has(name) && analysis?.module.bindings.has(name) === true;
  const inAnnotations = (analysis?.uses ?? []).filter(({ node }) => closest(node, ({ type }) => type === 'type'));
  const named = inAnnotations.find(({ name }) => isBound(name));
  const evaluated = EVALUATED.test(clues.text) ? inAnnotations[0] : undefined;
  return (named ?? evaluated)?.node ?? null;
}

function finding(context: RepairContext, path: string, annotation: SyntaxNode, edit: TextEdit): Finding {
  const { sources, clues } = context;
  const isCustom = sources.paths.some((other) => other !== path && sources.text(other)?.includes(FUTURE) === true);
  const isNamed = clues.undefinedNames.has(annotation.text);
  return {
    path,
    line: lineOf(annotation),
    yield: FINDING_YIELD.named,
    proposals: () => [
      {
        operator: 'future-annotations',
        rationale: `Read the annotations of ${path} as text: \`${annotation.text}\` is not there when they are worked out.`,
        edits: [edit],
        confidence: isNamed ? (isCustom ? 0.97 : 0.85) : isCustom ? 0.6 : 0.3,
      },
    ],
  };
}

/** Before all code, behind comments and the text that describes the module. */
function addition(path: string, text: string, root: SyntaxNode): TextEdit {
  const lineEnd = lineEndOf(text);
  const isText = ({ type, namedChildren: [only] }: SyntaxNode) =>
    type === 'expression_statement' && only?.type === 'string';
  const first = namedChildrenOf(root).find((child) => child.type !== 'comment' && !isText(child));
  const at = first?.startIndex ?? text.length;
  if (text.slice(0, at).trim() === '' && at > 0) return insertion(path, 0, `${FUTURE}${lineEnd}`);
  return insertion(path, at, `${FUTURE}${lineEnd}${lineEnd}`);
}
