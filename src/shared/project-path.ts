/** Normalises separators and `.` parts; null when the path is absolute or leaves the project. */
export function normalizeProjectPath(path: string): string | null {
  const slashed = path.replaceAll('\\', '/');
  if (slashed.startsWith('/') || /^[A-Za-z]:/.test(slashed) || slashed.includes('\0')) return null;
  const parts: string[] = [];
  for (const part of slashed.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (parts.pop() === undefined) return null;
    } else parts.push(part);
  }
  return parts.length === 0 ? null : parts.join('/');
}

/** Folder of a project path, '' at the top. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

export function baseNameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

const FOREIGN_FOLDERS = new Set([
  'node_modules',
  'vendor',
  '.git',
  'dist',
  'build',
  'target',
  '.venv',
  'venv',
  '__pycache__',
  '__MACOSX',
  'coverage',
  '.tox',
]);

/** Whether a path lies in installed, generated or version-control folders, where no fault is looked for. */
export function isForeignPath(path: string): boolean {
  return (
    path
      .split('/')
      .slice(0, -1)
      .some((part) => FOREIGN_FOLDERS.has(part)) || FOREIGN_FOLDERS.has(path)
  );
}

/** Whether a path is a test by the naming conventions of the languages' runners. */
export function isTestPath(path: string): boolean {
  const name = baseNameOf(path);
  if (/(^|\/)(tests?|specs?|__tests__|e2e)\//i.test(path)) return true;
  return /([._-](test|spec|tests)\.[^.]+|^test[_-].*\.[^.]+|^test\.[cm]?[jt]sx?|_test\.[^.]+|Tests?\.(java|kt|cs)|_spec\.rb)$/.test(
    name,
  );
}

/** Whether a file is loaded before tests of others and holds none itself: pytest's. */
export function isTestSetUp(path: string): boolean {
  return baseNameOf(path) === 'conftest.py';
}

/** Names of folders with a word for tests in them, as in `python_testcases`, `unit-tests` or `test_support`. */
const TEST_FOLDER =
  /(^|\/)([^/]*[-_.])?(tests?|testing|test-?(cases?|suites?|data|utils?|helpers?)|specs?)([-_.][^/]*)?\//i;

/** Whether a path lies in a folder of tests: what is no test there helps tests, and is seldom what has to be repaired. */
export function liesBesideTests(path: string): boolean {
  return TEST_FOLDER.test(path);
}
