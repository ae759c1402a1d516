import { RUN_OPTIONS } from '../option-table.ts';
import { type CommandSpec, JSON_OPTION } from './command-spec.ts';

export const ping: CommandSpec = {
  name: 'ping',
  summary: 'one real round trip to each provider',
  description: 'Check keys and connectivity with one real round trip to each provider (default: all with a key).',
  arguments: [{ form: '[provider...]', summary: 'e.g. groq' }],
  options: [JSON_OPTION, ...RUN_OPTIONS.filter(({ name }) => name === 'model')],
  examples: ['autofix ping groq', 'autofix ping'],
  showsExitCodes: false,
  async run(names, flags, _commands, clock) {
    const { pingCommand } = await import('../ping-command.ts');
    return pingCommand(names, flags, clock);
  },
};
