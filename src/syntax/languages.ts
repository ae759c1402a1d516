import type { LanguageId } from './syntax-types.ts';

/** One language that autofix can parse. */
export interface LanguageEntry {
  readonly id: LanguageId;
  /** Extensions of its files, with the dot, lower case. */
  readonly extensions: readonly string[];
  /** File name of the grammar in `@vscode/tree-sitter-wasm`. */
  readonly grammar: string;
  /** Languages of one family share their import system and their extractors. */
  readonly family: SourceFamily;
}

/** Families whose names and imports autofix can rewrite by itself. */
export type LanguageFamily = 'javascript' | 'python';

/** Families that are read only for their symbols, imports and errors. */
export type ReadOnlyFamily = 'go' | 'rust' | 'java' | 'ruby' | 'php' | 'c' | 'csharp';

export type SourceFamily = LanguageFamily | ReadOnlyFamily;

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
  { id: 'go', extensions: ['.go'], grammar: 'tree-sitter-go.wasm', family: 'go' },
  { id: 'rust', extensions: ['.rs'], grammar: 'tree-sitter-rust.wasm', family: 'rust' },
  { id: 'java', extensions: ['.java'], grammar: 'tree-sitter-java.wasm', family: 'java' },
  { id: 'ruby', extensions: ['.rb', '.rake', '.gemspec'], grammar: 'tree-sitter-ruby.wasm', family: 'ruby' },
  { id: 'php', extensions: ['.php'], grammar: 'tree-sitter-php.wasm', family: 'php' },
  // The grammar of C++ is an extension of that of C, and the only one of the two that comes with the package.
  { id: 'c', extensions: ['.c', '.h'], grammar: 'tree-sitter-cpp.wasm', family: 'c' },
  {
    id: 'cpp',
    extensions: ['.cpp', '.cc', '.cxx', '.c++', '.hpp', '.hh', '.hxx', '.h++', '.ipp', '.inl', '.tpp'],
    grammar: 'tree-sitter-cpp.wasm',
    family: 'c',
  },
  { id: 'csharp', extensions: ['.cs'], grammar: 'tree-sitter-c-sharp.wasm', family: 'csharp' },
];

/** Language of a file by its extension; null when autofix cannot parse it. */
export function languageOf(path: string): LanguageId | null {
  const dot = path.lastIndexOf('.');
  if (dot <= path.lastIndexOf('/') + 1) return null;
  const extension = path.slice(dot).toLowerCase();
  return LANGUAGES.find((language) => language.extensions.includes(extension))?.id ?? null;
}

/** Family of a file whose names and imports autofix can rewrite; null for every other file. */
export function rewritableFamilyOf(path: string): LanguageFamily | null {
  const family = familyOf(path);
  return family === 'javascript' || family === 'python' ? family : null;
}

export function familyOf(path: string): SourceFamily | null {
  const language = languageOf(path);
  return language === null ? null : languageById(language).family;
}

export function languageById(id: LanguageId): LanguageEntry {
  const language = LANGUAGES.find((entry) => entry.id === id);
  if (language === undefined) throw new Error(`No language entry for ${id}.`);
  return language;
}
