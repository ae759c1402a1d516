import { lineOf, namedChildrenOf, nodesOfType, stringValue } from './nodes.ts';
import type { ExportedName, SyntaxNode } from './syntax-types.ts';

/** Names that a JavaScript or TypeScript file exports, each once, ESM and CommonJS. */
export function findJavaScriptExports(root: SyntaxNode): ExportedName[] {
  const names = new Map<string, ExportedName>();
  for (const found of [...moduleExports(root), ...commonJsExports(root)])
    if (!names.has(found.name)) names.set(found.name, found);
  return [...names.values()].sort((left, right) => left.line - right.line);
}

function moduleExports(root: SyntaxNode): ExportedName[] {
  const exported: ExportedName[] = [];
  const kept = functionsKept(root);
  for (const statement of namedChildrenOf(root)) {
    if (statement.type !== 'export_statement') continue;
    const add = (name: string, commonJs = false) => exported.push({ name, commonJs, line: lineOf(statement) });
    const keywords = statement.children.map((child) => child?.type);
    const declaration = statement.childForFieldName('declaration');
    if (keywords.includes('default')) add('default');
    else if (keywords.includes('=')) add('default', true);
    else if (declaration?.type === 'function_signature' && kept.has(declaration.childForFieldName('name')?.text))
      continue;
    else if (declaration !== null) declaredNames(declaration).forEach((name) => void add(name));
    else exportListNames(statement).forEach((name) => void add(name));
  }
  if (root.hasError) exported.push(...writtenExports(root));
  return exported;
}

/** An overload promises what the function itself has to keep: is that not exported, nothing is. */
function functionsKept(root: SyntaxNode): Set<string | undefined> {
  const functions = namedChildrenOf(root).filter((statement) => statement.type === 'function_declaration');
  return new Set(functions.map((statement) => statement.childForFieldName('name')?.text));
}

/** Exports by their looks, where the grammar does not understand a part of the file. */
function writtenExports(root: SyntaxNode): ExportedName[] {
  const pattern =
    /^export\s+(?:declare\s+|abstract\s+|async\s+)*(?:interface|type|class|function\s*\*?|const|let|var|enum)\s+([\w$]+)/gm;
  return [...root.text.matchAll(pattern)].map(({ 1: name = '', index }) => ({
    name,
    commonJs: false,
    line: root.text.slice(0, index).split('\n').length,
  }));
}

function exportListNames(statement: SyntaxNode): string[] {
  const list = namedChildrenOf(statement).find((child) => /^(export_clause|namespace_export)$/.test(child.type));
  if (list === undefined) return ['*'];
  if (list.type === 'namespace_export') return namedChildrenOf(list).map((child) => child.text);
  return nodesOfType(list, ['export_specifier']).map(
    (part) => (part.childForFieldName('alias') ?? part.childForFieldName('name'))?.text ?? '',
  );
}

function declaredNames(declaration: SyntaxNode): string[] {
  const name = declaration.childForFieldName('name');
  if (name !== null) return [name.text];
  return namedChildrenOf(declaration).flatMap((part) => {
    if (part.type === 'function_signature') return declaredNames(part);
    const pattern = part.type === 'variable_declarator' ? part.childForFieldName('name') : null;
    return pattern === null ? [] : boundNames(pattern);
  });
}

/** Names that a pattern binds: `{ a, b: [c] }` binds a and c. */
function boundNames(pattern: SyntaxNode): string[] {
  return nodesOfType(pattern, ['identifier', 'shorthand_property_identifier_pattern']).map((node) => node.text);
}

function commonJsExports(root: SyntaxNode): ExportedName[] {
  if (!/\bexports\b/.test(root.text)) return [];
  const assignments = nodesOfType(root, ['assignment_expression']);
  const aliases = exportAliases(root, assignments);
  const exported: ExportedName[] = [];
  for (const assignment of assignments) {
    const left = assignment.childForFieldName('left');
    if (left === null) continue;
    const line = lineOf(assignment);
    if (isModuleExports(left)) {
      exported.push({ name: 'default', commonJs: true, line });
      const names = objectNames(root, assignedValue(assignment));
      exported.push(...names.map((name) => ({ name, commonJs: true, line })));
    } else if (left.type === 'member_expression') {
      const object = left.childForFieldName('object');
      const name = left.childForFieldName('property')?.text;
      const isExports = object !== null && (isModuleExports(object) || aliases.has(object.text));
      if (isExports && name !== undefined) exported.push({ name, commonJs: true, line });
    }
  }
  return [...exported, ...definedProperties(root)];
}

function isModuleExports(node: SyntaxNode): boolean {
  return node.type === 'member_expression' && node.text === 'module.exports';
}

/** Identifiers that stand for the exports: `exports`, `var mod = module.exports = {}`, `module.exports = Foo`. */
function exportAliases(root: SyntaxNode, assignments: readonly SyntaxNode[]): Set<string> {
  const aliases = new Set(['exports']);
  for (const assignment of assignments) {
    const left = assignment.childForFieldName('left');
    if (left === null || !isModuleExports(left)) continue;
    const value = assignedValue(assignment);
    if (value?.type === 'identifier') aliases.add(value.text);
    const named = value?.childForFieldName('name');
    if (named?.type === 'identifier') aliases.add(named.text);
    for (let above = assignment.parent; above !== null; above = above.parent) {
      const target = above.childForFieldName(above.type === 'variable_declarator' ? 'name' : 'left');
      if (!/^(variable_declarator|assignment_expression)$/.test(above.type)) break;
      if (target?.type === 'identifier') aliases.add(target.text);
    }
  }
  for (const declarator of nodesOfType(root, ['variable_declarator'])) {
    const value = declarator.childForFieldName('value');
    const name = declarator.childForFieldName('name');
    if (value !== null && (isModuleExports(value) || value.text === 'exports') && name !== null) aliases.add(name.text);
  }
  return aliases;
}

/** Right end of a chain of assignments. */
function assignedValue(assignment: SyntaxNode): SyntaxNode | null {
  let value: SyntaxNode | null = assignment;
  while (value?.type === 'assignment_expression') value = value.childForFieldName('right');
  return value;
}

/**
 * Property names of an object literal, or of the module's variable that holds one; `*` for a whole other module, and for
 * what is spread.
 */
function objectNames(root: SyntaxNode, value: SyntaxNode | null): string[] {
  if (value?.type === 'identifier') {
    const declared = namedChildrenOf(root)
      .flatMap((statement) =>
        /^(lexical|variable)_declaration$/.test(statement.type) ? namedChildrenOf(statement) : [],
      )
      .find((declarator) => declarator.childForFieldName('name')?.text === value.text);
    const initial = declared?.childForFieldName('value');
    return initial?.type === 'object' ? objectNames(root, initial) : [];
  }
  if (value?.type === 'call_expression' && value.text.startsWith('require(')) return ['*'];
  if (value?.type !== 'object') return [];
  return namedChildrenOf(value).flatMap((part) => {
    if (part.type === 'shorthand_property_identifier') return [part.text];
    if (part.type === 'spread_element') return ['*'];
    const key = part.childForFieldName(part.type === 'method_definition' ? 'name' : 'key');
    if (key === null || key.type === 'computed_property_name') return [];
    return [stringValue(key) ?? key.text];
  });
}

/** `Object.defineProperty(exports, 'name', …)` as compilers write it. */
function definedProperties(root: SyntaxNode): ExportedName[] {
  return nodesOfType(root, ['call_expression']).flatMap((call) => {
    if (call.childForFieldName('function')?.text !== 'Object.defineProperty') return [];
    const [target, key] = namedChildrenOf(call.childForFieldName('arguments') ?? call);
    const name = stringValue(key);
    const isExports = target !== undefined && (target.text === 'exports' || isModuleExports(target));
    return isExports && name !== null && name !== '__esModule' ? [{ name, commonJs: true, line: lineOf(call) }] : [];
  });
}
