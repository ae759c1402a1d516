import { type OptionSpec, RUN_OPTIONS } from '../option-table.ts';
import type { CommandSpec } from './command-spec.ts';

const SHARED = new Set(['out', 'run-dir', 'sandbox', 'json', 'events', 'quiet', 'verbose', 'color']);

/** What is said differently of options that `run` has too. */
const DIFFERENT: Readonly<Record<string, Partial<OptionSpec>>> = {
  out: { summary: 'write the ZIP here (default: replayed.zip in the new run folder)' },
  sandbox: { summary: 'containment of the project’s commands (default: as recorded)', fallback: null },
};

const INPUT: OptionSpec = {
  name: 'input',
  kind: 'text',
  placeholder: 'FILE',
  summary: 'where the input of the run lies now, ZIP or folder (default: where it lay)',
  fallback: null,
};

export const replay: CommandSpec = {
  name: 'replay',
  summary: 'repeat a run from its folder: no key, no request',
  description:
    'Repeat a run with the answers that its folder holds: no key, no request to a provider. The tests run again, and the ' +
    'result goes into a run folder of its own. Ends with the exit code of the recorded run when status, patch and ZIP are ' +
    'the same, with 1 when they are not, with 2 when the folder or the input cannot be used.',
  arguments: [{ form: '<run folder>', summary: 'the folder that the run named as its evidence' }],
  options: [
    INPUT,
    ...RUN_OPTIONS.filter(({ name }) => SHARED.has(name)).map((option) => ({ ...option, ...DIFFERENT[option.name] })),
  ],
  examples: [
    'autofix replay ~/.local/state/autofix/runs/20261122-101500-1a2b3c',
    'autofix replay ./artifact/20261122-101500-1a2b3c --input project.zip --json',
  ],
  showsExitCodes: true,
  async run([folder = ''], flags) {
    const { replayCommand } = await import('../replay-command.ts');
    return replayCommand(folder, flags);
  },
};
