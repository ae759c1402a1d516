import type { Project } from '../domain/project.ts';
import { isRecord, parseJson } from '../shared/json.ts';
import { folderOf } from '../shared/project-path.ts';
import { readNodePackage } from './node-package.ts';
import { pathBelow, pathIn, textOf } from './project-files.ts';

/** Folder of the workspace root that a package belongs to, or its own. */
export function workspaceRoot(project: Project, folder: string): string {
  for (let parent = folder; parent !== ''; ) {
    parent = folderOf(parent);
    if (isWorkspaceMember(project, parent, folder)) return parent;
  }
  return folder;
}

/** Whether a folder says which packages below it belong together. */
export function declaresWorkspace(project: Project, folder: string): boolean {
  return workspacePatterns(project, folder).length > 0;
}

/** Whether the packages below a folder are tied together by Lerna alone, as before package managers could do that. */
export function isLernaOnly(project: Project, folder: string): boolean {
  return managedPatterns(project, folder).length === 0 && lernaPatterns(project, folder).length > 0;
}

/** Whether the workspace at `root` names a folder as one of its packages. */
export function isWorkspaceMember(project: Project, root: string, folder: string): boolean {
  const below = pathBelow(root, folder);
  if (below === null) return false;
  const patterns = workspacePatterns(project, root);
  const isNamed = (pattern: string) => folderPattern(pattern).test(below);
  const [excluded, included] = [
    patterns.filter((each) => each.startsWith('!')),
    patterns.filter((each) => !each.startsWith('!')),
  ];
  return included.some(isNamed) && !excluded.some((each) => isNamed(each.slice(1)));
}

function workspacePatterns(project: Project, root: string): string[] {
  const managed = managedPatterns(project, root);
  return managed.length > 0 ? managed : lernaPatterns(project, root);
}

/** `packages` of lerna.json. */
function lernaPatterns(project: Project, root: string): string[] {
  const text = textOf(project, pathIn(root, 'lerna.json'));
  const lerna = text === null ? null : parseJson(text);
  if (!isRecord(lerna)) return [];
  return Array.isArray(lerna.packages)
    ? lerna.packages.filter((each): each is string => typeof each === 'string')
    : ['packages/*'];
}

/** `workspaces` of package.json (npm, yarn, bun), `packages` of pnpm-workspace.yaml. */
function managedPatterns(project: Project, root: string): string[] {
  const declared = readNodePackage(project, root)?.manifest.workspaces;
  const list = isRecord(declared) ? declared.packages : declared;
  const own = Array.isArray(list) ? list.filter((each): each is string => typeof each === 'string') : [];
  const yaml = textOf(project, pathIn(root, 'pnpm-workspace.yaml')) ?? '';
  // A list of strings under the key `packages`; nothing more of YAML is used there.
  const block = /^packages:[ \t]*\r?\n((?:[ \t]*(?:-.*|#.*)?\r?\n?)*)/m.exec(yaml)?.[1] ?? '';
  const inline = /^packages:[ \t]*\[([^\]]*)\]/m.exec(yaml)?.[1]?.split(',') ?? [];
  const items = [...block.matchAll(/^[ \t]*-[ \t]*(.+?)[ \t]*(?:#.*)?$/gm)].map(([, item = '']) => item);
  return [...own, ...[...items, ...inline].map((each) => each.trim().replace(/^(['"])(.*)\1$/, '$2'))];
}

/** Globs of folders: `packages/*`, `apps/**`, `{a,b}/*`. */
function folderPattern(pattern: string): RegExp {
  const plain = pattern.replace(/^\.\//, '').replace(/\/+$/, '');
  const source = plain.replace(/\*\*\/?|\*|\{[^}]*\}|[.+^$()|[\]\\?]/g, (part) => {
    if (part === '**/') return '(?:.*/)?';
    if (part === '**') return '.*';
    if (part === '*') return '[^/]+';
    if (part.startsWith('{'))
      return `(?:${part
        .slice(1, -1)
        .split(',')
        .map((each) => each.replace(/[.+^$()|[\]\\?]/g, '\\$&'))
        .join('|')})`;
    return `\\${part}`;
  });
  return new RegExp(`^${source}$`);
}
