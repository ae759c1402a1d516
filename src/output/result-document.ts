import type { OutputFormat } from '../domain/output-format.ts';
import type { AttemptRecord, PatchSummary, RepairOutcome, Usage } from '../domain/repair-outcome.ts';
import type { SuspiciousLocation } from '../domain/suspicious-location.ts';
import type { TestCounts } from '../domain/test-report.ts';

/**
 * The outcome as one JSON document (`autofix-result/1`), ending in a newline: what `--json` prints. Keys stand in the
 * order of the schema, whoever built the outcome, and foreign keys are left out. Characters that could steer a
 * terminal are escaped, so the text is safe to print.
 */
export function resultDocument(outcome: RepairOutcome): string {
  const json = JSON.stringify(orderedOutcome(outcome), null, 2);
  return `${json.replace(TERMINAL_STEERING, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;
}

export const jsonOutput: OutputFormat = {
  name: 'json',
  summary: 'The whole outcome as one JSON document, autofix-result/1',
  fileName: 'result.json',
  render: (outcome) => resultDocument(outcome),
};

/** What JSON leaves unescaped though a terminal may obey it: C1 controls, bidi overrides, line separators. */
const TERMINAL_STEERING = /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

function orderedOutcome(outcome: RepairOutcome): RepairOutcome {
  return {
    schema: outcome.schema,
    status: outcome.status,
    exitCode: outcome.exitCode,
    analysis: orderedAnalysis(outcome),
    warnings: outcome.warnings,
    before: outcome.before && orderedCounts(outcome.before),
    after: outcome.after && orderedCounts(outcome.after),
    fixedTests: outcome.fixedTests,
    remainingTests: outcome.remainingTests,
    brokenTests: outcome.brokenTests,
    patch: outcome.patch && orderedPatch(outcome.patch),
    attempts: outcome.attempts.map(orderedAttempt),
    fallbacks: outcome.fallbacks.map(({ from, to, reason }) => ({ from, to, reason })),
    usage: orderedUsage(outcome.usage),
    integrity: outcome.integrity && {
      protectedFiles: outcome.integrity.protectedFiles,
      unchanged: outcome.integrity.unchanged,
      bytesOutsideHunksUnchanged: outcome.integrity.bytesOutsideHunksUnchanged,
    },
    outputs: {
      zip: outcome.outputs.zip,
      diff: outcome.outputs.diff,
      html: outcome.outputs.html,
      runDir: outcome.outputs.runDir,
    },
    timings: outcome.timings,
    error: outcome.error && {
      code: outcome.error.code,
      message: outcome.error.message,
      hint: outcome.error.hint,
    },
  };
}

function orderedAnalysis({ analysis }: RepairOutcome): RepairOutcome['analysis'] {
  return {
    toolchain: analysis.toolchain,
    testCommand: analysis.testCommand,
    installCommand: analysis.installCommand,
    isolation: analysis.isolation,
    reportFormats: analysis.reportFormats,
    failures: analysis.failures.map(({ id, name, message }) => ({ id, name, message })),
    suspects: analysis.suspects.map(orderedSuspect),
  };
}

function orderedSuspect(suspect: SuspiciousLocation): SuspiciousLocation {
  return {
    file: suspect.file,
    startLine: suspect.startLine,
    endLine: suspect.endLine,
    symbol: suspect.symbol,
    suspiciousness: suspect.suspiciousness,
    evidence: suspect.evidence.map(({ kind, detail, weight }) => ({ kind, detail, weight })),
  };
}

function orderedCounts({ passed, failed, skipped, total }: TestCounts): TestCounts {
  return { passed, failed, skipped, total };
}

function orderedPatch(patch: PatchSummary): PatchSummary {
  return {
    diff: patch.diff,
    files: patch.files,
    provider: patch.provider,
    model: patch.model,
    operator: patch.operator,
    explanation: patch.explanation,
    // Results of earlier versions, which `report` renders again, know none.
    otherPlausible: patch.otherPlausible ?? 0,
    alternatives: (patch.alternatives ?? []).map(({ operator, explanation, diff }) => ({
      operator,
      explanation,
      diff,
    })),
  };
}

function orderedAttempt(attempt: AttemptRecord): AttemptRecord {
  return {
    provider: attempt.provider,
    model: attempt.model,
    verdict: attempt.verdict,
    inputTokens: attempt.inputTokens,
    outputTokens: attempt.outputTokens,
    costUsd: attempt.costUsd,
    latencyMs: attempt.latencyMs,
    reason: attempt.reason,
  };
}

function orderedUsage(usage: Usage): Usage {
  return {
    requests: usage.requests,
    requestsPerFixedTest: usage.requestsPerFixedTest,
    inputTokens: usage.inputTokens,
    outputTokens: usage.outputTokens,
    costUsd: usage.costUsd,
    candidates: usage.candidates,
    testRuns: usage.testRuns,
  };
}
