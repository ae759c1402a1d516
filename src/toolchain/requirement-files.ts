import type { Project } from '../domain/project.ts';
import { hasFile, ownFiles, pathIn, textOf } from './project-files.ts';

const FILE_WORDS = /^(requirements?|reqs?|dev|develop|development|tests?|testing|ci|base|main|common|all|core|local)$/;

/** Packages that nobody needs but for tests. */
const TEST_PACKAGES = /^\s*(pytest|nose2?|unittest2|pytest-[\w-]+|testtools|hypothesis|ward|mock)\b/im;

/**
 * The requirement files of a folder with at least one requirement: those with a name of their own for it, and when
 * none is, those that ask for a test runner. A main file whose `.in` source lies beside it counts once.
 */
export function requirementFiles(project: Project, folder: string): string[] {
  const text = (path: string) => textOf(project, pathIn(folder, path)) ?? '';
  const all = ownFiles(project, folder)
    .filter((path) => /\.(txt|in)$/.test(path) && wordsOf(path).some((word) => /^(requirement|reqs?$)/.test(word)))
    .filter((path) => /^\s*[^#\s]/m.test(text(path)));
  const usual = all.filter((path) => wordsOf(path).every((word) => FILE_WORDS.test(word)));
  const asking = all.filter((path) => TEST_PACKAGES.test(text(path)));
  const isAsked = usual.some((path) => asking.includes(path));
  const found = isAsked ? usual : [...new Set([...usual, ...asking.slice(0, 1)])];
  return found.filter((path) => !(path.endsWith('.in') && found.includes(path.replace(/\.in$/, '.txt'))));
}

/** `requirements/ci.txt`: requirements, ci. */
function wordsOf(path: string): string[] {
  return path
    .replace(/\.\w+$/, '')
    .toLowerCase()
    .split(/[/_.-]/);
}

const CONDA_FILES = ['environment.yml', 'environment.yaml', 'conda.yml', 'conda.yaml'];

/** The packages of a Conda environment, by the names that pip knows most of them by too; Python itself left out. */
export function condaSpecifiers(project: Project, folder: string): string[] {
  const name = CONDA_FILES.find((each) => hasFile(project, pathIn(folder, each)));
  if (name === undefined) return [];
  const text = textOf(project, pathIn(folder, name)) ?? '';
  const block = /^dependencies:[ \t]*\r?\n((?:[ \t]*(?:-.*|#.*)?\r?\n?)*)/m.exec(text)?.[1] ?? '';
  return [...block.matchAll(/^[ \t]*-[ \t]*["']?([^\s"'#]+)/gm)]
    .map(([, item = '']) => item.replace(/^.*::/, ''))
    .filter((item) => !item.endsWith(':') && !/^(python|pip|-e|\.)\b|^[.-]/.test(item))
    .map((item) => item.replace(/^([\w.-]+)=([\w.]+)(=.*)?$/, '$1==$2').replace(/==(\d+(\.\d+)?)$/, '==$1.*'));
}
