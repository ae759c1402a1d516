import type { Project } from '../domain/project.ts';
import { folderOf } from '../shared/project-path.ts';
import { resolveJavaScriptModule } from './javascript-modules.ts';
import { moduleFormatOf } from './module-format.ts';
import { modulesOf } from './project-modules.ts';

/** Whether a specifier shows the extension: not at all, that of the file, or the one the file compiles to. */
type ExtensionStyle = 'none' | 'own' | 'compiled';

interface Manner {
  readonly extension: ExtensionStyle;
  /** Whether `./models/index` is written out. */
  readonly index: boolean;
}

const COMPILED: Readonly<Record<string, string>> = { '.ts': '.js', '.tsx': '.js', '.mts': '.mjs', '.cts': '.cjs' };

/** Relative specifier from one JavaScript or TypeScript file to another. */
export function javaScriptSpecifier(
  project: Project,
  fromPath: string,
  toPath: string,
  specifiers: readonly string[],
  neighbours: readonly string[],
): string {
  const manner = mannerOf(project, fromPath, specifiers, neighbours);
  const relative = relativePath(folderOf(fromPath), toPath);
  const extension = /(\.d)?\.[^./]+$/.exec(relative)?.[0] ?? '';
  const bare = relative.slice(0, relative.length - extension.length);
  if (extension === '.json') return relative;
  if (manner.extension === 'own') return relative;
  if (manner.extension === 'compiled') return bare + (COMPILED[extension] ?? extension);
  if (/^\.(mjs|cjs|mts|cts)$/.test(extension)) return bare + (COMPILED[extension] ?? extension);
  if (!manner.index && bare.endsWith('/index')) return bare === './index' ? './index' : bare.slice(0, -'/index'.length);
  return bare;
}

function relativePath(folder: string, toPath: string): string {
  const from = folder === '' ? [] : folder.split('/');
  const to = toPath.split('/');
  let shared = 0;
  while (shared < from.length && shared < to.length - 1 && from[shared] === to[shared]) shared++;
  const up = from.slice(shared).map(() => '..');
  return [...(up.length === 0 ? ['.'] : up), ...to.slice(shared)].join('/');
}

function mannerOf(
  project: Project,
  fromPath: string,
  specifiers: readonly string[],
  neighbours: readonly string[],
): Manner {
  const own = mannerIn(project, fromPath, specifiers);
  if (own !== null) return own;
  const format = moduleFormatOf(project, fromPath);
  for (const path of neighbours) {
    if (path !== fromPath && moduleFormatOf(project, path) !== format) continue;
    const manner = mannerIn(project, path, relativeSpecifiers(modulesOf(project).text(path) ?? ''));
    if (manner !== null) return manner;
  }
  return { extension: defaultStyle(project, fromPath, format), index: false };
}

function relativeSpecifiers(text: string): string[] {
  const pattern = /(?:\bfrom|\bimport|\brequire)\s*\(?\s*(['"])(\.{1,2}\/[^'"\n]*)\1/g;
  return [...text.matchAll(pattern)].map((match) => match[2] ?? '');
}

/** The manner of most of the specifiers that name a project file; null when none does. */
function mannerIn(project: Project, path: string, specifiers: readonly string[]): Manner | null {
  const votes: Record<ExtensionStyle, number> = { none: 0, own: 0, compiled: 0 };
  let index = false;
  for (const specifier of specifiers) {
    if (!specifier.startsWith('.')) continue;
    const file = resolveJavaScriptModule(modulesOf(project), path, specifier);
    if (file === null || file.endsWith('.json')) continue;
    const written = /\.[^./]+$/.exec(specifier)?.[0] ?? '';
    const extension = file.slice(file.lastIndexOf('.'));
    if (/\/index$/.test(specifier)) index = true;
    if (written !== '' && written === extension) votes.own++;
    else if (written !== '' && written === COMPILED[extension]) votes.compiled++;
    else votes.none++;
  }
  const styles: readonly ExtensionStyle[] = ['none', 'own', 'compiled'];
  const best = styles.reduce((winner, style) => (votes[style] > votes[winner] ? style : winner));
  return votes[best] === 0 ? null : { extension: best, index };
}

/** Node's own ESM needs extensions; CommonJS and bundlers do not; TypeScript's answer is in tsconfig.json. */
function defaultStyle(project: Project, fromPath: string, format: 'esm' | 'commonjs'): ExtensionStyle {
  if (!/\.[cm]?tsx?$/.test(fromPath)) return format === 'esm' ? 'own' : 'none';
  const aliases = modulesOf(project).aliasesFor(folderOf(fromPath));
  if (aliases?.importsTypeScriptExtensions === true) return 'own';
  return /^node(16|18|20|next)$/.test(aliases?.moduleResolution ?? '') && format === 'esm' ? 'compiled' : 'none';
}
