import { type CommandSpec, JSON_OPTION } from './command-spec.ts';

export const cache: CommandSpec = {
  name: 'cache',
  summary: 'the kept answers of the models',
  description: 'Show how many answers of the models are kept for the next run (info), or remove them (clear).',
  arguments: [{ form: '<action>', summary: 'info or clear', choices: ['info', 'clear'] }],
  options: [JSON_OPTION],
  examples: ['autofix cache info', 'autofix cache clear'],
  showsExitCodes: false,
  async run([action = ''], flags) {
    const { cacheCommand } = await import('../cache-command.ts');
    return cacheCommand(action, flags);
  },
};
