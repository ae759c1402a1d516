import { type CommandSpec, JSON_OPTION } from './command-spec.ts';

export const providers: CommandSpec = {
  name: 'providers',
  summary: 'the chain of providers as configured',
  description: 'Show each provider: key present, models, price, what is remembered of its quota. Asks nobody.',
  arguments: [],
  options: [JSON_OPTION],
  examples: ['autofix providers', 'autofix providers --json'],
  showsExitCodes: false,
  async run(_none, flags) {
    const { providersCommand } = await import('../providers-command.ts');
    return providersCommand(flags);
  },
};
