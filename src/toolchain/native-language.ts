import type { Project } from '../domain/project.ts';
import { ownFiles } from './project-files.ts';

/** `c++` where there are sources of it, else `c`. */
export function nativeLanguage(project: Project, folder: string): string {
  return ownFiles(project, folder).some((path) => /\.(cc|cpp|cxx|c\+\+|hpp|hh|hxx)$/.test(path)) ? 'c++' : 'c';
}
