import { AutofixError, EXIT } from '../domain/autofix-error.ts';

export interface RunLimit {
  readonly signal: AbortSignal;
  dispose(): void;
}

/** Ends a run by Ctrl-C, SIGTERM or the run's time limit; a second Ctrl-C ends the process at once. */
export function runTimeLimit(timeoutMs: number): RunLimit {
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    controller.abort(interrupted());
  };
  const timer = setTimeout(() => controller.abort(timedOut(timeoutMs)), timeoutMs);
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return {
    signal: controller.signal,
    dispose: () => {
      clearTimeout(timer);
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
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

function timedOut(timeoutMs: number): AutofixError {
  return new AutofixError(`The run did not end within ${timeoutMs / 1000} s`, {
    code: 'cap-reached',
    exitCode: EXIT.capReached,
    hint: 'Raise --timeout, or make the tests faster with --test-command.',
  });
}
