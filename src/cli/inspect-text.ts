import type { SuspiciousLocation } from '../domain/suspicious-location.ts';
import type { TestResult } from '../domain/test-report.ts';
import type { Inspection } from '../pipeline/inspect.ts';
import { ANSWER_TOKENS, type ProviderPrompt } from '../pipeline/provider-prompts.ts';
import { safeForTerminal } from '../shared/terminal-text.ts';
import { oneLine, wrapped } from './wrap-text.ts';

const MOST_FAILURES = 40;
const MOST_SUSPECTS = 15;
const MOST_EVIDENCE = 3;

/** What a person is shown by `autofix inspect`: lines fit `width`, but for the prompt, which is shown as it is sent. */
export function inspectionText(inspection: Inspection, width: number): string {
  const { task, prompts, warnings } = inspection;
  const sections = [
    failureTable(task.failing, task.baseline.results.length, width),
    toolchainLines(inspection, width),
    suspectTable(task.suspects, width),
    promptTable(prompts, width),
    warnings.flatMap((warning) => wrapped(`warning: ${oneLine(warning)}`, width, '  ')),
    promptText(prompts[0]),
  ];
  const text = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return safeForTerminal(text.join('\n\n'));
}

function failureTable(failing: readonly TestResult[], total: number, width: number): string[] {
  const lines = [`Failures (${failing.length} of ${total} tests)`];
  for (const [index, test] of failing.slice(0, MOST_FAILURES).entries()) {
    const place = test.file === null ? '' : `${test.file}${test.line === null ? '' : `:${test.line}`}`;
    const path = test.namePath.length > 0 ? test.namePath : [test.name];
    lines.push(...wrapped(`${number(index)} ${oneLine(path.join(' > '))}`, width, '     '));
    if (place !== '') lines.push(...indented(oneLine(place), width));
    lines.push(...indented(`${test.failure?.kind ?? 'failed'}: ${oneLine(test.failure?.message ?? '')}`, width));
    for (const name of ['expected', 'actual'] as const) {
      const value = test.failure?.[name] ?? null;
      if (value !== null) lines.push(...indented(`${name}: ${oneLine(value, 160)}`, width));
    }
  }
  if (failing.length > MOST_FAILURES) lines.push(`     and ${failing.length - MOST_FAILURES} more`);
  return lines;
}

function toolchainLines({ toolchain, problem }: Inspection, width: number): string[] {
  const told = (text: string) => wrapped(`  ${text}`, width, '    ');
  if (toolchain === null)
    return ['Toolchain', ...told(`not recognised: ${problem?.message ?? ''}`), ...told(`hint: ${problem?.hint ?? ''}`)];
  return [
    'Toolchain',
    ...told(`${toolchain.name} (${toolchain.language}): ${oneLine(toolchain.evidence.join('; '))}`),
    ...told(`install: ${oneLine(toolchain.install ?? 'nothing')}`),
    ...told(`test:    ${oneLine(toolchain.test)}`),
    ...(toolchain.guessed ? told('guessed: --test-command overrides it') : []),
  ];
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

function promptTable(prompts: readonly ProviderPrompt[], width: number): string[] {
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
