import type { Project } from '../domain/project.ts';
import { secretForms } from '../shared/secret-words.ts';
import { codeSecrets } from './code-secrets.ts';
import { secretValues } from './secret-values.ts';

const found = new WeakMap<Project, readonly string[]>();

/**
 * All values that are known to be secret, in all forms in which they could turn up, the longest first: of the project's
 * files and code, and `others`, those of the person who runs it.
 */
export function knownSecrets(project: Project, others: readonly string[] = []): readonly string[] {
  let own = found.get(project);
  if (own === undefined) {
    own = longestFirst([...secretValues(project), ...codeSecrets(project)].flatMap(secretForms));
    found.set(project, own);
  }
  return others.length === 0 ? own : longestFirst([...own, ...others]);
}

function longestFirst(values: readonly string[]): string[] {
  return [...new Set(values)].sort((left, right) => right.length - left.length || (left < right ? -1 : 1));
}
