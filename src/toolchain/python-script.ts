import type { Project } from '../domain/project.ts';
import type { Toolchain } from '../domain/toolchain.ts';
import { normalizeProjectPath } from '../shared/project-path.ts';
import { commandPlan } from './custom-plan.ts';
import { hasFile, pathIn } from './project-files.ts';
import { testEnvironment } from './python-environments.ts';
import { parseShellLine } from './shell-line.ts';
import type { ToxEnvironment } from './tox.ts';

/** A script of the project's own that tox, nox or Hatch starts to run the tests, as Django's applications have it. */
export const pythonScript: Toolchain = {
  name: 'python-script',
  summary: 'a script of the project, as tox, nox or Hatch starts it',
  language: 'python',
  protectedGlobs: ['**/runtests.py', '**/noxfile.py', '**/hatch.toml'],
  // Less than a runner that is configured, or that they start.
  detect: (project, folder) => (scriptEnvironment(project, folder) === null ? 0 : 0.89),
  recognizes: () => false,
  plan(project, folder, overrides) {
    const environment = scriptEnvironment(project, folder);
    const evidence = `the commands in ${environment?.file} run the tests`;
    const command = overrides.testCommand ?? environment?.line ?? '';
    const plan = commandPlan({ project, folder, command }, overrides, { evidence, guessed: true });
    return { ...plan, toolchain: 'python-script' };
  },
};

function scriptEnvironment(project: Project, folder: string): ToxEnvironment | null {
  const environment = testEnvironment(project, folder);
  const words = parseShellLine(environment?.line ?? '').flatMap((command) => command.words.map((word) => word.value));
  const isOwn = (word: string) => {
    const path = normalizeProjectPath(word);
    return (
      path !== null &&
      /\.py$/.test(path) &&
      !/(^|\/)(setup|manage)\.py$/.test(path) &&
      hasFile(project, pathIn(folder, path))
    );
  };
  const isTest = words.some((word) => /^(pytest|py\.test|unittest|nose\w*)$/.test(word));
  return words.some(isOwn) && !isTest ? environment : null;
}
