import { baseNameOf, isForeignPath, isTestPath } from '../shared/project-path.ts';

/** Files that steer tools: a fault is not repaired there, and the integrity policy would refuse it. */
const TOOL_FILES = [
  /\.config\.[^/]+$/,
  /^\.[^/]*rc(\.[^/]+)?$/,
  /^(conftest|setup|noxfile|tasks|fabfile|sitecustomize|usercustomize)\.py$/,
  /^(gulpfile|gruntfile|karma\.conf|wallaby|jest[.-]setup|vitest[.-]setup|setup[-.]?tests?)\.[^/]+$/i,
  /\.d\.[cm]?ts$/,
  /\.pyi$/,
  /\.min\.[cm]?js$/,
  /\.(generated|pb|_pb2)\.[^/]+$|_pb2\.py$/,
];

const TOOL_FOLDERS = /(^|\/)(__snapshots__|__mocks__|__fixtures__|fixtures|migrations|\.github|\.husky|\.circleci)\//;

/** Whether the offline engine may change a file: project source, not a test, not configuration, not installed. */
export function isEditableSource(path: string): boolean {
  if (isForeignPath(path) || isTestPath(path) || TOOL_FOLDERS.test(path)) return false;
  const name = baseNameOf(path);
  return !TOOL_FILES.some((pattern) => pattern.test(name));
}
