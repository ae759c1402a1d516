import { type CommandSpec, JSON_OPTION } from './command-spec.ts';

export const doctor: CommandSpec = {
  name: 'doctor',
  summary: 'what works on this machine',
  description:
    'Check what a run needs on this machine: Node, sandbox, folders, keys, parsers, runners. Asks no provider; exit code 1 when a run could not work.',
  arguments: [],
  options: [JSON_OPTION],
  examples: ['autofix doctor', 'autofix doctor --json'],
  showsExitCodes: false,
  async run(_none, flags) {
    const { doctorCommand } = await import('../doctor-command.ts');
    return doctorCommand(flags);
  },
};
