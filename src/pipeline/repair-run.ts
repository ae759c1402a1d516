import type { RepairOutcome } from '../domain/repair-outcome.ts';
import type { EventSink, RunEvent } from '../domain/run-event.ts';

/**
 * A run that goes on: iterate over it for its events, await it for its outcome, or both. Every iteration begins with the
 * first event, whenever it begins. Leaving an iteration does not end the run: abort its signal for that.
 */
export class RepairRun implements AsyncIterable<RunEvent>, Promise<RepairOutcome> {
  readonly [Symbol.toStringTag] = 'RepairRun';
  /** How the run ends. Never rejects: a failure is an outcome with `error` and `exitCode`. */
  readonly outcome: Promise<RepairOutcome>;
  private readonly events: RunEvent[] = [];
  private readonly waiting = new Set<() => void>();
  private ended = false;

  /** Starts `work`, which tells its events to the sink that it is given. */
  constructor(work: (emit: EventSink) => Promise<RepairOutcome>) {
    this.outcome = work((event) => {
      this.events.push(event);
      this.wake();
    }).finally(() => {
      this.ended = true;
      this.wake();
    });
  }

  // biome-ignore lint/suspicious/noThenProperty: a run can be awaited
  then<Fulfilled = RepairOutcome, Rejected = never>(
    onFulfilled?: ((outcome: RepairOutcome) => Fulfilled | PromiseLike<Fulfilled>) | null,
    onRejected?: ((reason: unknown) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<Fulfilled | Rejected> {
    return this.outcome.then(onFulfilled, onRejected);
  }

  catch<Rejected = never>(
    onRejected?: ((reason: unknown) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<RepairOutcome | Rejected> {
    return this.outcome.catch(onRejected);
  }

  finally(onFinally?: (() => void) | null): Promise<RepairOutcome> {
    return this.outcome.finally(onFinally);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<RunEvent, RepairOutcome> {
    for (let index = 0; ; index++) {
      while (index >= this.events.length && !this.ended)
        await new Promise<void>((resolve) => this.waiting.add(resolve));
      const event = this.events[index];
      if (event === undefined) return this.outcome;
      yield event;
    }
  }

  private wake(): void {
    const resolves = [...this.waiting];
    this.waiting.clear();
    for (const resolve of resolves) resolve();
  }
}
