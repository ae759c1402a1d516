import type { SuspiciousLocation } from '../domain/suspicious-location.ts';
import type { TestResult } from '../domain/test-report.ts';
import { providerNameOf } from '../llm/configured-providers.ts';
import { PROVIDERS } from '../llm/providers.ts';
import { type Inspection, inspectProject } from '../pipeline/inspect.ts';
import { safeForTerminal } from '../shared/terminal-text.ts';
import { readInputs } from './configuration.ts';
import { runTimeLimit } from './interruption.ts';
import { printResult } from './print.ts';
import { runSettings } from './run-settings.ts';

/** `autofix inspect`: gives the exit code. */
export async function inspectCommand(project: string, flags: Readonly<Record<string, unknown>>): Promise<number> {
  const { options, display } = runSettings(project, readInputs(project, flags));
  // The prompt is made for the first provider that would be asked, whether its key is there or not.
  const first = options.providers
    .map(providerNameOf)
    .map((name) => PROVIDERS.find((provider) => provider.name === name))
    .find(Boolean);
  const provider = first ?? PROVIDERS[0];
  const limit = runTimeLimit(options.timeoutMs);
  try {
    const inspection = await inspectProject(options, provider?.promptBudgetTokens ?? 8000, limit.signal);
    printResult(display.json ? asJson(inspection) : asText(inspection, provider?.name ?? ''));
    return 0;
  } finally {
    limit.dispose();
  }
}

function asJson({ task, toolchain, problem, prompt, warnings }: Inspection): string {
  const failures = task.failing.map(({ id, name, namePath, file, line, failure }) => {
    return { id, name, namePath, file, line, ...failure };
  });
  const shownPrompt = prompt && {
    text: `${prompt.system}\n\n${prompt.user}`,
    system: prompt.system,
    user: prompt.user,
    tokens: prompt.tokens,
    files: prompt.files,
  };
  const document = { failures, toolchain, suspects: task.suspects, prompt: shownPrompt, warnings };
  return JSON.stringify(problem === null ? document : { ...document, problem: problem.message }, null, 2);
}

function asText({ task, toolchain, problem, prompt, warnings }: Inspection, provider: string): string {
  const lines = [`Failures (${task.failing.length} of ${task.baseline.results.length} tests)`];
  for (const test of task.failing) lines.push(...failureLines(test));
  lines.push('', 'Toolchain');
  if (toolchain === null) lines.push(`  not recognised: ${problem?.message ?? ''}`, `  hint: ${problem?.hint ?? ''}`);
  else {
    lines.push(`  ${toolchain.name} (${toolchain.language}): ${toolchain.evidence.join('; ')}`);
    const { folder, only, packageManager } = toolchain;
    if (folder !== '') lines.push(`  folder:  ${folder}`);
    const manager = packageManager === null ? '' : ` (${packageManager})`;
    lines.push(`  install: ${toolchain.install ?? 'nothing'}${manager}`, `  test:    ${toolchain.test}`);
    if (only !== null) lines.push(`  failing: ${only.tests.command}`, `  files:   ${only.files.command}`);
    if (toolchain.guessed) lines.push('  guessed: --test-command and --install-command override it');
  }
  lines.push('', 'Suspects');
  if (task.suspects.length === 0) lines.push('  none');
  for (const [index, suspect] of task.suspects.slice(0, 15).entries()) lines.push(...suspectLines(suspect, index + 1));
  for (const warning of warnings) lines.push('', `warning: ${warning}`);
  if (prompt !== null) {
    lines.push('', `Prompt for ${provider}: about ${prompt.tokens} tokens, files ${prompt.files.join(', ')}`);
    if (prompt.masked > 0) lines.push(`  ${prompt.masked} value(s) that look like secrets are masked`);
    lines.push('', '--- system', prompt.system, '--- user', prompt.user);
  }
  return safeForTerminal(lines.join('\n'));
}

function failureLines(test: TestResult): string[] {
  const place = test.file === null ? '' : `  ${test.file}${test.line === null ? '' : `:${test.line}`}`;
  const [message = ''] = (test.failure?.message ?? '').split('\n');
  return [`  ${test.namePath.join(' > ')}${place}`, `    ${test.failure?.kind}: ${message}`];
}

function suspectLines(suspect: SuspiciousLocation, rank: number): string[] {
  const { file, startLine, endLine, symbol, suspiciousness, evidence } = suspect;
  const lines = startLine === endLine ? `${startLine}` : `${startLine}-${endLine}`;
  const name = symbol === null ? '' : ` ${symbol}`;
  return [
    `  ${String(rank).padStart(2)}. ${suspiciousness.toFixed(2)} ${file}:${lines}${name}`,
    ...evidence.map((piece) => `        ${piece.kind}: ${piece.detail}`),
  ];
}
