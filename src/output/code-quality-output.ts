import { createHash } from 'node:crypto';
import type { OutputFormat } from '../domain/output-format.ts';
import type { RepairOutcome } from '../domain/repair-outcome.ts';
import { type Finding, findingsOf } from './findings.ts';

const SEVERITIES = { repair: 'info', suspect: 'major' } as const;

/** What GitLab shows in a merge request: `artifacts:reports:codequality` (GitLab, "Code Quality", implement a custom tool). */
export const codeQualityOutput: OutputFormat = {
  name: 'code-quality',
  summary: 'A GitLab code quality report of the changed and suspect lines',
  fileName: 'code-quality.json',
  render: (outcome) => `${JSON.stringify(codeQualityIssues(outcome), null, 2)}\n`,
};

/** The issues as objects; a test holds them against the published types. */
export function codeQualityIssues(outcome: RepairOutcome) {
  return findingsOf(outcome).map(issueOf);
}

function issueOf(finding: Finding) {
  const { kind, file, startLine, endLine, message } = finding;
  return {
    description: message,
    check_name: `autofix/${kind}`,
    fingerprint: fingerprintOf(finding),
    severity: SEVERITIES[kind],
    location: { path: file, lines: { begin: startLine, end: endLine } },
  };
}

/** The same finding has the same fingerprint in the next pipeline, so that GitLab can tell what is new. */
function fingerprintOf({ kind, file, startLine, block }: Finding): string {
  const about = JSON.stringify([kind, file, startLine, block?.removed ?? [], block?.added ?? []]);
  return createHash('sha256').update(about).digest('hex');
}
