import type { Project, ProjectChange } from '../domain/project.ts';
import { baseNameOf } from '../shared/project-path.ts';
import { comparablePath, oddPathReason } from './odd-path.ts';
import { changedManifestPart } from './package-manifest.ts';
import { type PathPolicy, pathRule } from './path-rules.ts';
import { runnerFiles } from './runner-files.ts';

/** Which paths a patch may touch. */
export type IntegrityPolicy = PathPolicy;

export const DEFAULT_INTEGRITY_POLICY: IntegrityPolicy = {
  allow: [],
  deny: [],
  allowTestEdits: false,
  runnerGlobs: [],
};

/** `policy`: the rule's name, e.g. `tests`, `lock-files`, `package-scripts`, `odd-path`. */
export type IntegrityRuling =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'refused'; readonly policy: string; readonly detail: string };

/**
 * Judges what a patch does to the project by its effect, path by path. Fail-closed: a path that some system could
 * take for another one, or that leads through a link, is refused before any glob is asked.
 */
export function judgeIntegrity(
  project: Project,
  changes: readonly ProjectChange[],
  policy: IntegrityPolicy,
): IntegrityRuling {
  const rule = pathRule(policy, runnerFiles(project));
  for (const change of changes) {
    const { path } = change;
    const odd = oddPathReason(path);
    if (odd !== null) return refused('odd-path', `${shown(path)} must not be changed: ${odd}`);
    const link = linkOn(project, path);
    if (link !== null) return refused('link', `${path} must not be changed: ${link} is a link`);
    const twin = caseTwin(project, path);
    if (twin !== null)
      return refused('odd-path', `${path} must not be made: it differs from ${twin} only in case or Unicode form`);
    const ruling = rule(path);
    if (ruling.kind === 'protected') return refused(ruling.policy, `${path} must not be changed: it is ${ruling.name}`);
    if (ruling.kind === 'free' && isManifest(path)) {
      const fault = manifestFault(project, change);
      if (fault !== null) return fault;
    }
  }
  return { kind: 'allowed' };
}

export function isManifest(path: string): boolean {
  return comparablePath(baseNameOf(path)) === 'package.json';
}

function manifestFault(project: Project, change: ProjectChange): IntegrityRuling | null {
  const before = project.entries.get(change.path);
  if (before === undefined || change.kind === 'remove')
    return refused('package-manifest', `${change.path} must not be created, removed or renamed`);
  const part = changedManifestPart(before.bytes(), change.bytes);
  if (part === null) return null;
  const policy =
    part === 'scripts' ? 'package-scripts' : /dependencies$/i.test(part) ? 'dependencies' : 'package-manifest';
  return refused(policy, `"${part.slice(0, 60)}" in ${change.path} must not be changed`);
}

/** The link that a path is or leads through; null without one. */
function linkOn(project: Project, path: string): string | null {
  const parts = path.split('/');
  for (let length = 1; length <= parts.length; length++) {
    const above = parts.slice(0, length).join('/');
    if (project.entries.get(above)?.kind === 'symlink') return above;
  }
  return null;
}

/** An entry that a file system without case would take for the new path. */
function caseTwin(project: Project, path: string): string | null {
  if (project.entries.has(path)) return null;
  const wanted = comparablePath(path);
  for (const known of project.entries.keys()) if (comparablePath(known) === wanted) return known;
  return null;
}

function refused(policy: string, detail: string): IntegrityRuling {
  return { kind: 'refused', policy, detail };
}

function shown(path: string): string {
  return JSON.stringify(path.slice(0, 200));
}
