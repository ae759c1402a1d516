import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import type { RunEvent } from '../domain/run-event.ts';
import { type RunLimit, timeIsUp } from '../pipeline/run-limit.ts';

/** How a run is ended from without. */
export interface Interruption extends RunLimit {
  /** Aborts when the search shall end and what it has found shall be verified. */
  readonly enough: AbortSignal;
  /** Is told everything, to know whether there is something worth keeping. */
  watch(event: RunEvent): void;
}

/**
 * Ends a run by Ctrl-C, SIGTERM or the run's time limit. While a search goes on that has found a repair already, the
 * first Ctrl-C ends the search alone; the next one ends the run, and one more the process at once.
 */
export function runTimeLimit(timeoutMs: number): Interruption {
  const controller = new AbortController();
  const enough = new AbortController();
  let hasRepair = false;
  const interrupt = () => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    if (hasRepair && !enough.signal.aborted) enough.abort(searchEnded());
    else controller.abort(interrupted());
  };
  const timer = setTimeout(() => controller.abort(timeIsUp(timeoutMs)), timeoutMs);
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return {
    signal: controller.signal,
    enough: enough.signal,
    watch: (event) => {
      if (event.kind === 'candidate-judged' && /^(plausible|partial)$/.test(event.attempt.verdict)) hasRepair = true;
      if (event.kind === 'step-ended') hasRepair = false;
    },
    dispose: () => {
      clearTimeout(timer);
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
    },
  };
}

function searchEnded(): AutofixError {
  return new AutofixError('The search was ended by Ctrl-C', {
    code: 'cap-reached',
    exitCode: EXIT.interrupted,
    hint: 'What was found by then is kept. Start it again to let it search to its end.',
  });
}

function interrupted(): AutofixError {
  return new AutofixError('The run was interrupted', {
    code: 'interrupted',
    exitCode: EXIT.interrupted,
    hint: 'Nothing was changed. Start it again when you like.',
  });
}
