import type { Scratch, TestCommand } from '../domain/toolchain.ts';
import type { WarmSettings } from '../domain/warm-judging.ts';
import { supportText } from './support-file.ts';

/** How the command of one runner becomes a process that stays and judges one candidate after the other. */
interface WarmRunner {
  readonly toolchain: string;
  /** null when this command cannot. */
  warm(command: TestCommand, scratch: Scratch): TestCommand | null;
}

/** The name under which the support files find their settings. */
const SETTINGS_NAME = 'AUTOFIX_WARM';
const SETTINGS_FILE = 'warm-settings.json';

const WARM_NODE = {
  'warm-node.cjs': 'warm-node.cjs',
  'warm-node-hooks.mjs': 'warm-node-hooks.mjs',
  'warm-node-shim.mjs': 'warm-node-shim.mjs',
};

const WARM_RUNNERS: readonly WarmRunner[] = [
  {
    toolchain: 'pytest',
    warm: (command, scratch) =>
      withEnvironment(
        withFiles(command, { 'autofix_warm.py': 'warm-python.py', 'autofix_warm_pytest.py': 'warm-pytest.py' }),
        { PYTEST_ADDOPTS: '-p autofix_warm_pytest', PYTHONPATH: scratch.folder },
      ),
  },
  {
    toolchain: 'unittest',
    warm(command) {
      if (supportFilesEnding(command, 'unittest-runner.py').length === 0) return null;
      const own = withFiles(command, { 'autofix_warm.py': 'warm-python.py' });
      return {
        ...own,
        supportFiles: {
          ...own.supportFiles,
          'autofix_unittest_runner.py': supportText('unittest-runner.py'),
          ...replacedBy(command, 'unittest-runner.py', 'warm-unittest.py'),
        },
      };
    },
  },
  {
    toolchain: 'mocha',
    warm(command) {
      if (supportFilesEnding(command, 'reporter.cjs').length === 0) return null;
      const own = withFiles(command, WARM_NODE);
      return {
        ...own,
        supportFiles: { ...own.supportFiles, ...replacedBy(command, 'reporter.cjs', 'warm-mocha.cjs') },
      };
    },
  },
  {
    toolchain: 'node-test',
    warm: (command, scratch) =>
      withEnvironment(
        withFiles(command, {
          ...WARM_NODE,
          'warm-node-test.cjs': 'warm-node-test.cjs',
          'warm-node-tests.cjs': 'warm-node-tests.cjs',
        }),
        { NODE_OPTIONS: `--require ${scratch.folder}/warm-node-test.cjs` },
      ),
  },
];

/** Whether this toolchain's tests can be judged by a process that stays. */
export function canStayWarm(toolchain: string): boolean {
  return WARM_RUNNERS.some((runner) => runner.toolchain === toolchain);
}

/**
 * The command that runs some tests, turned into one that stays and judges candidates by them: it reads a request a
 * line from stdin and writes an answer a line to stdout (`src/domain/warm-judging.ts`). It is started as the project's
 * own command starts its tests, so that the configuration is the same. null when there is none for this runner.
 */
export function warmCommand(
  toolchain: string,
  command: TestCommand,
  settings: WarmSettings,
  scratch: Scratch,
): TestCommand | null {
  const warm = WARM_RUNNERS.find((runner) => runner.toolchain === toolchain)?.warm(command, scratch) ?? null;
  if (warm === null) return null;
  const supportFiles = { ...warm.supportFiles, [SETTINGS_FILE]: JSON.stringify(settings) };
  return { ...withEnvironment(warm, { [SETTINGS_NAME]: `${scratch.folder}/${SETTINGS_FILE}` }), supportFiles };
}

/** The command with more files of `support/`: name in the scratch folder → name there. */
function withFiles(command: TestCommand, files: Readonly<Record<string, string>>): TestCommand {
  const added = Object.entries(files).map(([name, source]) => [name, supportText(source)] as const);
  return { ...command, supportFiles: { ...command.supportFiles, ...Object.fromEntries(added) } };
}

function withEnvironment(command: TestCommand, env: Readonly<Record<string, string>>): TestCommand {
  return { ...command, env: { ...command.env, ...env } };
}

function supportFilesEnding(command: TestCommand, ending: string): readonly string[] {
  return Object.keys(command.supportFiles).filter((name) => name.endsWith(`-${ending}`));
}

/** The runner's own support files of that name, with another text. */
function replacedBy(command: TestCommand, ending: string, source: string): Readonly<Record<string, string>> {
  const text = supportText(source);
  return Object.fromEntries(supportFilesEnding(command, ending).map((name) => [name, text]));
}
