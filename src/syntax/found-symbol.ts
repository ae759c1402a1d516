import { endLineOf, lineOf } from './nodes.ts';
import type { CodeSymbol, SymbolKind, SyntaxNode } from './syntax-types.ts';

/** A symbol whose parent is not known yet, unless its own text names it (`Foo.prototype.bar`). */
export type FoundSymbol = Omit<CodeSymbol, 'parent'> & { readonly owner: string | null };

/** A symbol that extends over the whole of `range`. */
export function foundSymbol(name: string, kind: SymbolKind, range: SyntaxNode): FoundSymbol {
  return {
    name,
    kind,
    startLine: lineOf(range),
    endLine: endLineOf(range),
    startIndex: range.startIndex,
    endIndex: range.endIndex,
    owner: null,
  };
}
