import type { SourceFamily } from '../../syntax/languages.ts';
import type { Grammar } from './grammar.ts';
import { javaGrammar } from './java-grammar.ts';
import { javaScriptGrammar } from './javascript-grammar.ts';
import { pythonGrammar } from './python-grammar.ts';

const GRAMMARS: Readonly<Partial<Record<SourceFamily, Grammar>>> = {
  javascript: javaScriptGrammar,
  python: pythonGrammar,
  java: javaGrammar,
};

/** The grammar of a language family; null where the operators do not work. */
export function grammarFor(family: SourceFamily | null): Grammar | null {
  return family === null ? null : (GRAMMARS[family] ?? null);
}
