import { importBinding } from './import-binding.ts';
import { lineOf, namedChildrenOf, nodesOfType } from './nodes.ts';
import type { ImportBinding, SyntaxNode } from './syntax-types.ts';

/** Imports of a Java file: of a class, of a static member (specifier: its class), of all that a package holds. */
export function findJavaImports(root: SyntaxNode): ImportBinding[] {
  return nodesOfType(root, ['import_declaration']).map((node) => {
    const path = nodesOfType(node, ['scoped_identifier', 'identifier'])[0]?.text.replace(/\s/g, '') ?? '';
    const isStatic = node.children.some((child) => child?.type === 'static');
    if (nodesOfType(node, ['asterisk']).length > 0) return importBinding(node, path, 'namespace', '*', null);
    const name = path.split('.').at(-1) ?? path;
    const specifier = isStatic ? path.slice(0, -name.length - 1) : path;
    return importBinding(node, specifier, 'named', name, name);
  });
}

/** Usings of a C# file: `using A.B` brings all names of a namespace, `using static` of a class. */
export function findCSharpImports(root: SyntaxNode): ImportBinding[] {
  return nodesOfType(root, ['using_directive']).map((node) => {
    const alias = node.childForFieldName('name')?.text ?? null;
    const path = namedChildrenOf(node).at(-1)?.text.replace(/\s/g, '') ?? '';
    if (alias === null || alias === path) return importBinding(node, path, 'namespace', '*', null);
    return importBinding(node, path, 'named', path.split('.').at(-1) ?? path, alias);
  });
}

/** `use` clauses of a PHP file, and the files that it requires (specifier: the literal part of the path). */
export function findPhpImports(root: SyntaxNode): ImportBinding[] {
  const required = nodesOfType(root, [
    'require_once_expression',
    'require_expression',
    'include_once_expression',
    'include_expression',
  ]).flatMap((node) => {
    const specifier = nodesOfType(node, ['string_content', 'string_value'])
      .map((part) => part.text)
      .join('');
    return specifier === '' ? [] : [importBinding(node, specifier, 'namespace', '*', null)];
  });
  return [...nodesOfType(root, ['namespace_use_clause']).map(phpUse), ...required].sort(
    (left, right) => left.startIndex - right.startIndex,
  );
}

function phpUse(clause: SyntaxNode): ImportBinding {
  const group = clause.parent?.type === 'namespace_use_group' ? clause.parent : null;
  const statement = group?.parent ?? clause.parent ?? clause;
  const alias = clause.childForFieldName('alias')?.text ?? null;
  const own = (namedChildrenOf(clause)[0]?.text ?? '').replace(/^\\/, '');
  const prefix = group === null ? '' : `${nodesOfType(statement, ['namespace_name'])[0]?.text ?? ''}\\`;
  const path = prefix + own;
  const name = path.split('\\').at(-1) ?? path;
  return importBinding(statement, path, 'named', name, alias ?? name);
}

/** `require_relative 'x'` (specifier `./x`), `require`, `load` and `autoload` of a Ruby file. */
export function findRubyImports(root: SyntaxNode): ImportBinding[] {
  return nodesOfType(root, ['call']).flatMap((call) => {
    const method = call.childForFieldName('method')?.text ?? '';
    if (!/^(require|require_relative|load|autoload)$/.test(method) || call.childForFieldName('receiver') !== null)
      return [];
    const literal = nodesOfType(call, ['string_content'])[0]?.text ?? '';
    if (literal === '') return [];
    const relative = method === 'require_relative' && !literal.startsWith('.');
    return [importBinding(call, relative ? `./${literal}` : literal, 'namespace', '*', null)];
  });
}

/** Files that a C or C++ file includes, as written between the quotes or brackets. */
export function findIncludes(root: SyntaxNode): ImportBinding[] {
  return nodesOfType(root, ['preproc_include']).map((node) => {
    const path = node.childForFieldName('path')?.text.replace(/^["<]|[">]$/g, '') ?? '';
    // The node ends with its line break, which is none of its own.
    const binding = importBinding(node, path, 'namespace', '*', null);
    return { ...binding, line: lineOf(node), endIndex: binding.startIndex + node.text.trimEnd().length };
  });
}
