import { importBinding } from './import-binding.ts';
import { lineOf, namedChildrenOf, nodesOfType, stringValue } from './nodes.ts';
import { isModuleLevel } from './python-symbols.ts';
import type { ExportedName, ImportBinding, SyntaxNode } from './syntax-types.ts';

const IMPORT_STATEMENTS = ['import_statement', 'import_from_statement', 'future_import_statement'];

/** Imports of a Python file. `from m import *` is a namespace import of `*` without a local name. */
export function findPythonImports(root: SyntaxNode): ImportBinding[] {
  const bindings = nodesOfType(root, IMPORT_STATEMENTS).flatMap((statement) =>
    statement.type === 'import_statement' ? moduleImports(statement) : fromImports(statement),
  );
  return [...bindings, ...calledImports(root)].sort((left, right) => left.startIndex - right.startIndex);
}

/** `import a.b` binds `a`; `import a.b as c` binds `c` to the inner module. */
function moduleImports(statement: SyntaxNode): ImportBinding[] {
  return statement.childrenForFieldName('name').flatMap((part) => {
    if (part === null) return [];
    const { name, alias } = nameAndAlias(part);
    return [importBinding(statement, name, 'namespace', null, alias ?? name.split('.')[0] ?? name)];
  });
}

function fromImports(statement: SyntaxNode): ImportBinding[] {
  const module = statement.childForFieldName('module_name');
  const specifier = statement.type === 'future_import_statement' ? '__future__' : (module?.text ?? '');
  const names = statement.childrenForFieldName('name');
  if (names.length === 0) return [importBinding(statement, specifier, 'namespace', '*', null)];
  return names.flatMap((part) => {
    if (part === null) return [];
    const { name, alias } = nameAndAlias(part);
    return [importBinding(statement, specifier, 'named', name, alias ?? name)];
  });
}

function nameAndAlias(part: SyntaxNode): { name: string; alias: string | null } {
  if (part.type !== 'aliased_import') return { name: part.text, alias: null };
  return { name: part.childForFieldName('name')?.text ?? '', alias: part.childForFieldName('alias')?.text ?? null };
}

/** `importlib.import_module('m')` and `__import__('m')`. */
function calledImports(root: SyntaxNode): ImportBinding[] {
  return nodesOfType(root, ['call']).flatMap((call) => {
    const callee = call.childForFieldName('function')?.text ?? '';
    if (!/^(__import__|(importlib\.)?import_module)$/.test(callee)) return [];
    const specifier = stringValue(call.childForFieldName('arguments')?.namedChildren[0]);
    return specifier === null ? [] : [importBinding(call, specifier, 'side-effect', null, null)];
  });
}

/**
 * Names that a Python module offers: its own module-level names, names that it takes from relative modules (the way
 * of packages to re-export), and what `__all__` lists.
 */
export function findPythonExports(root: SyntaxNode): ExportedName[] {
  const names = new Map<string, ExportedName>();
  const add = (name: string, node: SyntaxNode) => {
    if (!names.has(name)) names.set(name, { name, commonJs: false, line: lineOf(node) });
  };
  for (const node of nodesOfType(root, ['function_definition', 'class_definition', 'assignment'])) {
    if (!isModuleLevel(node)) continue;
    const target = node.childForFieldName(node.type === 'assignment' ? 'left' : 'name');
    for (const name of assignedNames(target)) add(name.text, node);
  }
  for (const statement of nodesOfType(root, ['import_from_statement'])) {
    if (!isModuleLevel(statement) || !statement.childForFieldName('module_name')?.text.startsWith('.')) continue;
    for (const { local } of fromImports(statement)) add(local ?? '*', statement);
  }
  for (const node of nodesOfType(root, ['assignment', 'augmented_assignment'])) {
    if (node.childForFieldName('left')?.text !== '__all__') continue;
    for (const text of nodesOfType(node, ['string'])) add(stringValue(text) ?? '', text);
  }
  names.delete('__all__');
  return [...names.values()].filter(({ name }) => name !== '').sort((left, right) => left.line - right.line);
}

function assignedNames(target: SyntaxNode | null): SyntaxNode[] {
  if (target === null) return [];
  if (target.type === 'identifier') return [target];
  if (!/^(pattern_list|tuple_pattern|list_pattern)$/.test(target.type)) return [];
  return namedChildrenOf(target).flatMap(assignedNames);
}
