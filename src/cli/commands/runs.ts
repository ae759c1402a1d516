import { RUN_OPTIONS } from '../option-table.ts';
import { type CommandSpec, JSON_OPTION } from './command-spec.ts';

export const runs: CommandSpec = {
  name: 'runs',
  summary: 'list and prune the run folders',
  description: 'List the run folders, the newest first (list), or remove old ones (prune).',
  arguments: [{ form: '[action]', summary: 'list (default) or prune', choices: ['list', 'prune'] }],
  options: [
    { name: 'keep', kind: 'count', placeholder: 'N', summary: 'prune: how many of the newest stay', fallback: 20 },
    JSON_OPTION,
    ...RUN_OPTIONS.filter(({ name }) => name === 'run-dir'),
  ],
  examples: ['autofix runs', 'autofix runs prune --keep 5'],
  showsExitCodes: false,
  async run([action = 'list'], flags) {
    const { runsCommand } = await import('../runs-command.ts');
    return runsCommand(action, flags, runs);
  },
};
