import { lineEndOf } from '../../shared/source-text.ts';
import { namedChildrenOf, nodesOfType, stringValue } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import type { RepairContext } from '../repair-context.ts';
import { resolveName } from '../scope/scope-builder.ts';
import { insertion, nodeEdit, type TextEdit } from '../text-edit.ts';
import { nextLineStart, styleOf } from './source-style.ts';

/** What `import` binds of a module: its default export, or everything. */
export type WholeStyle = 'default' | 'namespace';

/** How the requires of a file are written as imports. */
interface Manner {
  readonly context: RepairContext;
  readonly path: string;
  /** What `const x = require('m')` becomes where it cannot be told. */
  readonly whole: WholeStyle;
  /** Node wants whole file names; where a bundler or a TypeScript loader does not, the other imports show it. */
  readonly bare: boolean;
}

/** The edits that write a file's `require`, `module.exports` and `__dirname` as an ES module does. */
export function esModuleEdits(context: RepairContext, path: string, root: SyntaxNode, whole: WholeStyle): TextEdit[] {
  const { imports } = context.sources.facts(path);
  const bare = imports.some(({ specifier, commonJs }) => !commonJs && /^\.{1,2}\/(.*\/)?[^./]+$/.test(specifier));
  const manner: Manner = { context, path, whole, bare };
  const edits = namedChildrenOf(root).flatMap((statement) => {
    const written = requireAsImport(manner, statement) ?? exportsAsExport(context, path, statement);
    return written === null ? [] : [nodeEdit(path, statement, written)];
  });
  return [...edits, ...innerRequires(manner, root), ...folderNames(context, path)];
}

/** `const x = require('m')`, `const { a: b } = require('m')`, `const x = require('m').a`, and `require('m')` alone. */
function requireAsImport(manner: Manner, statement: SyntaxNode): string | null {
  const end = statement.text.endsWith(';') ? ';' : '';
  if (statement.type === 'expression_statement') {
    const source = requiredBy(statement.namedChildren[0] ?? null);
    return source === null ? null : `import ${sourceText(manner, source)}${end}`;
  }
  if (!/^(lexical|variable)_declaration$/.test(statement.type)) return null;
  const written = namedChildrenOf(statement).map((declarator) => importOf(manner, declarator));
  return written.length === 0 || written.some((each) => each === null)
    ? null
    : written.map((each) => `${each}${end}`).join(lineEndOf(statement.tree.rootNode.text));
}

function importOf(manner: Manner, declarator: SyntaxNode): string | null {
  const target = declarator.childForFieldName('name');
  const value = declarator.childForFieldName('value');
  const member = value?.type === 'member_expression' ? value.childForFieldName('property')?.text : undefined;
  const source = requiredBy(member === undefined ? value : (value?.childForFieldName('object') ?? null));
  if (target === null || source === null) return null;
  const from = `from ${sourceText(manner, source)}`;
  if (member !== undefined) {
    if (target.type !== 'identifier') return null;
    if (member === 'default') return `import ${target.text} ${from}`;
    return `import { ${member === target.text ? member : `${member} as ${target.text}`} } ${from}`;
  }
  if (target.type === 'identifier') {
    const isDefault = wholeStyle(manner, stringValue(source) ?? '') === 'default';
    return `import ${isDefault ? '' : '* as '}${target.text} ${from}`;
  }
  const isPlain = namedChildrenOf(target).every(({ type, text }) => type !== 'rest_pattern' && !/[={]/.test(text));
  return target.type === 'object_pattern' && isPlain
    ? `import ${target.text.replaceAll(/\s*:\s*/g, ' as ')} ${from}`
    : null;
}

/** The string of `require('m')`. */
function requiredBy(node: SyntaxNode | null): SyntaxNode | null {
  if (node?.type !== 'call_expression' || node.childForFieldName('function')?.text !== 'require') return null;
  const source = node.childForFieldName('arguments')?.namedChildren[0] ?? null;
  return stringValue(source) === null ? null : source;
}

/** An ES module has a default export, or it has not; of others Node makes one. */
function wholeStyle({ context, path, whole }: Manner, specifier: string): WholeStyle {
  const target = context.index.moduleOf(path, specifier);
  if (target === null || target.endsWith('.json')) return whole;
  const { names } = context.index.offeredBy(target);
  const isModule = context.sources.facts(target).exports.some((entry) => !entry.commonJs);
  return names.has('default') || !isModule ? whole : 'namespace';
}

function sourceText({ bare }: Manner, source: SyntaxNode): string {
  const quote = source.text[0] ?? "'";
  const specifier = (stringValue(source) ?? '').replace(/^\.$/, './index');
  const isFile = /^\.{1,2}\//.test(specifier) && !/\.\w+$/.test(specifier) && !bare;
  return `${quote}${specifier}${isFile ? '.js' : ''}${quote}`;
}

/** `module.exports = …` and `exports.x = …`; null for any other statement. */
function exportsAsExport(context: RepairContext, path: string, statement: SyntaxNode): string | null {
  const assignment = statement.type === 'expression_statement' ? statement.namedChildren[0] : null;
  const value = assignment?.type === 'assignment_expression' ? assignment.childForFieldName('right') : null;
  const target = assignment?.childForFieldName('left')?.text ?? '';
  if (value === null || value === undefined) return null;
  const end = statement.text.endsWith(';') ? ';' : '';
  if (target === 'module.exports') {
    const list = value.type === 'object' && !isTakenWhole(context, path) ? exportList(value) : null;
    return list === null ? `export default ${value.text}${end}` : `export ${list}${end}`;
  }
  const name = /^(?:module\.)?exports\.([\w$]+)$/.exec(target)?.[1];
  if (name === undefined) return null;
  if (name === 'default') return `export default ${value.text}${end}`;
  if (value.type !== 'identifier') return `export const ${name} = ${value.text}${end}`;
  return `export { ${value.text === name ? name : `${value.text} as ${name}`} }${end || ';'}`;
}

/** Whether other files import the module as a whole, by its default export. */
function isTakenWhole(context: RepairContext, path: string): boolean {
  return context.sources.paths.some((other) =>
    context.sources
      .facts(other)
      .imports.some((found) => found.style === 'default' && context.index.targetOf(other, found) === path),
  );
}

/** `{ a, b: c }` as `{ a, c as b }`; null when an entry is more than a name. */
function exportList(object: SyntaxNode): string | null {
  const entries = namedChildrenOf(object);
  const isPlain = entries.every(
    ({ type, text }) =>
      type === 'shorthand_property_identifier' || (type === 'pair' && /^[\w$]+\s*:\s*[A-Za-z_$][\w$]*$/.test(text)),
  );
  return isPlain ? object.text.replaceAll(/([\w$]+)\s*:\s*([\w$]+)/g, '$2 as $1') : null;
}

/** A `require` inside of a function becomes an import at the head of the file. */
function innerRequires(manner: Manner, root: SyntaxNode): TextEdit[] {
  const { path } = manner;
  const text = root.text;
  const { lineEnd } = styleOf(text);
  const inner = nodesOfType(root, ['lexical_declaration', 'variable_declaration']).filter(
    (statement) => statement.parent?.type === 'statement_block',
  );
  return inner.flatMap((statement) => {
    const written = requireAsImport(manner, statement);
    if (written === null) return [];
    const lineStart = text.lastIndexOf('\n', statement.startIndex) + 1;
    const at = headOf(root);
    return [
      insertion(path, at, `${written}${lineEnd}`),
      { path, start: lineStart, end: nextLineStart(text, statement.endIndex), replacement: '' },
    ];
  });
}

/** Where the first import stands, else the first statement. */
function headOf(root: SyntaxNode): number {
  const statements = namedChildrenOf(root).filter(({ type }) => type !== 'hash_bang_line' && type !== 'comment');
  return (statements.find(({ type }) => type === 'import_statement') ?? statements[0])?.startIndex ?? 0;
}

function folderNames(context: RepairContext, path: string): TextEdit[] {
  const meant = { __dirname: 'import.meta.dirname', __filename: 'import.meta.filename' } as const;
  const uses = context.sources.scopes(path)?.uses ?? [];
  return uses.flatMap(({ name, node, scope }) => {
    if (name !== '__dirname' && name !== '__filename') return [];
    if (resolveName(scope, name) !== null || node.type === 'shorthand_property_identifier') return [];
    return [nodeEdit(path, node, meant[name])];
  });
}
