import type { Scratch, TestCommand } from '../domain/toolchain.ts';
import { startedWith } from './python-start.ts';

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
  const env = { AUTOFIX_COVERAGE: `${scratch.folder}/${SETTINGS_FILE}` };
  const traced = startedWith(
    command,
    { module: 'autofix_coverage_tracer', source: 'coverage-tracer.py', env },
    scratch,
  );
  return { ...traced, supportFiles: { ...traced.supportFiles, [SETTINGS_FILE]: JSON.stringify(settings) } };
}
