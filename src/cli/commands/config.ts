import { RUN_OPTIONS } from '../option-table.ts';
import { type CommandSpec, JSON_OPTION } from './command-spec.ts';

export const config: CommandSpec = {
  name: 'config',
  summary: 'each setting and where it comes from',
  description:
    'Print every setting that a run in this folder would have, and where it comes from. Options can be tried out.',
  arguments: [{ form: '[project]', summary: 'what would be repaired; its own files do not steer the run' }],
  options: [...RUN_OPTIONS.filter(({ name }) => name !== 'json'), JSON_OPTION],
  examples: ['autofix config', 'autofix config . --json'],
  showsExitCodes: false,
  async run([project = '-'], flags) {
    const { configCommand } = await import('../config-command.ts');
    return configCommand(project, flags);
  },
};
