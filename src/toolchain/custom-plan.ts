import type { Project } from '../domain/project.ts';
import type { ToolchainOverrides, ToolchainPlan } from '../domain/toolchain.ts';
import { customInstall } from './custom-install.ts';
import { nodeInstall } from './node-install.ts';
import { readNodePackage, testScripts } from './node-package.ts';
import { nodeCommand } from './node-runner.ts';
import { expandScripts } from './package-scripts.ts';
import { hasFile, ownFiles, pathIn, textOf } from './project-files.ts';
import { pythonCommand, pythonInstall } from './python-install.ts';

/** A plan for a command of the user's own whose runner is not known: what it prints is the report. */
export function customPlan(
  project: Project,
  folder: string,
  command: string,
  overrides: ToolchainOverrides,
): ToolchainPlan {
  return planFor(project, folder, command, overrides, { evidence: 'the test command was given', guessed: false });
}

/** A plan for a project whose tests start by a script or a Makefile of which the runner is not known; else null. */
export function scriptPlan(project: Project, folder: string, overrides: ToolchainOverrides): ToolchainPlan | null {
  const nodePackage = readNodePackage(project, folder);
  const script = nodePackage === null ? undefined : testScripts(nodePackage)[0];
  if (script !== undefined) {
    const evidence = `the script "${script.name}" in ${pathIn(folder, 'package.json')} runs the tests`;
    return planFor(project, folder, script.line, overrides, { evidence, guessed: true });
  }
  const makefile = ['Makefile', 'makefile', 'GNUmakefile'].find((name) => hasFile(project, pathIn(folder, name)));
  const text = makefile === undefined ? '' : (textOf(project, pathIn(folder, makefile)) ?? '');
  // `test` before `check`, wherever they stand; other names are somebody's own.
  const target = ['test', 'tests', 'check', 'unittest'].find((name) =>
    new RegExp(`^${name}\\s*:(?!=)`, 'm').test(text),
  );
  if (target === undefined) return null;
  const evidence = `${pathIn(folder, makefile ?? '')} has a target "${target}"`;
  return { ...planFor(project, folder, `make ${target}`, overrides, { evidence, guessed: true }), toolchain: 'make' };
}

interface Reason {
  readonly evidence: string;
  readonly guessed: boolean;
}

function planFor(
  project: Project,
  folder: string,
  command: string,
  overrides: ToolchainOverrides,
  reason: Reason,
): ToolchainPlan {
  const nodePackage = readNodePackage(project, folder);
  const isNode = nodePackage !== null;
  const isPython = !isNode && ownFiles(project, folder).some((path) => path.endsWith('.py'));
  const install = isNode
    ? nodeInstall(project, folder)
    : isPython
      ? pythonInstall(project, folder, null)
      : { command: null, folders: [], evidence: [], manager: null };
  const run = isPython
    ? pythonCommand(project, folder, command)
    : nodeCommand(project, folder, expandScripts(command, nodePackage?.scripts ?? {}));
  return {
    toolchain: 'custom',
    language: isNode ? 'javascript' : isPython ? 'python' : sourceLanguage(project, folder),
    folder,
    packageManager: install.manager,
    reportFormat: null,
    install: customInstall(overrides) ?? (overrides.install ? install.command : null),
    test: () => ({ ...run, display: command, results: { kind: 'output' }, runs: 'all', supportFiles: {} }),
    installedFolders: install.folders,
    evidence: [reason.evidence, ...(overrides.install ? install.evidence : [])],
    guessed: reason.guessed,
  };
}

/** By the sources that there are most of. */
function sourceLanguage(project: Project, folder: string): string {
  const counts = new Map<string, number>();
  for (const path of ownFiles(project, folder)) {
    const language = LANGUAGE_ENDINGS.find(([, ending]) => ending.test(path))?.[0];
    if (language !== undefined) counts.set(language, (counts.get(language) ?? 0) + 1);
  }
  const [most] = [...counts].sort((left, right) => right[1] - left[1]);
  return most?.[0] ?? 'unknown';
}

const LANGUAGE_ENDINGS: readonly (readonly [language: string, ending: RegExp])[] = [
  ['c', /\.c$/],
  ['c++', /\.(cc|cpp|cxx)$/],
  ['go', /\.go$/],
  ['rust', /\.rs$/],
  ['java', /\.java$/],
  ['ruby', /\.rb$/],
  ['php', /\.php$/],
  ['perl', /\.(p[lm]|t)$/],
  ['shell', /\.(sh|bash|bats)$/],
];
