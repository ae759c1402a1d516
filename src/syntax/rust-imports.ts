import { importBinding } from './import-binding.ts';
import { namedChildrenOf, nodesOfType } from './nodes.ts';
import type { ImportBinding, SyntaxNode } from './syntax-types.ts';

/** Imports of a Rust file: the leaves of `use` trees, and the files that `mod name;` loads (specifier `self::name`). */
export function findRustImports(root: SyntaxNode): ImportBinding[] {
  return nodesOfType(root, ['use_declaration', 'mod_item']).flatMap((node) => {
    if (node.type === 'use_declaration') return leaves(node, node.childForFieldName('argument'), '');
    const name = node.childForFieldName('name')?.text ?? '';
    return node.childForFieldName('body') === null
      ? [importBinding(node, `self::${name}`, 'namespace', null, name)]
      : [];
  });
}

function leaves(statement: SyntaxNode, node: SyntaxNode | null, prefix: string): ImportBinding[] {
  if (node === null) return [];
  const within = (path: string) => (prefix === '' ? path : path === '' ? prefix : `${prefix}::${path}`);
  switch (node.type) {
    case 'scoped_use_list':
      return leaves(
        statement,
        node.childForFieldName('list'),
        within(plain(node.childForFieldName('path')?.text ?? '')),
      );
    case 'use_list':
      return namedChildrenOf(node).flatMap((child) => leaves(statement, child, prefix));
    case 'use_wildcard':
      return [importBinding(statement, within(plain(node.namedChildren[0]?.text ?? '')), 'namespace', '*', null)];
    case 'use_as_clause': {
      const alias = node.childForFieldName('alias')?.text ?? null;
      return [leaf(statement, within(plain(node.childForFieldName('path')?.text ?? '')), alias)];
    }
    case 'self':
      return prefix === ''
        ? []
        : [importBinding(statement, prefix, 'namespace', null, prefix.split('::').at(-1) ?? prefix)];
    default:
      return /^(line|block)_comment$/.test(node.type) ? [] : [leaf(statement, within(plain(node.text)), null)];
  }
}

function leaf(statement: SyntaxNode, path: string, alias: string | null): ImportBinding {
  const parts = path.split('::');
  const name = parts.pop() ?? path;
  const local = alias === '_' ? null : (alias ?? name);
  if (parts.length === 0) return importBinding(statement, path, 'namespace', null, local);
  return importBinding(statement, parts.join('::'), 'named', name, local);
}

function plain(path: string): string {
  return path.replace(/\s/g, '').replace(/^::/, '');
}
