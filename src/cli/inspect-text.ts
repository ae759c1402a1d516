import type { SuspiciousLocation } from '../domain/suspicious-location.ts';
import type { TestReport, TestResult } from '../domain/test-report.ts';
import type { InspectedToolchain, Inspection } from '../pipeline/inspect.ts';
import { ANSWER_TOKENS, type ProviderPrompt } from '../pipeline/provider-prompts.ts';
import { safeForTerminal } from '../shared/terminal-text.ts';
import { oneLine, wrapped } from './wrap-text.ts';

const MOST_FAILURES = 40;
const MOST_SUSPECTS = 15;
const MOST_EVIDENCE = 3;

/** What a person is shown by `autofix inspect`: lines fit `width`, but for the prompt, which is shown as it is sent. */
export function inspectionText(inspection: Inspection, width: number): string {
  const { task, prompts, offline, warnings } = inspection;
  const sections = [
    [...failureTable(task.failing, task.baseline.results.length, width), ...pathLines(task.baseline, width)],
    toolchainLines(inspection, width),
    suspectTable(task.suspects, width),
    promptTable(prompts, offline, width),
    warnings.flatMap((warning) => wrapped(`warning: ${oneLine(warning)}`, width, '  ')),
    promptText(prompts[0]),
  ];
  const text = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return safeForTerminal(text.join('\n\n'));
}

/** Paths of another machine that were found by the end of their names only. */
function pathLines({ pathMapping }: TestReport, width: number): string[] {
  return (pathMapping?.uncertain ?? []).flatMap(({ printed, file, confidence }) =>
    indented(`path: ${oneLine(printed)} is taken for ${oneLine(file)} (certain to ${confidence.toFixed(2)})`, width),
  );
}

/** Columns of the table of failures need this much room; on a narrower terminal each failure takes several lines. */
const TABLE_WIDTH = 76;

function failureTable(failing: readonly TestResult[], total: number, width: number): string[] {
  const shown = failing.slice(0, MOST_FAILURES);
  const lines = [`Failures (${failing.length} of ${total} tests)`];
  if (width >= TABLE_WIDTH && shown.length > 0) lines.push(row(['   #', 'test', 'place', 'failure'], width));
  for (const [index, test] of shown.entries()) {
    const path = test.namePath.length > 0 ? test.namePath : [test.name];
    const name = oneLine(path.join(' > '));
    const place = test.file === null ? '' : oneLine(`${test.file}${test.line === null ? '' : `:${test.line}`}`);
    const what = `${test.failure?.kind ?? 'failed'}: ${oneLine(test.failure?.message ?? '')}`;
    if (width >= TABLE_WIDTH) lines.push(row([number(index), name, place, what], width));
    else
      lines.push(
        ...wrapped(`${number(index)} ${name}`, width, '     '),
        ...indented(place, width),
        ...indented(what, width),
      );
    lines.push(...valueLines(test, width));
  }
  if (failing.length > MOST_FAILURES) lines.push(`     and ${failing.length - MOST_FAILURES} more`);
  return lines;
}

function row([position = '', name = '', place = '', what = '']: readonly string[], width: number): string {
  const cell = (text: string, share: number) => oneLine(text, share).padEnd(share);
  const share = Math.floor((width - 8) / 3);
  return `${position} ${cell(name, share)} ${cell(place, share)} ${oneLine(what, share)}`.trimEnd();
}

function valueLines({ failure }: TestResult, width: number): string[] {
  return (['expected', 'actual'] as const).flatMap((name) => {
    const value = failure?.[name] ?? null;
    return value === null ? [] : indented(`${name}: ${oneLine(value, 160)}`, width);
  });
}

function toolchainLines({ toolchain, problem }: Inspection, width: number): string[] {
  const told = (text: string) => wrapped(`  ${text}`, width, '    ');
  if (toolchain === null)
    return ['Toolchain', ...told(`not recognised: ${problem?.message ?? ''}`), ...told(`hint: ${problem?.hint ?? ''}`)];
  return [
    'Toolchain',
    ...told(`${toolchain.name} (${toolchain.language}): ${oneLine(toolchain.evidence.join('; '))}`),
    ...(toolchain.folder === '' ? [] : told(`folder:  ${oneLine(toolchain.folder)}`)),
    ...told(`install: ${oneLine(toolchain.install ?? 'nothing')}${managerOf(toolchain)}`),
    ...told(`test:    ${oneLine(toolchain.test)}`),
    ...selections(toolchain).flatMap((line) => told(line)),
    ...(toolchain.guessed ? told('guessed: --test-command and --install-command override it') : []),
  ];
}

function managerOf({ packageManager }: InspectedToolchain): string {
  return packageManager === null ? '' : ` (${packageManager})`;
}

/** How the failing tests and their files alone are run. */
function selections({ only }: InspectedToolchain): string[] {
  if (only === null) return [];
  return [`failing: ${oneLine(only.tests.command)}`, `files:   ${oneLine(only.files.command)}`];
}

function suspectTable(suspects: readonly SuspiciousLocation[], width: number): string[] {
  const lines = [`Suspects (${suspects.length})`];
  if (suspects.length === 0) lines.push('  none');
  for (const [index, suspect] of suspects.slice(0, MOST_SUSPECTS).entries()) {
    const { file, startLine, endLine, symbol, suspiciousness, evidence } = suspect;
    const place = startLine === endLine ? `${startLine}` : `${startLine}-${endLine}`;
    const name = symbol === null ? '' : ` ${symbol}`;
    const head = `${number(index)} ${suspiciousness.toFixed(2)} ${oneLine(file)}:${place}${oneLine(name) && ` ${oneLine(name)}`}`;
    lines.push(...wrapped(head, width, '     '));
    for (const piece of evidence.slice(0, MOST_EVIDENCE))
      lines.push(...indented(`${piece.kind}: ${oneLine(piece.detail)}`, width));
  }
  if (suspects.length > MOST_SUSPECTS) lines.push(`     and ${suspects.length - MOST_SUSPECTS} more`);
  return lines;
}

function promptTable(prompts: readonly ProviderPrompt[], offline: boolean, width: number): string[] {
  if (prompts.length === 0) return [];
  const lines = wrapped(`Prompts, by provider (price with an answer of ${ANSWER_TOKENS} tokens)`, width, '  ');
  for (const { provider, model, leftOut, budgetTokens, prompt, estimatedCostUsd, costReason } of prompts) {
    const price =
      estimatedCostUsd === null ? `price not known: ${costReason}` : `about $${estimatedCostUsd.toFixed(4)}`;
    const told = `${provider} ${model ?? ''}: about ${prompt.tokens} tokens of ${budgetTokens}; ${price}`;
    lines.push(...wrapped(`  ${told}`, width, '     '), ...indented(`files: ${prompt.files.join(', ')}`, width));
    if (prompt.masked > 0) lines.push(...indented(`masked secrets: ${prompt.masked}`, width));
    if (leftOut !== null) lines.push(...indented(`would be left out: ${leftOut}`, width));
  }
  if (offline) lines.push(...wrapped('  offline: asks nobody, needs no prompt', width, '     '));
  return lines;
}

function promptText(first: ProviderPrompt | undefined): string[] {
  if (first === undefined) return [];
  const { provider, prompt } = first;
  return [`--- system (${provider})`, prompt.system, '--- user', prompt.user];
}

function number(index: number): string {
  return `${String(index + 1).padStart(3)}.`;
}

function indented(text: string, width: number): string[] {
  return wrapped(`     ${text}`, width, '       ');
}
