import type { ReadOnlyFamily } from './languages.ts';
import { symbolsOf } from './symbols.ts';
import type { CodeSymbol, ExportedName, ParsedSource } from './syntax-types.ts';

/** Whether other files may use a definition, by its name and the head of its text. */
const OFFERS: Readonly<Record<ReadOnlyFamily, (symbol: CodeSymbol, head: string) => boolean>> = {
  go: ({ name }) => /^\p{Lu}/u.test(name),
  rust: (_, head) => /^(#\[[^\n]*\s*)*pub\b/.test(head),
  java: (_, head) => !/^[^{]*\bprivate\b/.test(head),
  ruby: () => true,
  php: () => true,
  c: ({ name }, head) => !/^\s*static\b/.test(head) && name !== 'main',
  csharp: (_, head) => !/^[^{]*\bprivate\b/.test(head),
};

const HEAD_CHARACTERS = 400;

/** Names that a file offers in the languages whose definitions are visible by themselves; methods are left out. */
export function definedExports(family: ReadOnlyFamily, parsed: ParsedSource): ExportedName[] {
  const names = new Map<string, ExportedName>();
  for (const symbol of symbolsOf(parsed)) {
    const { name, parent, startIndex, startLine, kind } = symbol;
    const isInner = parent !== null && (family !== 'ruby' || kind !== 'class');
    if (isInner || kind === 'method' || names.has(name)) continue;
    const head = parsed.text.slice(startIndex, startIndex + HEAD_CHARACTERS);
    if (OFFERS[family](symbol, head)) names.set(name, { name, commonJs: false, line: startLine });
  }
  return [...names.values()];
}
