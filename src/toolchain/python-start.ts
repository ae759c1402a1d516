import type { Scratch, TestCommand } from '../domain/toolchain.ts';
import { supportText } from './support-file.ts';

/** What every interpreter of a run loads before anything of the project: a file of `support/`, and its settings. */
export interface PythonStart {
  /** Name of the module. */
  readonly module: string;
  readonly source: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Python imports the first module of this name by itself. */
const START_FILE = 'sitecustomize.py';

/** The command of a Python runner, whichever it is, with something that is loaded first; it may have such a thing already. */
export function startedWith(command: TestCommand, { module, source, env }: PythonStart, scratch: Scratch): TestCommand {
  const { PYTHONPATH: path } = command.env;
  const before = command.supportFiles[START_FILE] ?? '';
  const isFirst = before === '';
  return {
    ...command,
    env: {
      ...command.env,
      ...env,
      ...(isFirst ? { PYTHONPATH: path === undefined ? scratch.folder : `${scratch.folder}:${path}` } : {}),
    },
    supportFiles: {
      ...command.supportFiles,
      [START_FILE]: `${before}import ${module}\n`,
      [`${module}.py`]: supportText(source),
    },
  };
}
