import { ProviderError } from '../../domain/provider-error.ts';
import { type Clock, systemClock } from '../clock.ts';
import type { Policy } from './model-call.ts';

/**
 * Ends a call after its time, headers and body alike, and when the run is interrupted. Each call gets a signal of
 * its own, since SDKs leave listeners behind, and is given up even by an SDK that does not heed the signal.
 */
export function deadline(requestTimeoutMs: number | null, clock: Clock = systemClock): Policy {
  return (next) => async (call) => {
    const { provider } = call.configured;
    const failure = (fault: 'deadline' | 'aborted', words: string) =>
      new ProviderError(words, { provider: provider.name, model: call.model, fault });
    if (call.signal.aborted) throw failure('aborted', 'interrupted');
    const limitMs = Math.min(requestTimeoutMs ?? Number.POSITIVE_INFINITY, provider.deadlineMs);
    const controller = new AbortController();
    let stop = () => {};
    const ended = new Promise<never>((_resolve, reject) => {
      const late = () => {
        reject(failure('deadline', `no complete answer within ${limitMs / 1000} s`));
        controller.abort(new DOMException('late', 'TimeoutError'));
      };
      const interrupt = () => {
        reject(failure('aborted', 'interrupted'));
        controller.abort(new DOMException('interrupted', 'AbortError'));
      };
      const cancel = clock.after(limitMs, late);
      call.signal.addEventListener('abort', interrupt, { once: true });
      stop = () => {
        cancel();
        call.signal.removeEventListener('abort', interrupt);
      };
    });
    try {
      return await Promise.race([ended, next({ ...call, signal: controller.signal })]);
    } finally {
      stop();
    }
  };
}
