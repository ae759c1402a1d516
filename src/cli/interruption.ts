import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import { type RunLimit, timeIsUp } from '../pipeline/run-limit.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Ends a run by Ctrl-C, SIGTERM, a closed terminal or the run's time limit; a second Ctrl-C ends the process at once. */
export function runTimeLimit(timeoutMs: number): RunLimit {
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    controller.abort(interrupted());
  };
  const timer = setTimeout(() => controller.abort(timeIsUp(timeoutMs)), timeoutMs);
  for (const signal of SIGNALS) process.on(signal, interrupt);
  return {
    signal: controller.signal,
    dispose: () => {
      clearTimeout(timer);
      for (const signal of SIGNALS) process.off(signal, interrupt);
    },
  };
}

function interrupted(): AutofixError {
  return new AutofixError('The run was interrupted', {
    code: 'interrupted',
    exitCode: EXIT.interrupted,
    hint: 'Nothing was changed. Start it again when you like.',
  });
}
