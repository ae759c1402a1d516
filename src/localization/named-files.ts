import type { TestReport, TestResult } from '../domain/test-report.ts';
import { baseNameOf } from '../shared/project-path.ts';
import { unitsOf } from './code-units.ts';
import type { Finding } from './finding.ts';
import type { SourceIndex } from './source-index.ts';

/** Names of files that say nothing of what is in them. */
const GENERAL = /^(index|main|utils?|helpers?|core|base|types?|common|errors?|constants?|config|options|__init__)$/;
/** A shorter name is a part of too many words. */
const SHORTEST_NAME = 4;
/** More files than these are no hint. */
const MOST_FILES = 8;
/** What is lost of the strength when all passing tests name the file too. */
const PASSING_SHARE = 0.7;

/** Sources whose own names stand in the names of failing tests: `test_def_list` speaks of `def_list.py`. */
export function namedFiles(suspects: ReadonlySet<string>, failing: readonly TestResult[]): string[] {
  const told = [...new Set(failing.map(toldBy))];
  const named = [...suspects].filter((path) => {
    const forms = formsOf(path);
    return told.some((words) => forms.some((form) => words.includes(form)));
  });
  return named.length <= MOST_FILES ? named : [];
}

/**
 * What of such files other evidence points at, else all of it; less when the names of passing tests hold the file's name
 * too. `supported`: keys of the units that something else points at.
 */
export function namedFileFindings(
  index: SourceIndex,
  files: readonly string[],
  baseline: TestReport,
  supported: ReadonlySet<string>,
): Finding[] {
  if (files.length === 0) return [];
  const passing = baseline.results.filter(({ status }) => status === 'passed').map(toldBy);
  return files.flatMap((path) => {
    const file = index.source(path);
    if (file === null) return [];
    const forms = formsOf(path);
    const naming = passing.filter((words) => forms.some((form) => words.includes(form)));
    const share = naming.length / Math.max(1, passing.length);
    const strength = 1 - PASSING_SHARE * share;
    const detail = 'The name of a failing test holds the name of this file.';
    const units = unitsOf(file).filter(({ kind }) => kind !== 'module');
    const pointedAt = units.filter(({ key }) => supported.has(key));
    return (pointedAt.length > 0 ? pointedAt : units).map(
      (unit): Finding => ({ source: 'named-file', kind: 'import', file: path, unit, line: null, strength, detail }),
    );
  });
}

function toldBy({ namePath, name, file }: TestResult): string {
  const folders = (file ?? '').split('/').slice(0, -1);
  return plainWords([...namePath, name, nameOf(file), ...folders.filter((folder) => !TEST_ROOT.test(folder))]);
}

/** Folders that hold all tests, or all sources: their names are no hint. */
const TEST_ROOT = /^(_*tests?_*|_*specs?_*|unit|integration|e2e|src|lib|packages|js|ts)$/i;

/**
 * The words that speak of a file, with the spaces around them, none for a name that says nothing; in any form of the word:
 * `test_compile` speaks of `compiler.py`.
 */
function formsOf(path: string): string[] {
  const stem = stemOf(path);
  if (stem.replaceAll(' ', '').length < SHORTEST_NAME || GENERAL.test(stem)) return [];
  const root = stem.replace(/(?:r|er|or|ing|s)$/, '');
  const others = root.length > SHORTEST_NAME ? [root, `${root}s`] : [];
  return [stem, stem.replaceAll(' ', ''), ...others].map((word) => ` ${word} `);
}

function nameOf(file: string | null): string {
  return file === null ? '' : baseNameOf(file).replace(/\.\w+$/, '');
}

function stemOf(path: string): string {
  return plainWords([nameOf(path)]).trim();
}

/** Lower-case words with one space around each: `TestDefList` and `def-list` alike. */
function plainWords(texts: readonly string[]): string {
  const words = texts.join(' ').replace(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})/gu, ' ');
  return ` ${words.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')} `;
}
