import type { OutputFormat } from '../../src/domain/output-format.ts';

/** The attempts as a table for a spreadsheet. Registry: `src/output/output-formats.ts`. */
export const csvOutput: OutputFormat = {
  name: 'csv',
  summary: 'The attempts as comma-separated values',
  fileName: 'attempts.csv',
  render: ({ attempts }) =>
    [
      'provider,model,verdict,tokens in,tokens out',
      ...attempts.map(({ provider, model, verdict, inputTokens, outputTokens }) =>
        [provider, model ?? '', verdict, inputTokens, outputTokens].map(cell).join(','),
      ),
      '',
    ].join('\r\n'),
};

/** RFC 4180; a leading sign would be a formula in a spreadsheet. */
function cell(value: string | number): string {
  const text = String(value).replace(/^[=+@-]/, "'$&");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
