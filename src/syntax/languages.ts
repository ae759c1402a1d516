import type { LanguageId } from './syntax-types.ts';

/** One language that autofix can parse. */
export interface LanguageEntry {
  readonly id: LanguageId;
  /** Extensions of its files, with the dot, lower case. */
  readonly extensions: readonly string[];
  /** File name of the grammar in `@vscode/tree-sitter-wasm`. */
  readonly grammar: string;
  /** Languages of one family share their import system and their extractors. */
  readonly family: LanguageFamily;
}

export type LanguageFamily = 'javascript' | 'python';

/** Registry of languages. */
export const LANGUAGES: readonly LanguageEntry[] = [
  {
    id: 'javascript',
    extensions: ['.js', '.mjs', '.cjs', '.jsx'],
    grammar: 'tree-sitter-javascript.wasm',
    family: 'javascript',
  },
  {
    id: 'typescript',
    extensions: ['.ts', '.mts', '.cts'],
    grammar: 'tree-sitter-typescript.wasm',
    family: 'javascript',
  },
  { id: 'tsx', extensions: ['.tsx'], grammar: 'tree-sitter-tsx.wasm', family: 'javascript' },
  { id: 'python', extensions: ['.py', '.pyi'], grammar: 'tree-sitter-python.wasm', family: 'python' },
];

/** Language of a file by its extension; null when autofix cannot parse it. */
export function languageOf(path: string): LanguageId | null {
  const dot = path.lastIndexOf('.');
  if (dot <= path.lastIndexOf('/') + 1) return null;
  const extension = path.slice(dot).toLowerCase();
  return LANGUAGES.find((language) => language.extensions.includes(extension))?.id ?? null;
}

export function languageById(id: LanguageId): LanguageEntry {
  const language = LANGUAGES.find((entry) => entry.id === id);
  if (language === undefined) throw new Error(`No language entry for ${id}.`);
  return language;
}
