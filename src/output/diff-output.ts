import type { OutputFormat } from '../domain/output-format.ts';
import { unifiedDiff } from './unified-diff.ts';

/** The patch for `git apply`; empty without one. */
export const diffOutput: OutputFormat = {
  name: 'diff',
  summary: 'The patch as a unified diff that git apply accepts',
  fileName: 'patch.diff',
  render: (outcome, { before, after }) =>
    before !== null && after !== null ? unifiedDiff(before, after) : (outcome.patch?.diff ?? ''),
};
