import { filePaths, type Project } from '../domain/project.ts';
import { isForeignPath } from '../shared/project-path.ts';
import { decodeSource } from '../shared/source-text.ts';
import { familyOf, type LanguageFamily, languageOf, rewritableFamilyOf } from '../syntax/languages.ts';
import { createParser, type SourceParser } from '../syntax/parser.ts';
import { factsKnownOf, factsOf, type SourceFacts } from '../syntax/source-facts.ts';
import type { LanguageId, ParsedSource } from '../syntax/syntax-types.ts';
import { isEditableSource } from './editable-files.ts';
import { grammarFor } from './grammar/grammars.ts';
import { analyseScopes } from './scope/scope-analysis.ts';
import type { ScopeAnalysis } from './scope/scope-types.ts';
import { readNodeLibrary, readPythonLibrary, type StandardLibrary } from './symbol-tables.ts';

const NO_FACTS: SourceFacts = { imports: [], exports: [], symbols: [] };

/** Larger files are data or bundles: parsing them would eat the budget. */
const LARGEST_SOURCE = 400_000;

/** The sources of one project: decoded, parsed and analysed on demand, each once. Trees live until `dispose`. */
export class ProjectSources {
  readonly project: Project;
  /** Files of a language that the engine repairs, foreign folders left out, tests included; in the project's order. */
  readonly paths: readonly string[];
  readonly #parsers: ReadonlyMap<LanguageId, SourceParser>;
  readonly #texts = new Map<string, string | null>();
  readonly #trees = new Map<string, ParsedSource>();
  readonly #scopes = new Map<string, ScopeAnalysis>();
  readonly #facts = new Map<string, SourceFacts>();
  readonly #libraries = new Map<LanguageFamily, StandardLibrary>();

  private constructor(project: Project, paths: readonly string[], parsers: ReadonlyMap<LanguageId, SourceParser>) {
    this.project = project;
    this.paths = paths;
    this.#parsers = parsers;
  }

  static async open(project: Project): Promise<ProjectSources> {
    const paths = filePaths(project).filter((path) => grammarFor(familyOf(path)) !== null && !isForeignPath(path));
    const parsers = new Map<LanguageId, SourceParser>();
    for (const path of paths) {
      const language = languageOf(path);
      if (language !== null && !parsers.has(language)) parsers.set(language, await createParser(language));
    }
    return new ProjectSources(project, paths, parsers);
  }

  has(path: string): boolean {
    return this.project.entries.get(path)?.kind === 'file';
  }

  isEditable(path: string): boolean {
    return isEditableSource(path) && grammarFor(familyOf(path)) !== null && this.text(path) !== null;
  }

  language(path: string): LanguageId | null {
    return languageOf(path);
  }

  /** Of a file whose names and imports can be rewritten; operators work in others too. */
  family(path: string): LanguageFamily | null {
    return rewritableFamilyOf(path);
  }

  /** Decoded text; null when the file is missing, binary or too large to work on. */
  text(path: string): string | null {
    let text = this.#texts.get(path);
    if (text === undefined) {
      const entry = this.project.entries.get(path);
      const fits = entry?.kind === 'file' && entry.size <= LARGEST_SOURCE;
      text = fits ? (decodeSource(entry.bytes())?.text ?? null) : null;
      this.#texts.set(path, text);
    }
    return text;
  }

  /** Parses any text as the language of `path`; the caller disposes of it. */
  parse(path: string, text: string): ParsedSource | null {
    const language = languageOf(path);
    return (language === null ? undefined : this.#parsers.get(language))?.(text) ?? null;
  }

  tree(path: string): ParsedSource | null {
    const known = this.#trees.get(path);
    if (known !== undefined) return known;
    const text = this.text(path);
    const parsed = text === null ? null : this.parse(path, text);
    if (parsed !== null) this.#trees.set(path, parsed);
    return parsed;
  }

  scopes(path: string): ScopeAnalysis | null {
    const known = this.#scopes.get(path);
    if (known !== undefined) return known;
    const parsed = this.tree(path);
    if (parsed === null) return null;
    const analysis = analyseScopes(parsed);
    this.#scopes.set(path, analysis);
    return analysis;
  }

  facts(path: string): SourceFacts {
    const known = this.#facts.get(path);
    if (known !== undefined) return known;
    const facts = this.#readFacts(path);
    this.#facts.set(path, facts);
    return facts;
  }

  library(family: LanguageFamily): StandardLibrary {
    let library = this.#libraries.get(family);
    if (library === undefined) {
      library = family === 'python' ? readPythonLibrary() : readNodeLibrary();
      this.#libraries.set(family, library);
    }
    return library;
  }

  dispose(): void {
    for (const tree of this.#trees.values()) tree.dispose();
    this.#trees.clear();
    this.#scopes.clear();
  }

  #readFacts(path: string): SourceFacts {
    const text = this.text(path);
    const entry = this.project.entries.get(path);
    if (text === null || entry === undefined) return NO_FACTS;
    const read = factsKnownOf(entry);
    if (read !== null) return read;
    const kept = this.#trees.get(path);
    const parsed = kept ?? this.parse(path, text);
    const facts = parsed === null ? NO_FACTS : factsOf(entry, parsed);
    if (kept === undefined) parsed?.dispose();
    return facts;
  }
}
