import { type OptionSpec, RUN_OPTIONS } from '../option-table.ts';
import type { CommandSpec } from './command-spec.ts';

const SHARED = new Set(['diff', 'html', 'summary', 'json', 'color']);

function fileOption(name: string, summary: string): OptionSpec {
  return { name, kind: 'text', placeholder: 'FILE', summary, fallback: null };
}

export const report: CommandSpec = {
  name: 'report',
  summary: 'render a finished run again',
  description:
    'Render the result of a finished run again: the card, one JSON document, a page, a summary, the diff, or a file for CI.',
  arguments: [{ form: '<run folder>', summary: 'the folder that the run named as its evidence' }],
  options: [
    ...RUN_OPTIONS.filter(({ name }) => SHARED.has(name)),
    fileOption('junit', 'write JUnit XML of the tests with the patch'),
    fileOption('sarif', 'write SARIF 2.1.0 with the fixes'),
    fileOption('code-quality', 'write a GitLab code quality report'),
    fileOption('annotations', 'write workflow commands that annotate the lines on GitHub'),
  ],
  examples: [
    'autofix report ~/.local/state/autofix/runs/20261122-101500-1a2b3c',
    'autofix report ~/.local/state/autofix/runs/20261122-101500-1a2b3c --html evidence.html',
  ],
  showsExitCodes: false,
  async run([folder = ''], flags) {
    const { reportCommand } = await import('../report-command.ts');
    return reportCommand(folder, flags);
  },
};
