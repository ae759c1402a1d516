import type { OutputFormat } from '../domain/output-format.ts';
import type { PatchSummary, RepairOutcome } from '../domain/repair-outcome.ts';
import { counted } from '../shared/counted.ts';
import { codeCell, codeSpan, cutAtLine, fencedBlock, plainText } from './markdown.ts';
import { attemptName, backingText, integrityText, patchAuthor, STATUS_WORDS, usageText } from './outcome-words.ts';

/** GitHub takes 1 MiB for a step's summary; a diff longer than this is for the artifact. */
const LONGEST_DIFF = 60_000;
const LONGEST_LIST = 30;

/** Markdown for people in a hurry, made for `$GITHUB_STEP_SUMMARY`. */
export const summaryOutput: OutputFormat = {
  name: 'summary',
  summary: 'Markdown summary for a CI job page',
  fileName: 'summary.md',
  render: (outcome) =>
    `${[
      verdict(outcome),
      testTable(outcome),
      testList('Fixed', outcome.fixedTests),
      testList('Still failing', outcome.remainingTests),
      testList('Broken by the patch', outcome.brokenTests),
      change(outcome),
      attempts(outcome),
      facts(outcome),
    ]
      .filter((section) => section !== '')
      .join('\n\n')}\n`,
};

function verdict({ status, error, warnings }: RepairOutcome): string {
  const { label, claim } = STATUS_WORDS[status];
  const lines = [`## autofix: ${label}`, '', claim];
  if (error !== null)
    lines.push('', `**${plainText(error.message)}** (${codeSpan(error.code)})`, '', plainText(error.hint));
  for (const warning of warnings) lines.push('', `> **Warning:** ${plainText(warning)}`);
  return lines.join('\n');
}

function testTable({ before, after }: RepairOutcome): string {
  if (before === null && after === null) return '';
  const row = (label: string, key: 'passed' | 'failed' | 'skipped' | 'total') =>
    `| ${label} | ${before?.[key] ?? '–'} | ${after?.[key] ?? '–'} |`;
  return [
    '| tests | before | after |',
    '| --- | ---: | ---: |',
    row('passed', 'passed'),
    row('failed', 'failed'),
    row('skipped', 'skipped'),
    row('total', 'total'),
  ].join('\n');
}

function testList(title: string, ids: readonly string[]): string {
  if (ids.length === 0) return '';
  const shown = ids.slice(0, LONGEST_LIST).map((id) => `- ${codeSpan(id)}`);
  const rest = ids.length - shown.length;
  return [`### ${title} (${ids.length})`, '', ...shown, ...(rest > 0 ? [`- and ${rest} more`] : [])].join('\n');
}

function change(outcome: RepairOutcome): string {
  const { patch } = outcome;
  if (patch === null) return '';
  const backing = backingText(outcome);
  return [
    '### Patch',
    '',
    `By ${codeSpan(patchAuthor(patch))}, in ${patch.files.map(codeSpan).join(', ')}. ${plainText(patch.explanation)}`,
    ...(backing === null ? [] : ['', `Backing: ${plainText(backing)}.`]),
    '',
    fencedBlock(cutAtLine(patch.diff, LONGEST_DIFF), 'diff'),
    ...alternatives(patch),
  ].join('\n');
}

function alternatives({ alternatives: others = [] }: PatchSummary): string[] {
  if (others.length === 0) return [];
  const lines = others.map(({ operator, explanation }) => `- ${codeSpan(operator)}: ${plainText(explanation)}`);
  return ['', '#### Others that pass too', '', ...lines];
}

function attempts({ attempts, fallbacks }: RepairOutcome): string {
  const lines: string[] = [];
  for (const { from, to, reason } of fallbacks) {
    lines.push(`- fell back from ${codeSpan(from)} to ${codeSpan(to)}: ${plainText(reason)}`);
  }
  const last = attempts.slice(-LONGEST_LIST);
  if (attempts.length > last.length) lines.push(`- ${attempts.length - last.length} earlier attempts`);
  for (const attempt of last) {
    const reason = attempt.reason === null ? '' : `: ${plainText(attempt.reason)}`;
    lines.push(`- ${codeSpan(attemptName(attempt))} ${attempt.verdict}${reason}`);
  }
  if (lines.length === 0) return '';
  const title = `${counted(attempts.length, 'attempt')}, ${counted(fallbacks.length, 'fallback')}`;
  return `<details><summary>${title}</summary>\n\n${lines.join('\n')}\n\n</details>`;
}

function facts(outcome: RepairOutcome): string {
  const { analysis, usage, outputs } = outcome;
  const integrity = integrityText(outcome);
  const rows: [string, string][] = [['usage', usageText(usage)]];
  if (analysis.testCommand !== null) rows.push(['test command', codeCell(analysis.testCommand)]);
  if (analysis.isolation !== null) rows.push(['isolation', plainText(analysis.isolation)]);
  if (integrity !== null) rows.push(['integrity', integrity]);
  if (outputs.zip !== null) rows.push(['repaired project', codeCell(outputs.zip)]);
  if (outputs.runDir !== null) rows.push(['run folder', codeCell(outputs.runDir)]);
  return ['| | |', '| --- | --- |', ...rows.map(([label, value]) => `| ${label} | ${value} |`)].join('\n');
}
