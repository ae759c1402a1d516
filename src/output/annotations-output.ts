import type { OutputFormat } from '../domain/output-format.ts';
import { type Finding, findingsOf } from './findings.ts';

/** GitHub shows this many annotations of a kind for a step, and drops the rest without a word. */
const MOST_OF_A_KIND = 10;
/** GitHub cuts a message at 64 KB. */
const LONGEST_MESSAGE = 4000;

const COMMANDS = { repair: 'notice', suspect: 'warning' } as const;

/**
 * Workflow commands that make GitHub show the findings beside the code: printed by a step.
 * Form and escapes: "Workflow commands for GitHub Actions", and `@actions/core`.
 */
export const annotationsOutput: OutputFormat = {
  name: 'annotations',
  summary: 'GitHub workflow commands that annotate the changed and suspect lines',
  fileName: 'annotations.txt',
  render: (outcome) => {
    const findings = findingsOf(outcome);
    const shown = (['repair', 'suspect'] as const).flatMap((kind) =>
      findings.filter((finding) => finding.kind === kind).slice(0, MOST_OF_A_KIND),
    );
    return shown.map((finding) => `${command(finding)}\n`).join('');
  },
};

function command({ kind, file, startLine, endLine, title, message }: Finding): string {
  const properties = Object.entries({ file, line: startLine, endLine, title })
    .map(([name, value]) => `${name}=${escapedProperty(String(value))}`)
    .join(',');
  return `::${COMMANDS[kind]} ${properties}::${escaped(message.slice(0, LONGEST_MESSAGE))}`;
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
