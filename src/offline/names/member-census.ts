import type { LanguageFamily } from '../../syntax/languages.ts';
import type { ProjectSources } from '../project-sources.ts';

/** Names that properties, methods, fields, keys and parameters have, and how often each is used. */
export interface MemberCensus {
  /** Names that something in the project defines: a method, a field, a key, an assignment, a parameter. */
  readonly defined: ReadonlySet<string>;
  /** Members of built-in types and of the modules' classes. */
  readonly library: ReadonlySet<string>;
  /** How often `.name` stands in the project. */
  readonly uses: ReadonlyMap<string, number>;
}

const JAVASCRIPT_DEFINITIONS = [
  /^[ \t]*(?:(?:static|async|get|set|public|private|protected|readonly|override|abstract)\s+)*\*?#?([A-Za-z_$][\w$]*)\s*(?:\([^)]*\)\s*(?::[^{\n]*)?\{|\??\s*:|!?\s*=(?!=|>))/gm,
  /[{,]\s*['"]?([A-Za-z_$][\w$]*)['"]?\s*(?=[,:}(])/g,
  /\.([A-Za-z_$][\w$]*)\s*=(?!=|>)/g,
  /\b(?:function|class|const|let|var)\s+([A-Za-z_$][\w$]*)/g,
];

const PYTHON_DEFINITIONS = [
  /\bdef\s+([A-Za-z_]\w*)/g,
  /\bclass\s+([A-Za-z_]\w*)/g,
  /^[ \t]*([A-Za-z_]\w*)\s*(?::[^=\n]*)?=(?!=)/gm,
  /\.([A-Za-z_]\w*)\s*(?::[^=\n]*)?=(?!=)/g,
  /['"]([A-Za-z_]\w*)['"]\s*:/g,
  /[(,]\s*([A-Za-z_]\w*)\s*(?==(?!=)|:|,|\))/g,
];

/** Counts over all files of a family, by their text: exact enough to tell a slip from a name that exists. */
export function takeCensus(sources: ProjectSources, family: LanguageFamily): MemberCensus {
  const defined = new Set<string>();
  const uses = new Map<string, number>();
  const patterns = family === 'python' ? PYTHON_DEFINITIONS : JAVASCRIPT_DEFINITIONS;
  for (const path of sources.paths) {
    if (sources.family(path) !== family) continue;
    const text = sources.text(path) ?? '';
    // A module is a member of its package.
    if (family === 'python') for (const part of path.replace(/\.pyi?$/, '').split('/')) defined.add(part);
    for (const pattern of patterns) {
      for (const [, name] of text.matchAll(pattern)) if (name !== undefined) defined.add(name);
    }
    for (const [, name] of text.matchAll(/\.\s*([A-Za-z_$][\w$]*)/g)) {
      if (name !== undefined) uses.set(name, (uses.get(name) ?? 0) + 1);
    }
  }
  return { defined, library: libraryMembers(sources, family), uses };
}

function libraryMembers(sources: ProjectSources, family: LanguageFamily): Set<string> {
  const { members, statics, classes, modules } = sources.library(family);
  const known = new Set<string>();
  for (const table of [members, statics, classes, modules]) {
    for (const names of table.values()) for (const name of names) known.add(name);
  }
  return known;
}

/** Members of the built-in types alone: what a slip in a method name was meant to be, more likely than not. */
export function commonMembers(sources: ProjectSources, family: LanguageFamily): string[] {
  const { members } = sources.library(family);
  return [...members].flatMap(([type, names]) => (type.includes('.') ? [] : names));
}
