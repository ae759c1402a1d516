import { setTimeout as delay } from 'node:timers/promises';

/** How long starting a command needs this process to itself, in milliseconds. */
const STARTING_MS = 20;

/**
 * Does some more while something else is waited for: it begins when that has had the time to start its command, and both are
 * over in the end, whatever becomes of them. `isOver` tells the second one that the first is.
 */
export async function meanwhile<Result>(
  waiting: Promise<Result>,
  more: (isOver: () => boolean) => Promise<void>,
): Promise<Result> {
  let hasEnded = false;
  const ended = waiting.finally(() => {
    hasEnded = true;
  });
  await Promise.race([delay(STARTING_MS), ended.catch(() => {})]);
  const [waited, done] = await Promise.allSettled([ended, more(() => hasEnded)]);
  if (waited.status === 'rejected') throw waited.reason;
  if (done.status === 'rejected') throw done.reason;
  return waited.value;
}
