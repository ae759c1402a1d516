import type { Project } from '../domain/project.ts';
import { stringOrNull } from '../shared/json.ts';
import { folderOf } from '../shared/project-path.ts';
import { modulesOf } from './project-modules.ts';
import type { ImportBinding } from './syntax-types.ts';

/**
 * How a JavaScript or TypeScript file imports: by its extension, then its own statements, then the closest
 * package.json. TypeScript without a sign of either is ESM.
 */
export function moduleFormatOf(
  project: Project,
  path: string,
  imports: readonly ImportBinding[] = [],
): 'esm' | 'commonjs' {
  if (/\.m[jt]s$/.test(path)) return 'esm';
  if (path.endsWith('.cjs')) return 'commonjs';
  const bound = imports.filter((binding) => binding.style !== 'side-effect');
  if (bound.some((binding) => !binding.commonJs)) return 'esm';
  if (bound.length > 0) return 'commonjs';
  const modules = modulesOf(project);
  const text = modules.text(path) ?? '';
  if (/^\s*(import\s*[\w{*'"]|export\s+[\w{*])/m.test(text)) return 'esm';
  if (/\brequire\s*\(|\bmodule\.exports\b|^\s*exports\.\w/m.test(text)) return 'commonjs';
  const type = stringOrNull(modules.packageFor(folderOf(path))?.manifest.type);
  return type === 'module' || /\.(ts|tsx)$/.test(path) ? 'esm' : 'commonjs';
}
