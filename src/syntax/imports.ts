import { findJavaScriptExports } from './javascript-exports.ts';
import { findJavaScriptImports } from './javascript-imports.ts';
import { type LanguageFamily, languageById } from './languages.ts';
import { findPythonExports, findPythonImports } from './python-imports.ts';
import type { ExportedName, ImportBinding, ParsedSource, SyntaxNode } from './syntax-types.ts';

interface ModuleSystem {
  imports(root: SyntaxNode): ImportBinding[];
  exports(root: SyntaxNode): ExportedName[];
}

const MODULE_SYSTEMS: Readonly<Record<LanguageFamily, ModuleSystem>> = {
  javascript: { imports: findJavaScriptImports, exports: findJavaScriptExports },
  python: { imports: findPythonImports, exports: findPythonExports },
};

/**
 * Names that a file imports, one entry for each name, in the order of the text. `const m = require('m')` is a
 * namespace import; re-exports (`export { a } from 'm'`) are imports without a local name. The range of an entry is
 * the whole statement, or the declarator or call when it shares its statement.
 */
export function importsOf(parsed: ParsedSource): ImportBinding[] {
  return MODULE_SYSTEMS[languageById(parsed.language).family].imports(parsed.root);
}

/** Names that a file offers; `*` stands for everything of a re-exported module. Python: its module-level names. */
export function exportsOf(parsed: ParsedSource): ExportedName[] {
  return MODULE_SYSTEMS[languageById(parsed.language).family].exports(parsed.root);
}
