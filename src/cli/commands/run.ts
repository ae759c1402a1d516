import { RUN_OPTIONS } from '../option-table.ts';
import type { CommandSpec } from './command-spec.ts';

export const run: CommandSpec = {
  name: 'run',
  summary: 'repair a project',
  description: 'Repair a project: a ZIP, a folder, or - for a ZIP on standard input.',
  arguments: [{ form: '<project>', summary: 'project.zip, folder, or -' }],
  options: RUN_OPTIONS,
  examples: [
    'autofix run project.zip --report failures.json',
    'autofix run project.zip --offline -o repaired.zip',
    'autofix run . --report junit.xml --write --json',
  ],
  showsExitCodes: true,
  async run([project = ''], flags, _commands, clock) {
    const { runCommand } = await import('../run-command.ts');
    return runCommand(project, flags, clock);
  },
};
