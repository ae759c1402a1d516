import type { Scratch, TestCommand } from '../domain/toolchain.ts';
import type { WarmSettings } from '../domain/warm-judging.ts';
import { append, insertAfterRunner } from './call-edits.ts';
import { matchJest } from './jest.ts';
import { findRunnerCalls, type RunnerCall, type RunnerMatch } from './runner-calls.ts';
import { applyLineEdits, type LineEdit } from './shell-line.ts';
import { supportText } from './support-file.ts';
import { matchVitest } from './vitest.ts';

/** How the command of one runner becomes a process that stays and judges one candidate after the other. */
interface WarmRunner {
  readonly toolchain: string;
  /** A process of its own for a candidate takes seconds. */
  readonly isDear?: true;
  /** null when this command cannot. */
  warm(command: TestCommand, scratch: Scratch): TestCommand | null;
}

/** The name under which the support files find their settings. */
const SETTINGS_NAME = 'AUTOFIX_WARM';
const SETTINGS_FILE = 'warm-settings.json';

const WARM_LOOP = { 'warm-guard.cjs': 'warm-guard.cjs', 'warm-loop.cjs': 'warm-loop.cjs' };

const WARM_NODE = {
  ...WARM_LOOP,
  'warm-node.cjs': 'warm-node.cjs',
  'warm-modules.cjs': 'warm-modules.cjs',
  'warm-scripts.cjs': 'warm-scripts.cjs',
  'warm-node-hooks.mjs': 'warm-node-hooks.mjs',
  'warm-node-shim.mjs': 'warm-node-shim.mjs',
};

/** By these the process can load ES modules itself; it forgets them before anything of the project runs. */
const NODE_OPTIONS = '--experimental-vm-modules --experimental-import-meta-resolve';

/** One worker that stays: what Vitest isolates is loaded anew by other means. */
const VITEST_WORDS = ['--no-isolate', '--pool=threads', '--no-file-parallelism'];

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
      const options = [command.env.NODE_OPTIONS ?? '', NODE_OPTIONS].join(' ').trim();
      const own = withEnvironment(withFiles(command, WARM_NODE), { NODE_OPTIONS: options });
      return {
        ...own,
        supportFiles: { ...own.supportFiles, ...replacedBy(command, 'reporter.cjs', 'warm-mocha.cjs') },
      };
    },
  },
  {
    toolchain: 'jest',
    warm: (command, scratch) =>
      withWords(withFiles(command, { ...WARM_LOOP, 'warm-jest.cjs': 'warm-jest.cjs' }), matchJest, (call) =>
        insertAfterRunner(call, [`--runner=${scratch.folder}/warm-jest.cjs`]),
      ),
  },
  {
    toolchain: 'vitest',
    warm(command) {
      if (supportFilesEnding(command, 'reporter.mjs').length === 0) return null;
      const own = withFiles(command, WARM_LOOP);
      const replaced = replacedBy(command, 'reporter.mjs', 'warm-vitest.mjs');
      const serving = { ...own, supportFiles: { ...own.supportFiles, ...replaced } };
      return withWords(serving, matchVitest, (call) => append(call, VITEST_WORDS));
    },
  },
  {
    // Maven compiles and tells the class path in its reports; what judges comes behind it.
    toolchain: 'maven',
    isDear: true,
    warm(command, scratch) {
      const built = `(\n${command.argv.at(-1) ?? ''}\n) </dev/null >/dev/null 2>&1`;
      const served = `exec "\${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 ${scratch.folder}/warm-java.java`;
      const argv = [...command.argv.slice(0, -1), `${built}\n${served}`];
      return { ...withFiles(command, { 'warm-java.java': 'warm-java.java' }), argv };
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

/** Whether a process of its own for a candidate is to be avoided under this toolchain. */
export function isDearToRun(toolchain: string): boolean {
  return WARM_RUNNERS.some((runner) => runner.toolchain === toolchain && runner.isDear === true);
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

/** The command with more words in its calls of the runner; null when it does not call it. */
function withWords(
  command: TestCommand,
  match: RunnerMatch,
  edits: (call: RunnerCall) => readonly LineEdit[],
): TestCommand | null {
  const line = command.argv.at(-1) ?? '';
  const calls = findRunnerCalls(line, match);
  if (calls.length === 0) return null;
  const changed = applyLineEdits(
    line,
    calls.flatMap((call) => edits(call)),
  );
  return { ...command, argv: [...command.argv.slice(0, -1), changed] };
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
