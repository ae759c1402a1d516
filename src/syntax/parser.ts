import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Language } from 'web-tree-sitter';
import { languageById } from './languages.ts';
import type { LanguageId, ParsedSource } from './syntax-types.ts';

/** Parses one text; synchronous, since the grammar is loaded. Each result must be disposed of. */
export type SourceParser = (text: string) => ParsedSource;

type TreeSitter = typeof import('web-tree-sitter');

/**
 * The runtime and one parser for each language are made once for each process: loading takes 20 to 60 ms, parsing is
 * synchronous, and a parser keeps nothing between two texts.
 */
let runtime: Promise<TreeSitter> | null = null;
const parsers = new Map<LanguageId, Promise<SourceParser>>();

/** Loads the grammar of `language` (once) and gives a parser for it. */
export function createParser(language: LanguageId): Promise<SourceParser> {
  let parser = parsers.get(language);
  if (parser === undefined) {
    parser = loadParser(language);
    parsers.set(language, parser);
  }
  return parser;
}

async function loadParser(language: LanguageId): Promise<SourceParser> {
  const treeSitter = await loadRuntime();
  const parser = new treeSitter.Parser();
  parser.setLanguage(await loadGrammar(treeSitter, languageById(language).grammar));
  return (text) => {
    const tree = parser.parse(text);
    if (tree === null) throw new Error(`The ${language} parser was interrupted.`);
    let alive = true;
    return {
      language,
      text,
      root: tree.rootNode,
      dispose: () => {
        if (alive) tree.delete();
        alive = false;
      },
    };
  };
}

/** Two languages may share a grammar; one is loaded after the other. */
const grammars = new Map<string, Promise<Language>>();
let lastGrammar: Promise<unknown> = Promise.resolve();

function loadGrammar(treeSitter: TreeSitter, name: string): Promise<Language> {
  let grammar = grammars.get(name);
  if (grammar === undefined) {
    const file = createRequire(import.meta.url).resolve(`@vscode/tree-sitter-wasm/wasm/${name}`);
    grammar = lastGrammar.then(async () => await treeSitter.Language.load(await readFile(file)));
    lastGrammar = grammar;
    grammars.set(name, grammar);
  }
  return grammar;
}

/** Parses one text. For many texts of one language take `createParser`. */
export async function parseSource(language: LanguageId, text: string): Promise<ParsedSource> {
  const parse = await createParser(language);
  return parse(text);
}

function loadRuntime(): Promise<TreeSitter> {
  runtime ??= import('web-tree-sitter').then(async (treeSitter) => {
    await treeSitter.Parser.init();
    return treeSitter;
  });
  return runtime;
}
