import type { Toolchain } from '../domain/toolchain.ts';
import { isTestPath } from '../shared/project-path.ts';
import { commandPlan } from './custom-plan.ts';
import { readNodePackage, type TestScript, testScripts } from './node-package.ts';
import { pathIn } from './project-files.ts';
import { baseName } from './runner-calls.ts';
import { parseShellLine } from './shell-line.ts';
import { endingLine } from './watching-programs.ts';

/** Test runners without a report that is known. */
const OTHER_RUNNERS = new Set([
  ...[
    'jasmine',
    'jasmine-ts',
    'uvu',
    'lab',
    'wtr',
    'web-test-runner',
    'karma',
    'cypress',
    'qunit',
    'nightwatch',
    'wdio',
  ],
  ...['testcafe', 'zora', 'pta', 'cucumber-js', 'intern', 'aegir', 'heft', 'ng', 'baretest', 'japa', 'poku'],
]);

const LAUNCHERS = new Set(['npx', 'c8', 'nyc', 'cross-env', 'yarn', 'pnpm', 'exec']);

/**
 * The script `test` of a package when it says clearly that another runner, or a file of tests by itself, runs the tests:
 * a runner that is only listed among the dependencies then serves something else.
 */
export const nodeScript: Toolchain = {
  name: 'node-script',
  summary: 'a script of package.json with another runner',
  language: 'javascript',
  protectedGlobs: ['**/jasmine.json', '**/karma.conf.*', '**/.labrc.*', '**/web-test-runner.config.*'],
  // More than a configuration, less than a script that runs a known runner.
  detect: (project, folder) => (ownScript(readNodePackage(project, folder)) === null ? 0 : 0.9),
  recognizes: () => false,
  plan(project, folder, overrides) {
    const line = ownScript(readNodePackage(project, folder))?.line ?? '';
    const command = overrides.testCommand ?? endingLine(line);
    const evidence = `the script "test" in ${pathIn(folder, 'package.json')} runs the tests`;
    return commandPlan({ project, folder, command }, overrides, { evidence, guessed: true });
  },
};

function ownScript(nodePackage: ReturnType<typeof readNodePackage>): TestScript | null {
  const script = nodePackage === null ? undefined : testScripts(nodePackage)[0];
  if (script?.name !== 'test') return null;
  const isOwn = parseShellLine(script.line).some(({ words }) => {
    const values = words.map((word) => word.value);
    const start = values.findIndex((value) => !LAUNCHERS.has(value) && !/^-|=/.test(value));
    const program = baseName(values[start] ?? '');
    if (program !== 'node') return OTHER_RUNNERS.has(program);
    const file = values.slice(start + 1).find((value) => !value.startsWith('-')) ?? '';
    return isTestPath(file.replace(/^\.\//, '')) && !file.includes('node_modules/');
  });
  return isOwn ? script : null;
}
