import { EXIT } from '../domain/autofix-error.ts';
import type { SuspiciousLocation } from '../domain/suspicious-location.ts';
import { countTests, type TestReport } from '../domain/test-report.ts';
import { type Inspection, inspectProject } from '../pipeline/inspect.ts';
import { ANSWER_TOKENS, type ProviderPrompt } from '../pipeline/provider-prompts.ts';
import { readInputs } from './configuration.ts';
import { inspectionText } from './inspect-text.ts';
import { runTimeLimit } from './interruption.ts';
import { printResult } from './print.ts';
import { runSettings } from './run-settings.ts';
import { terminalWidth } from './terminal-width.ts';

/** `autofix inspect`: gives the exit code. */
export async function inspectCommand(project: string, flags: Readonly<Record<string, unknown>>): Promise<number> {
  const inputs = await readInputs(project, flags);
  const { options, display } = runSettings(project, inputs);
  const limit = runTimeLimit(options.timeoutMs);
  try {
    const inspection = await inspectProject(options, inputs.env, limit.signal);
    printResult(
      display.json ? asJson(inspection) : inspectionText(inspection, terminalWidth(inputs.env) ?? USUAL_WIDTH),
    );
    return EXIT.fixed;
  } finally {
    limit.dispose();
  }
}

const USUAL_WIDTH = 100;

function asJson({ task, toolchain, problem, prompts, offline, warnings }: Inspection): string {
  const failures = task.failing.map(({ id, name, namePath, file, line, failure }) => {
    return { id, name, namePath, file, line, ...failure };
  });
  const document = {
    report: reportFacts(task.baseline),
    failures,
    toolchain,
    suspects: task.suspects.map(suspectFacts),
    prompt: promptFacts(prompts[0]),
    providers: [...prompts.map(providerFacts), ...(offline ? [OFFLINE_FACTS] : [])],
    warnings,
  };
  return JSON.stringify(problem === null ? document : { ...document, problem: problem.message }, null, 2);
}

/** How the report was read. */
function reportFacts({ format, runner, results, truncated, pathMapping }: TestReport) {
  return { format, runner, ...countTests(results), truncated, pathMapping: pathMapping ?? null };
}

function suspectFacts({ startLine, endLine, suspiciousness, ...suspect }: SuspiciousLocation) {
  return { ...suspect, lines: [startLine, endLine], startLine, endLine, score: suspiciousness, suspiciousness };
}

/** In the form of `providerFacts`. */
const OFFLINE_FACTS = {
  provider: 'offline',
  model: null,
  leftOut: null,
  budgetTokens: null,
  estimatedCostUsd: 0,
  tokens: 0,
  files: [],
  masked: 0,
  answerTokens: 0,
  reason: 'the embedded engine asks nobody',
};

/** The prompt for the first model of the chain in full. */
function promptFacts(first: ProviderPrompt | undefined) {
  if (first === undefined) return null;
  const { provider, prompt } = first;
  const { system, user, tokens, files, masked, pieces } = prompt;
  return { provider, text: `${system}\n\n${user}`, system, user, tokens, files, masked, pieces };
}

function providerFacts({ prompt, costReason, ...one }: ProviderPrompt) {
  const { tokens, files, masked } = prompt;
  return { ...one, tokens, files, masked, answerTokens: ANSWER_TOKENS, reason: costReason };
}
