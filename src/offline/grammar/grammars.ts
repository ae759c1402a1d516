import type { LanguageFamily } from '../../syntax/languages.ts';
import type { Grammar } from './grammar.ts';
import { javaScriptGrammar } from './javascript-grammar.ts';
import { pythonGrammar } from './python-grammar.ts';

const GRAMMARS: Readonly<Record<LanguageFamily, Grammar>> = { javascript: javaScriptGrammar, python: pythonGrammar };

/** The grammar of a language family; null for files that cannot be parsed. */
export function grammarFor(family: LanguageFamily | null): Grammar | null {
  return family === null ? null : GRAMMARS[family];
}
