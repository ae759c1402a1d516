import { AutofixError, EXIT, type ExitCode } from '../domain/autofix-error.ts';
import type { RepairOutcome, RepairStatus, Usage } from '../domain/repair-outcome.ts';
import { countTests } from '../domain/test-report.ts';
import { maskedOutcome } from './project-mask.ts';
import type { RunState } from './run-state.ts';

/** The outcome of a run that went its way, or that `error` ended. */
export function outcomeOf(state: RunState, error: unknown): RepairOutcome {
  const problem = error === null ? state.obstacle : asAutofixError(error);
  const status = error === null ? (state.status ?? 'failed') : statusOf(problem);
  const solved = status === 'fixed' || status === 'nothing-to-fix' || status === 'awaiting-verification';
  const shown = solved && error === null ? null : problem;
  const outcome: RepairOutcome = {
    schema: 'autofix-result/1',
    status,
    exitCode: exitCodeOf(status, shown),
    analysis: state.analysis,
    warnings: state.warnings,
    before: state.before && countTests(state.before.results),
    after: state.after && countTests(state.after.results),
    fixedTests: state.fixed,
    remainingTests: state.remaining,
    brokenTests: state.broken,
    patch: state.patch,
    attempts: state.attempts,
    fallbacks: state.fallbacks,
    usage: usageOf(state),
    integrity: state.integrity,
    outputs: state.outputs,
    timings: state.timings as Record<string, number>,
    error: shown && { code: shown.code, message: shown.message, hint: shown.hint },
  };
  return maskedOutcome(outcome, state.mask);
}

export function asAutofixError(error: unknown): AutofixError {
  if (error instanceof AutofixError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new AutofixError(`autofix itself failed: ${message}`, {
    code: 'internal',
    exitCode: EXIT.notFixed,
    hint: 'This is a defect of autofix: please report it with the run folder, where error.log holds the stack.',
    cause: error,
  });
}

function statusOf(error: AutofixError | null): RepairStatus {
  if (error === null) return 'failed';
  if (error.exitCode === EXIT.inputRefused) return 'refused';
  return error.code === 'cap-reached' || error.code === 'providers-exhausted' ? 'not-fixed' : 'failed';
}

function exitCodeOf(status: RepairStatus, error: AutofixError | null): ExitCode {
  if (error !== null) return error.exitCode;
  if (status === 'fixed' || status === 'nothing-to-fix') return EXIT.fixed;
  return status === 'awaiting-verification' ? EXIT.notVerified : EXIT.notFixed;
}

function usageOf(state: RunState): Usage {
  return {
    ...state.modelUsage,
    requestsPerFixedTest: state.fixed.length === 0 ? null : state.modelUsage.requests / state.fixed.length,
    candidates: state.attempts.filter((attempt) => attempt.verdict !== 'no-answer').length,
    testRuns: state.testRuns,
  };
}
