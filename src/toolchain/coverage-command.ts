import type { Scratch, TestCommand } from '../domain/toolchain.ts';
import { supportText } from './support-file.ts';

/** What a tracer is told. Paths are as the tests see them; `sources` and `tests` are below `root`. */
export interface CoverageSettings {
  readonly root: string;
  readonly sources: readonly string[];
  readonly tests: readonly string[];
  /** File to which hits are appended. */
  readonly hits: string;
}

const SETTINGS_FILE = 'coverage-settings.json';

/** The command of a Python runner, whichever it is, with a tracer that every interpreter of the run loads. */
export function tracedPython(command: TestCommand, settings: CoverageSettings, scratch: Scratch): TestCommand {
  const { PYTHONPATH: path } = command.env;
  return {
    ...command,
    env: {
      ...command.env,
      AUTOFIX_COVERAGE: `${scratch.folder}/${SETTINGS_FILE}`,
      PYTHONPATH: path === undefined ? scratch.folder : `${scratch.folder}:${path}`,
    },
    supportFiles: {
      ...command.supportFiles,
      'sitecustomize.py': supportText('coverage-tracer.py'),
      [SETTINGS_FILE]: JSON.stringify(settings),
    },
  };
}
