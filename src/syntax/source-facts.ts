import type { ProjectEntry } from '../domain/project.ts';
import { exportsOf, importsOf } from './imports.ts';
import { symbolsOf } from './symbols.ts';
import type { CodeSymbol, ExportedName, ImportBinding, ParsedSource } from './syntax-types.ts';

/** What a file's own text tells of its names, whatever project it is in; without its tree. */
export interface SourceFacts {
  readonly imports: readonly ImportBinding[];
  readonly exports: readonly ExportedName[];
  readonly symbols: readonly CodeSymbol[];
}

/** Versions of a project share the entries that did not change, and a run looks at several versions, more than once. */
const knownFacts = new WeakMap<ProjectEntry, SourceFacts>();

/** Facts that were read before. */
export function factsKnownOf(entry: ProjectEntry): SourceFacts | null {
  return knownFacts.get(entry) ?? null;
}

/** Facts of an entry, whose text `parsed` is. */
export function factsOf(entry: ProjectEntry, parsed: ParsedSource): SourceFacts {
  let facts = knownFacts.get(entry);
  if (facts === undefined) {
    facts = { imports: importsOf(parsed), exports: exportsOf(parsed), symbols: symbolsOf(parsed) };
    knownFacts.set(entry, facts);
  }
  return facts;
}
