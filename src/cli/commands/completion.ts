import type { CommandSpec } from './command-spec.ts';

export const completion: CommandSpec = {
  name: 'completion',
  summary: 'completion of commands and options for a shell',
  description: 'Print the completion script for a shell: commands, options and the words that they take.',
  arguments: [{ form: '<shell>', summary: 'bash, zsh or fish', choices: ['bash', 'zsh', 'fish'] }],
  options: [],
  examples: ['source <(autofix completion bash)', 'autofix completion fish > ~/.config/fish/completions/autofix.fish'],
  showsExitCodes: false,
  async run([shell = ''], _flags, commands) {
    const { completionCommand } = await import('../completion-command.ts');
    return completionCommand(shell, commands);
  },
};
