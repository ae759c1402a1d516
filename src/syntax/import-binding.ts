import { lineOf } from './nodes.ts';
import type { ImportBinding, ImportStyle, SyntaxNode } from './syntax-types.ts';

/** One import of a statement, in the languages that have no CommonJS. */
export function importBinding(
  node: SyntaxNode,
  specifier: string,
  style: ImportStyle,
  imported: string | null,
  local: string | null,
): ImportBinding {
  const { startIndex, endIndex } = node;
  return { specifier, style, imported, local, commonJs: false, line: lineOf(node), startIndex, endIndex };
}
