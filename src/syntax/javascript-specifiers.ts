import type { Project } from '../domain/project.ts';
import { folderOf } from '../shared/project-path.ts';
import { aliasedSpecifiers, isAliased, specifiersIn } from './javascript-aliases.ts';
import { resolveJavaScriptModule } from './javascript-modules.ts';
import { moduleFormatOf } from './module-format.ts';
import { modulesOf, type ProjectModules } from './project-modules.ts';

/** Whether a specifier shows the extension: not at all, that of the file, or the one the file compiles to. */
type ExtensionStyle = 'none' | 'own' | 'compiled';

interface Manner {
  readonly extension: ExtensionStyle;
  /** Whether `./models/index` is written out. */
  readonly index: boolean;
}

const COMPILED: Readonly<Record<string, string>> = { '.ts': '.js', '.tsx': '.js', '.mts': '.mjs', '.cts': '.cjs' };

/** Specifier from one JavaScript or TypeScript file to another: relative, or by an alias where that is the manner. */
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
  const modules = modulesOf(project);
  const aliased = aliasedSpecifiers(modules, fromPath, toPath, specifiers, neighbours);
  const fitting = aliased.find((specifier) => fitsManner(modules, fromPath, specifier, manner)) ?? aliased.at(-1);
  if (fitting !== undefined) return fitting;
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
    const manner = mannerIn(project, path, specifiersIn(modulesOf(project).text(path) ?? ''));
    if (manner !== null) return manner;
  }
  return { extension: defaultStyle(project, fromPath, format), index: false };
}

/** The manner of most of the specifiers that name a project file; null when none does. */
function mannerIn(project: Project, path: string, specifiers: readonly string[]): Manner | null {
  const votes: Record<ExtensionStyle, number> = { none: 0, own: 0, compiled: 0 };
  let index = false;
  for (const specifier of specifiers) {
    if (!specifier.startsWith('.') && !isAliased(modulesOf(project), path, specifier)) continue;
    const file = resolveJavaScriptModule(modulesOf(project), path, specifier);
    if (file === null || file.endsWith('.json')) continue;
    if (/\/index$/.test(specifier)) index = true;
    votes[extensionStyle(specifier, file)]++;
  }
  const styles: readonly ExtensionStyle[] = ['none', 'own', 'compiled'];
  const best = styles.reduce((winner, style) => (votes[style] > votes[winner] ? style : winner));
  return votes[best] === 0 ? null : { extension: best, index };
}

function extensionStyle(specifier: string, file: string): ExtensionStyle {
  const written = /\.[^./]+$/.exec(specifier)?.[0] ?? '';
  const extension = file.slice(file.lastIndexOf('.'));
  if (written !== '' && written === extension) return 'own';
  return written !== '' && written === COMPILED[extension] ? 'compiled' : 'none';
}

function fitsManner(modules: ProjectModules, path: string, specifier: string, manner: Manner): boolean {
  const file = resolveJavaScriptModule(modules, path, specifier);
  if (file === null || extensionStyle(specifier, file) !== manner.extension) return false;
  return manner.extension !== 'none' || /\/index$/.test(specifier) === (manner.index && /\/index\./.test(file));
}

/** Node's own ESM needs extensions; CommonJS and bundlers do not; TypeScript's answer is in tsconfig.json. */
function defaultStyle(project: Project, fromPath: string, format: 'esm' | 'commonjs'): ExtensionStyle {
  if (!/\.[cm]?tsx?$/.test(fromPath)) return format === 'esm' ? 'own' : 'none';
  const aliases = modulesOf(project).aliasesFor(folderOf(fromPath));
  if (aliases?.importsTypeScriptExtensions === true) return 'own';
  return /^node(16|18|20|next)$/.test(aliases?.moduleResolution ?? '') && format === 'esm' ? 'compiled' : 'none';
}
