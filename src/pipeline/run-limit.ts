import { AutofixError, EXIT } from '../domain/autofix-error.ts';

export interface RunLimit {
  readonly signal: AbortSignal;
  /** Frees the timer; the signal is of no use after. */
  dispose(): void;
}

/** A signal that aborts with `outer`, or with `reason()` after some milliseconds. */
export function limitedSignal(outer: AbortSignal, milliseconds: number, reason: () => AutofixError): RunLimit {
  const controller = new AbortController();
  const follow = () => controller.abort(outer.reason);
  if (outer.aborted) follow();
  outer.addEventListener('abort', follow, { once: true });
  const timer = setTimeout(() => controller.abort(reason()), milliseconds);
  return {
    signal: controller.signal,
    dispose: () => {
      clearTimeout(timer);
      outer.removeEventListener('abort', follow);
    },
  };
}

/** The run's own time limit as the error that ends it. */
export function timeIsUp(timeoutMs: number): AutofixError {
  return new AutofixError(`The run did not end within ${timeoutMs / 1000} s`, {
    code: 'cap-reached',
    exitCode: EXIT.capReached,
    hint: 'Raise --timeout, or make the tests faster with --test-command.',
  });
}
