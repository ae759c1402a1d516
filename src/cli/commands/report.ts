import { RUN_OPTIONS } from '../option-table.ts';
import type { CommandSpec } from './command-spec.ts';

const SHARED = new Set(['diff', 'html', 'summary', 'json', 'color']);

export const report: CommandSpec = {
  name: 'report',
  summary: 'render a finished run again',
  description: 'Render the result of a finished run again: the card, one JSON document, a page, a summary or the diff.',
  arguments: [{ form: '<run folder>', summary: 'the folder that the run named as its evidence' }],
  options: RUN_OPTIONS.filter(({ name }) => SHARED.has(name)),
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
