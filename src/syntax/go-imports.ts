import { importBinding } from './import-binding.ts';
import { nodesOfType } from './nodes.ts';
import type { ImportBinding, SyntaxNode } from './syntax-types.ts';

/** Imports of a Go file: each binds a package; `.` brings all of its names, `_` only runs it. */
export function findGoImports(root: SyntaxNode): ImportBinding[] {
  return nodesOfType(root, ['import_spec']).map((spec) => {
    const specifier = spec.childForFieldName('path')?.text.slice(1, -1) ?? '';
    const alias = spec.childForFieldName('name')?.text ?? null;
    if (alias === '_') return importBinding(spec, specifier, 'side-effect', null, null);
    if (alias === '.') return importBinding(spec, specifier, 'namespace', '*', null);
    return importBinding(spec, specifier, 'namespace', null, alias ?? packageNameOf(specifier));
  });
}

/** The usual name of a package by its path: `gopkg.in/yaml.v3` is yaml, `example.com/m/v2` is m. */
function packageNameOf(path: string): string {
  const parts = path.split('/');
  const last = parts.findLast((part) => !/^v\d+$/.test(part)) ?? path;
  return last.replace(/\.v\d+$/, '').replace(/^go-|-go$/, '');
}
