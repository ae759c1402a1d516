import type { Project } from '../domain/project.ts';
import type { ToolchainOverrides, ToolchainPlan } from '../domain/toolchain.ts';
import { buildTool } from './build-tools.ts';
import { customInstall } from './custom-install.ts';
import { makeTarget } from './make-target.ts';
import { nodeInstall } from './node-install.ts';
import { readNodePackage, testScripts } from './node-package.ts';
import { nodeCommand } from './node-runner.ts';
import { expandScripts } from './package-scripts.ts';
import { ownFiles, pathIn } from './project-files.ts';
import { pythonCommand, pythonInstall } from './python-install.ts';
import { endingLine } from './watching-programs.ts';

/** A plan for a command of the user's own whose runner is not known: what it prints is the report. */
export function customPlan(
  project: Project,
  folder: string,
  command: string,
  overrides: ToolchainOverrides,
): ToolchainPlan {
  return commandPlan({ project, folder, command }, overrides, {
    evidence: 'the test command was given',
    guessed: false,
  });
}

/** A plan for a project whose tests start by a script, a build tool or a Makefile of which the runner is not known; else null. */
export function scriptPlan(project: Project, folder: string, overrides: ToolchainOverrides): ToolchainPlan | null {
  const nodePackage = readNodePackage(project, folder);
  const script = nodePackage === null ? undefined : testScripts(nodePackage)[0];
  if (script !== undefined) {
    const evidence = `the script "${script.name}" in ${pathIn(folder, 'package.json')} runs the tests`;
    return commandPlan({ project, folder, command: endingLine(script.line) }, overrides, { evidence, guessed: true });
  }
  const tool = buildTool(project, folder);
  if (tool !== null) {
    const { name, language, line, evidence } = tool;
    return {
      ...commandPlan({ project, folder, command: line }, overrides, { evidence, guessed: true }),
      toolchain: name,
      language,
    };
  }
  const make = makeTarget(project, folder);
  if (make === null) return null;
  const evidence = `${make.file} has a target "${make.target}"`;
  const plan = commandPlan({ project, folder, command: `make ${make.target}` }, overrides, { evidence, guessed: true });
  return { ...plan, toolchain: 'make' };
}

interface Reason {
  readonly evidence: string;
  readonly guessed: boolean;
}

interface OwnCommand {
  readonly project: Project;
  readonly folder: string;
  readonly command: string;
}

/** A plan for a command whose runner writes no report that is known: what it prints is read. */
export function commandPlan(
  { project, folder, command }: OwnCommand,
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
