import { type CommandSpec, JSON_OPTION } from './command-spec.ts';

export const apply: CommandSpec = {
  name: 'apply',
  summary: "put a run's patch into a working tree",
  description:
    'Put the patch of a run into a working tree: all files or none, byte for byte, and only where they are as the run found them.',
  arguments: [
    { form: '<run folder>', summary: 'the folder that the run named as its evidence' },
    { form: '[dir]', summary: 'the working tree (default: the current folder)' },
  ],
  options: [JSON_OPTION, { name: 'dry-run', kind: 'switch', summary: 'say what would change', fallback: false }],
  examples: ['autofix apply ~/.local/state/autofix/runs/20261122-101500-1a2b3c .'],
  showsExitCodes: false,
  async run([folder = '', target = '.'], flags) {
    const { applyCommand } = await import('../apply-command.ts');
    return applyCommand(folder, target, flags);
  },
};
