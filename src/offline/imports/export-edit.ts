import { literalPattern } from '../../shared/literal-pattern.ts';
import { lineEndOf } from '../../shared/source-text.ts';
import { moduleFormatOf } from '../../syntax/module-format.ts';
import { namedChildrenOf, nodesOfType } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { foldName } from '../edit-distance.ts';
import { moduleName } from '../project-index.ts';
import type { ProjectSources } from '../project-sources.ts';
import type { TextEdit } from '../text-edit.ts';
import { styleOf } from './source-style.ts';

/** The edit that makes a JavaScript or TypeScript file export a name that it defines; null when it defines none. */
export function exportEdit(sources: ProjectSources, path: string, name: string): TextEdit | null {
  const parsed = sources.tree(path);
  if (parsed === null || sources.family(path) !== 'javascript') return null;
  const { exports, imports } = sources.facts(path);
  const statement = namedChildrenOf(parsed.root).find((child) => definedNames(child).includes(name));
  const isImported = imports.some((binding) => binding.local === name && !binding.commonJs);
  if (statement === undefined && !isImported) return null;
  if (isCommonJs(sources, path)) return propertyEdit(path, parsed.text, name, name);
  const list = exportList(parsed.root);
  const hasKeyword = exports.some((entry) => entry.name !== 'default') && list === null;
  if (list !== null && (!hasKeyword || statement === undefined)) return extendBraces(path, parsed.text, list, name);
  if (statement === undefined) return null;
  return { path, start: statement.startIndex, end: statement.startIndex, replacement: 'export ' };
}

/** The edit that makes a file export what it defines as `local` under another name. */
export function renamedExportEdit(sources: ProjectSources, path: string, local: string, name: string): TextEdit | null {
  const parsed = sources.tree(path);
  if (parsed === null || sources.family(path) !== 'javascript') return null;
  const { root, text } = parsed;
  if (isCommonJs(sources, path)) return propertyEdit(path, text, name, local);
  const list = exportList(root);
  if (list !== null) return extendBraces(path, text, list, `${local} as ${name}`);
  const { semicolons, lineEnd } = styleOf(text);
  const line = `export { ${local} as ${name} }${semicolons ? ';' : ''}${lineEnd}`;
  return { path, start: text.length, end: text.length, replacement: `${text.endsWith('\n') ? '' : lineEnd}${line}` };
}

/** How a file exports; without exports, as it imports, or as its package says. */
export function isCommonJs(sources: ProjectSources, path: string): boolean {
  const { exports, imports } = sources.facts(path);
  if (exports.length > 0) return exports.some((entry) => entry.commonJs);
  return moduleFormatOf(sources.project, path, imports) === 'commonjs';
}

function exportList(root: SyntaxNode): SyntaxNode | null {
  const ofOwn = namedChildrenOf(root).filter(
    (child) => child.type === 'export_statement' && child.childForFieldName('source') === null,
  );
  return ofOwn.flatMap(namedChildrenOf).find((child) => child.type === 'export_clause') ?? null;
}

/** A definition that may be meant as a file's default export, and the edit that makes it that. */
export interface DefaultExport {
  readonly name: string;
  /** Called like the file; else the only function or class in it. */
  readonly isCalledSo: boolean;
  readonly edit: TextEdit;
}

/** The edit that gives a file a default export; null when it is not clear what that would be. */
export function defaultExportEdit(sources: ProjectSources, path: string): DefaultExport | null {
  const parsed = sources.tree(path);
  if (parsed === null || sources.family(path) !== 'javascript') return null;
  const statements = namedChildrenOf(parsed.root).map((child) =>
    child.type === 'export_statement' ? (child.childForFieldName('declaration') ?? child) : child,
  );
  const called = statements.flatMap(definedNames).filter((name) => foldName(name) === foldName(moduleName(path)));
  const definitions = statements.filter(({ type }) => /^(function|class|abstract_class)_declaration$/.test(type));
  const name = called[0] ?? (definitions.length === 1 ? definitions.flatMap(definedNames)[0] : undefined);
  if (name === undefined) return null;
  const { semicolons, lineEnd } = styleOf(parsed.text);
  const commonJs = isCommonJs(sources, path);
  const gap = parsed.text.endsWith('\n') ? lineEnd : `${lineEnd}${lineEnd}`;
  const line = `${commonJs ? 'module.exports =' : 'export default'} ${name}${semicolons ? ';' : ''}`;
  const at = parsed.text.length;
  const edit = { path, start: at, end: at, replacement: `${gap}${line}${lineEnd}` };
  return { name, isCalledSo: called.length > 0, edit };
}

/** Names that a top-level statement defines without exporting them. */
export function definedNames(statement: SyntaxNode): string[] {
  if (
    /^(function|generator_function|class|abstract_class|type_alias|interface|enum)_declaration$/.test(statement.type)
  ) {
    return [statement.childForFieldName('name')?.text ?? ''];
  }
  if (!/^(lexical|variable)_declaration$/.test(statement.type)) return [];
  return namedChildrenOf(statement).flatMap((declarator) => {
    const name = declarator.childForFieldName('name');
    if (name?.type !== 'object_pattern') return name?.text ?? '';
    return nodesOfType(name, ['shorthand_property_identifier_pattern', 'identifier']).map((node) => node.text);
  });
}

/** Makes a CommonJS module export `value` as `name`. */
export function propertyEdit(path: string, text: string, name: string, value: string): TextEdit {
  const object = /\bmodule\.exports\s*=\s*\{([^}]*)\}/.exec(text);
  if (object !== null) {
    const start = object.index + object[0].indexOf('{') + 1;
    return intoBraces(path, text, start, object[1] ?? '', value === name ? name : `${name}: ${value}`);
  }
  const { semicolons, lineEnd } = styleOf(text);
  const holder = /^\s*exports\.\w/m.test(text) ? 'exports' : 'module.exports';
  const line = `${holder}.${name} = ${value}${semicolons ? ';' : ''}${lineEnd}`;
  // `module.exports.stream.byDigest = …` needs what it builds upon.
  const built = new RegExp(`^(?:module\\.)?exports\\.${literalPattern(name)}(?![\\w$])`, 'm').exec(text)?.index;
  if (built !== undefined) return { path, start: built, end: built, replacement: line };
  const replacement = text.endsWith('\n') ? line : `${lineEnd}${line}`;
  return { path, start: text.length, end: text.length, replacement };
}

function extendBraces(path: string, text: string, list: SyntaxNode, name: string): TextEdit {
  return intoBraces(path, text, list.startIndex + 1, text.slice(list.startIndex + 1, list.endIndex - 1), name);
}

/** Adds a name behind the last one; `start` is the index behind the opening brace. */
function intoBraces(path: string, text: string, start: number, inner: string, name: string): TextEdit {
  const body = inner.trimEnd();
  if (body.trim() === '') return { path, start, end: start + inner.length, replacement: ` ${name} ` };
  const lastLine = /\n([ \t]*)[^\n]*$/.exec(body);
  const gap = lastLine === null ? ' ' : `${lineEndOf(text)}${lastLine[1] ?? ''}`;
  const at = start + body.length;
  const replacement = body.endsWith(',') ? `${gap}${name},` : `,${gap}${name}`;
  return { path, start: at, end: at, replacement };
}
