import { ARCHIVE_LIMIT_NAMES, RUN_OPTIONS } from '../option-table.ts';
import type { CommandSpec } from './command-spec.ts';

const SHARED = new Set([
  'report',
  'format',
  'providers',
  'offline',
  'model',
  'specification',
  'test-command',
  'install-command',
  'install',
  'timeout',
  'test-timeout',
  'sandbox',
  'json',
  ...ARCHIVE_LIMIT_NAMES,
]);

export const inspect: CommandSpec = {
  name: 'inspect',
  summary: 'show failures, toolchain, suspects and the prompt; calls nobody',
  description: 'Show what a run would work with: failures, toolchain, suspects and the exact prompt. Calls nobody.',
  arguments: [{ form: '<project>', summary: 'project.zip, folder, or -' }],
  options: RUN_OPTIONS.filter(({ name }) => SHARED.has(name)),
  examples: ['autofix inspect project.zip --report failures.json', 'autofix inspect . --json'],
  showsExitCodes: false,
  async run([project = ''], flags) {
    const { inspectCommand } = await import('../inspect-command.ts');
    return inspectCommand(project, flags);
  },
};
