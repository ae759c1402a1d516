import { languageById } from '../../syntax/languages.ts';
import type { ParsedSource } from '../../syntax/syntax-types.ts';
import { analyseJavaScopes } from './java-scope.ts';
import { analyseJavaScriptScopes } from './javascript-scope.ts';
import { analysePythonScopes } from './python-scope.ts';
import { resolveName } from './scope-builder.ts';
import type { NameUse, ScopeAnalysis } from './scope-types.ts';

/** Scopes of a file. Uses hold nodes of its tree: valid until the source is disposed of. */
export function analyseScopes(parsed: ParsedSource): ScopeAnalysis {
  const { family } = languageById(parsed.language);
  if (family === 'java') return analyseJavaScopes(parsed.root);
  return family === 'python' ? analysePythonScopes(parsed.root) : analyseJavaScriptScopes(parsed.root);
}

/**
 * Uses of names that nothing in the file defines and that are not `known` (globals), in the order of the text. A name
 * that the file asks about (`typeof define`) is taken as known.
 */
export function unresolvedUses(analysis: ScopeAnalysis, known: (name: string) => boolean): NameUse[] {
  const guarded = new Set(analysis.uses.filter((use) => use.guarded).map((use) => use.name));
  return analysis.uses.filter(
    (use) => !guarded.has(use.name) && resolveName(use.scope, use.name) === null && !known(use.name),
  );
}
