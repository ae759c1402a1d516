import { definedExports } from './definition-exports.ts';
import { findGoImports } from './go-imports.ts';
import { findJavaScriptExports } from './javascript-exports.ts';
import { findJavaScriptImports } from './javascript-imports.ts';
import { languageById, type ReadOnlyFamily, type SourceFamily } from './languages.ts';
import {
  findCSharpImports,
  findIncludes,
  findJavaImports,
  findPhpImports,
  findRubyImports,
} from './namespace-imports.ts';
import { findPythonExports, findPythonImports } from './python-imports.ts';
import { findRustImports } from './rust-imports.ts';
import type { ExportedName, ImportBinding, ParsedSource, SyntaxNode } from './syntax-types.ts';

interface ModuleSystem {
  imports(root: SyntaxNode): ImportBinding[];
  exports(parsed: ParsedSource): ExportedName[];
}

const byDefinition = (family: ReadOnlyFamily, imports: ModuleSystem['imports']): ModuleSystem => ({
  imports,
  exports: (parsed) => definedExports(family, parsed),
});

const MODULE_SYSTEMS: Readonly<Record<SourceFamily, ModuleSystem>> = {
  javascript: { imports: findJavaScriptImports, exports: ({ root }) => findJavaScriptExports(root) },
  python: { imports: findPythonImports, exports: ({ root }) => findPythonExports(root) },
  go: byDefinition('go', findGoImports),
  rust: byDefinition('rust', findRustImports),
  java: byDefinition('java', findJavaImports),
  ruby: byDefinition('ruby', findRubyImports),
  php: byDefinition('php', findPhpImports),
  c: byDefinition('c', findIncludes),
  csharp: byDefinition('csharp', findCSharpImports),
};

/**
 * Names that a file imports, one entry for each name, in the order of the text. `const m = require('m')` is a
 * namespace import; re-exports (`export { a } from 'm'`) are imports without a local name. The range of an entry is
 * the whole statement, or the declarator or call when it shares its statement.
 */
export function importsOf(parsed: ParsedSource): ImportBinding[] {
  return MODULE_SYSTEMS[languageById(parsed.language).family].imports(parsed.root);
}

/** Names that a file offers; `*` stands for everything of a re-exported module. Python: its module-level names;
 * Go, Rust, Java, Ruby, PHP, C and C#: definitions outside of others, as far as their visibility allows. */
export function exportsOf(parsed: ParsedSource): ExportedName[] {
  return MODULE_SYSTEMS[languageById(parsed.language).family].exports(parsed);
}
