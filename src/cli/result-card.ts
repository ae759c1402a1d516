import type { ChalkInstance } from 'chalk';
import type { RepairOutcome, RepairStatus } from '../domain/repair-outcome.ts';
import { backingText, requestsText } from '../output/outcome-words.ts';
import { safeForTerminal } from '../shared/terminal-text.ts';
import { coloredDiff, painter } from './diff-colors.ts';
import type { DisplaySettings } from './run-settings.ts';

const HEADLINES: Readonly<Record<RepairStatus, string>> = {
  fixed: 'FIXED and verified',
  'partially-fixed': 'PARTIALLY FIXED',
  'not-fixed': 'NOT FIXED',
  'nothing-to-fix': 'NOTHING TO FIX',
  'awaiting-verification': 'PATCHED, not verified',
  refused: 'INPUT REFUSED',
  failed: 'FAILED',
};

/** At most this many test names of a kind are listed; the rest is counted. */
const MOST_NAMES = 8;

/** What a person sees at the end: verdict, tests, patch, who made it, what it cost, what to type next. */
export function resultCard(outcome: RepairOutcome, display: Pick<DisplaySettings, 'color'>): string {
  const paint = painter(display.color);
  const sections = [
    headline(outcome, paint),
    testLists(outcome, paint),
    outcome.patch === null ? [] : ['', ...coloredDiff(outcome.patch.diff, paint)],
    facts(outcome, paint),
  ];
  return sections.flat().join('\n');
}

function headline(outcome: RepairOutcome, paint: ChalkInstance): string[] {
  const good = outcome.status === 'fixed' || outcome.status === 'nothing-to-fix';
  const half = outcome.status === 'partially-fixed' || outcome.status === 'awaiting-verification';
  const tint = good ? paint.green : half ? paint.yellow : paint.red;
  const lines = ['', tint.bold(HEADLINES[outcome.status])];
  if (outcome.error !== null) {
    lines.push(`${safeForTerminal(outcome.error.message)}`, `hint: ${safeForTerminal(outcome.error.hint)}`);
  }
  const { before, after } = outcome;
  if (before !== null && after !== null && outcome.status !== 'nothing-to-fix') {
    lines.push(
      `tests   ${before.failed} failed, ${before.passed} passed → ${after.failed} failed, ${after.passed} passed`,
    );
  } else if (before !== null) lines.push(`tests   ${before.failed} failed, ${before.passed} passed`);
  return lines;
}

function testLists(outcome: RepairOutcome, paint: ChalkInstance): string[] {
  const list = (names: readonly string[], mark: string) => [
    ...names.slice(0, MOST_NAMES).map((name) => `  ${mark} ${safeForTerminal(name)}`),
    ...(names.length > MOST_NAMES ? [`  … and ${names.length - MOST_NAMES} more`] : []),
  ];
  return [
    ...list(outcome.fixedTests, paint.green('fixed')),
    ...list(outcome.remainingTests, paint.yellow('still failing')),
    ...list(outcome.brokenTests, paint.red('broken')),
  ];
}

function facts(outcome: RepairOutcome, paint: ChalkInstance): string[] {
  const { patch, usage, analysis, integrity, outputs } = outcome;
  const lines = [''];
  const fact = (name: string, value: string) => lines.push(`${paint.dim(name.padEnd(9))} ${safeForTerminal(value)}`);
  if (patch !== null) {
    fact('patch by', `${patch.provider} ${patch.model ?? patch.operator ?? ''}`.trim());
    if (patch.explanation !== '') fact('why', patch.explanation.replaceAll('\n', '; '));
    const backing = backingText(outcome);
    if (backing !== null) fact('backing', backing);
    for (const { operator, explanation } of patch.alternatives ?? []) fact('or', `${operator}: ${explanation}`);
  }
  for (const { from, to, reason } of outcome.fallbacks) fact('fallback', `${from} → ${to}: ${reason}`);
  if (usage.testRuns > 0) fact('spent', spent(outcome));
  if (analysis.isolation !== null) fact('isolation', analysis.isolation);
  if (integrity !== null) {
    const tests = integrity.unchanged ? 'unchanged' : 'CHANGED';
    const bytes = integrity.bytesOutsideHunksUnchanged ? 'unchanged' : 'CHANGED';
    fact('integrity', `${integrity.protectedFiles} protected files ${tests}, bytes outside the hunks ${bytes}`);
  }
  for (const warning of outcome.warnings) fact('warning', warning);
  if (outputs.zip !== null) fact('result', outputs.zip);
  if (outputs.runDir !== null) fact('evidence', outputs.runDir);
  return lines;
}

function spent({ usage }: RepairOutcome): string {
  const cost = usage.costUsd === null ? 'price unknown' : `$${usage.costUsd.toFixed(4)}`;
  const models =
    usage.requests === 0
      ? 'no request'
      : `${requestsText(usage)}, ${usage.inputTokens + usage.outputTokens} tokens, ${cost}`;
  return `${models}; ${usage.candidates} candidates judged in ${usage.testRuns} test runs`;
}
