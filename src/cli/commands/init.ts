import { type CommandSpec, JSON_OPTION } from './command-spec.ts';

export const init: CommandSpec = {
  name: 'init',
  summary: 'config file and CI pipeline for a project',
  description:
    'Write autofix.config.yaml and a CI pipeline that repairs, keeps the evidence and proposes the patch. Runs nothing of the project; files that are there stay.',
  arguments: [{ form: '[folder]', summary: 'the project (default: the current folder)' }],
  options: [
    {
      name: 'ci',
      kind: 'choice',
      placeholder: 'SYSTEM',
      choices: ['github', 'gitlab', 'none'],
      summary: 'pipeline to write (default: gitlab where there is a .gitlab-ci.yml, else github)',
      fallback: null,
    },
    { name: 'force', kind: 'switch', summary: 'replace files that are there', fallback: false },
    { name: 'dry-run', kind: 'switch', summary: 'say what would be written', fallback: false },
    JSON_OPTION,
  ],
  examples: ['autofix init', 'autofix init --ci gitlab --dry-run'],
  showsExitCodes: false,
  async run([folder = '.'], flags) {
    const { initCommand } = await import('../init-command.ts');
    return initCommand(folder, flags);
  },
};
