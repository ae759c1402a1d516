import { findDefinitions } from './definition-symbols.ts';
import type { FoundSymbol } from './found-symbol.ts';
import { findJavaScriptSymbols } from './javascript-symbols.ts';
import { languageById, type SourceFamily } from './languages.ts';
import { findPythonSymbols } from './python-symbols.ts';
import type { CodeSymbol, ParsedSource, SyntaxNode } from './syntax-types.ts';

const FINDERS: Readonly<Record<SourceFamily, (root: SyntaxNode) => FoundSymbol[]>> = {
  javascript: findJavaScriptSymbols,
  python: findPythonSymbols,
  go: findDefinitions('go'),
  rust: findDefinitions('rust'),
  java: findDefinitions('java'),
  ruby: findDefinitions('ruby'),
  php: findDefinitions('php'),
  c: findDefinitions('c'),
  csharp: findDefinitions('csharp'),
};

/** Named definitions of a file, outer before inner, in the order of the text. */
export function symbolsOf(parsed: ParsedSource): CodeSymbol[] {
  const found = FINDERS[languageById(parsed.language).family](parsed.root);
  found.sort((left, right) => left.startIndex - right.startIndex || right.endIndex - left.endIndex);
  const around: FoundSymbol[] = [];
  return found.map((symbol) => {
    while ((around.at(-1)?.endIndex ?? Number.POSITIVE_INFINITY) < symbol.endIndex) around.pop();
    const parent = symbol.owner ?? around.at(-1)?.name ?? null;
    around.push(symbol);
    const { owner: _, ...rest } = symbol;
    return { ...rest, parent };
  });
}

/** The innermost function, method or class around a 1-based line; null at the top level. */
export function enclosingSymbol(symbols: readonly CodeSymbol[], line: number): CodeSymbol | null {
  let best: CodeSymbol | null = null;
  for (const symbol of symbols) {
    if (symbol.startLine > line || symbol.endLine < line) continue;
    if (symbol.kind === 'variable' || symbol.kind === 'type') continue;
    if (best === null || symbol.endIndex - symbol.startIndex <= best.endIndex - best.startIndex) best = symbol;
  }
  return best;
}
