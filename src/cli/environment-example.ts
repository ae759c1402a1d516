import { environmentVariables } from '../llm/remedies.ts';
import { namesProgram } from './environment-file.ts';
import { environmentName, RUN_OPTIONS } from './option-table.ts';

/** The text of `.env.example`: every variable that autofix reads, out of the registries. */
export function environmentExample(): string {
  const providers = environmentVariables().map(({ name, purpose }) => {
    const where = namesProgram(name) ? ' (in the environment alone: a .env names no programs)' : '';
    return `# ${purpose}${where}.\n# ${name}=`;
  });
  const options = RUN_OPTIONS.map((spec) => {
    const example = spec.kind === 'switch' ? '1' : '';
    return `# --${spec.negated === true ? 'no-' : ''}${spec.name}: ${spec.summary}\n# ${environmentName(spec)}=${example}`;
  });
  return [
    '# Copy to .env in the folder where you run autofix, and fill in what you need. Every line is optional.',
    '# The .env of the folder is read; one inside a project that is repaired never is.',
    '',
    ...providers,
    '',
    '# Where run folders and what is remembered of providers are kept (default: the XDG state folder).',
    '# AUTOFIX_STATE_DIR=',
    '',
    '# Every option of `autofix run` can be set here.',
    ...options,
    '',
  ].join('\n');
}
