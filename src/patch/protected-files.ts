import { filePaths, type Project } from '../domain/project.ts';
import { type IntegrityPolicy, isManifest } from './integrity-policy.ts';
import { pathRule } from './path-rules.ts';
import { runnerFiles } from './runner-files.ts';

/** Files of the project that no patch may change under this policy, in the project's order; every package.json is among them. */
export function protectedFiles(project: Project, policy: IntegrityPolicy): string[] {
  const rule = pathRule(policy, runnerFiles(project));
  return filePaths(project).filter((path) => {
    const { kind } = rule(path);
    return kind === 'protected' || (kind === 'free' && isManifest(path));
  });
}
