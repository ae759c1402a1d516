import type { OutputFormat } from '../domain/output-format.ts';

/** The patch for `git apply`; empty without one. */
export const diffOutput: OutputFormat = {
  name: 'diff',
  summary: 'The patch as a unified diff that git apply accepts',
  fileName: 'patch.diff',
  render: (outcome) => outcome.patch?.diff ?? '',
};
