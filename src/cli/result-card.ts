import type { ChalkInstance } from 'chalk';
import type { RepairOutcome, RepairStatus } from '../domain/repair-outcome.ts';
import { nextCommands } from '../output/next-commands.ts';
import { backingText, costText, judgingText, requestsText, testNameOf } from '../output/outcome-words.ts';
import { safeForTerminal } from '../shared/terminal-text.ts';
import { coloredDiff, painter } from './diff-colors.ts';
import type { DisplaySettings } from './run-settings.ts';
import { terminalWidth } from './terminal-width.ts';
import { oneLine, wrapped } from './wrap-text.ts';

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

/** Column at which the values begin. */
const INDENT = 10;

/** How a card is drawn. */
interface Drawing {
  readonly paint: ChalkInstance;
  /** Columns; null: as long as they come. */
  readonly width: number | null;
}

/** What a person sees at the end: verdict, tests, patch, who made it, what it cost, what to type next. */
export function resultCard(outcome: RepairOutcome, display: Pick<DisplaySettings, 'color'>): string {
  const drawing = { paint: painter(display.color), width: terminalWidth(process.env) };
  const { patch } = outcome;
  const sections = [
    headline(outcome, drawing),
    testLists(outcome, drawing),
    patch === null ? [] : ['', ...coloredDiff(patch.diff, drawing.paint)],
    facts(outcome, drawing),
    commands(outcome, drawing),
  ];
  return sections.flat().join('\n');
}

function headline(outcome: RepairOutcome, { paint, width }: Drawing): string[] {
  const { status, error, before, after } = outcome;
  const good = status === 'fixed' || status === 'nothing-to-fix';
  const half = status === 'partially-fixed' || status === 'awaiting-verification';
  const tint = good ? paint.green : half ? paint.yellow : paint.red;
  const lines = ['', tint.bold(HEADLINES[status])];
  if (error !== null) {
    lines.push(
      ...fitted(safeForTerminal(error.message), width, ''),
      ...fitted(`hint: ${safeForTerminal(error.hint)}`, width, '      '),
    );
  }
  const counts = (tests: NonNullable<typeof before>) =>
    `${tests.failed} failed, ${tests.passed} passed${tests.skipped > 0 ? `, ${tests.skipped} skipped` : ''}`;
  if (before !== null) {
    const text =
      after !== null && status !== 'nothing-to-fix' ? `${counts(before)} → ${counts(after)}` : counts(before);
    lines.push(...named('tests', text, { paint, width }));
  }
  return lines;
}

function testLists(outcome: RepairOutcome, drawing: Drawing): string[] {
  const { paint } = drawing;
  return [
    ...testList('fixed', outcome.fixedTests, paint.green, drawing),
    ...testList('failing', outcome.remainingTests, paint.yellow, drawing),
    ...testList('broken', outcome.brokenTests, paint.red, drawing),
  ];
}

/** The names below the files that hold them, so that no path is said twice. */
function testList(title: string, ids: readonly string[], tint: ChalkInstance, drawing: Drawing): string[] {
  if (ids.length === 0) return [];
  const lines: string[] = [];
  let lastFile: string | null = null;
  for (const { file, name } of ids.slice(0, MOST_NAMES).map(testNameOf)) {
    const label = lines.length === 0 ? tint(title.padEnd(INDENT)) : ' '.repeat(INDENT);
    const shownFile = safeForTerminal(oneLine(file));
    if (file !== lastFile) lines.push(`${label}${drawing.paint.dim(shownFile)}`.trimEnd());
    lastFile = file;
    lines.push(
      ...fitted(`${' '.repeat(INDENT)}${safeForTerminal(oneLine(name))}`, drawing.width, ' '.repeat(INDENT + 2)),
    );
  }
  const rest = ids.length - MOST_NAMES;
  return rest > 0 ? [...lines, `${' '.repeat(INDENT)}… and ${rest} more`] : lines;
}

function facts(outcome: RepairOutcome, drawing: Drawing): string[] {
  const { patch, usage, analysis, integrity, outputs } = outcome;
  const lines = [''];
  const fact = (name: string, value: string) => lines.push(...named(name, value, drawing));
  if (patch !== null) {
    fact('patch by', `${patch.provider} ${patch.model ?? patch.operator ?? ''}`.trim());
    if (patch.explanation !== '') fact('why', patch.explanation.replaceAll('\n', '; '));
    const backing = backingText(outcome);
    if (backing !== null) fact('backing', backing);
    for (const { operator, explanation } of patch.alternatives ?? []) fact('or', `${operator}: ${explanation}`);
  }
  for (const { from, to, reason } of outcome.fallbacks) fact('fallback', `${from} → ${to}: ${reason}`);
  if (usage.testRuns > 0) fact('spent', spent(outcome));
  // The whole statement is in the page and in the JSON result.
  if (analysis.isolation !== null) fact('isolation', analysis.isolation.split(';')[0] ?? '');
  if (integrity !== null) {
    const tests = integrity.unchanged ? 'unchanged' : 'CHANGED';
    const bytes = integrity.bytesOutsideHunksUnchanged ? 'unchanged' : 'CHANGED';
    fact('integrity', `${integrity.protectedFiles} protected files ${tests}, bytes outside the hunks ${bytes}`);
  }
  for (const warning of outcome.warnings) fact('warning', warning);
  // Paths stay in one piece: they are there to be copied.
  if (outputs.zip !== null) lines.push(label('result', drawing) + safeForTerminal(outputs.zip));
  if (outputs.runDir !== null) lines.push(label('evidence', drawing) + safeForTerminal(outputs.runDir));
  return lines;
}

/** The likeliest next command, to be copied. */
function commands(outcome: RepairOutcome, drawing: Drawing): string[] {
  const [next] = nextCommands(outcome);
  return next === undefined ? [] : [label('next', drawing) + drawing.paint.bold(safeForTerminal(next.command))];
}

function spent({ usage }: RepairOutcome): string {
  const { requests, inputTokens, outputTokens } = usage;
  const models =
    requests === 0
      ? 'no request'
      : `${requestsText(usage)}, ${inputTokens + outputTokens} tokens, ${costText(usage.costUsd)}`;
  return `${models}; ${judgingText(usage)}`;
}

function label(name: string, { paint }: Drawing): string {
  return paint.dim(name.padEnd(INDENT));
}

function named(name: string, value: string, drawing: Drawing): string[] {
  const text = safeForTerminal(oneLine(value, 2000));
  const [first = '', ...rest] = fitted(`${' '.repeat(INDENT)}${text}`, drawing.width, ' '.repeat(INDENT));
  return [label(name, drawing) + first.slice(INDENT), ...rest];
}

function fitted(text: string, width: number | null, indent: string): string[] {
  return width === null ? [text] : wrapped(text, width, indent);
}
