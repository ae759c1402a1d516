import type { RunEvent } from '../domain/run-event.ts';
import type { TimelineEntry } from '../domain/timeline.ts';

/** A run that asks and waits without end must not keep it all. */
const MOST_ENTRIES = 500;

/** Name of the file in the run folder. */
export const TIMELINE_FILE = 'timeline.json';

/** Collects what a person wants to see on the time line of a run. `now`: milliseconds since the run began. */
export function timelineSink(timeline: TimelineEntry[], now: () => number): (event: RunEvent) => void {
  return (event) => {
    const entry = entryOf(event);
    if (entry !== null && timeline.length < MOST_ENTRIES) timeline.push({ atMs: Math.round(now()), ...entry });
  };
}

function entryOf(event: RunEvent): Omit<TimelineEntry, 'atMs'> | null {
  switch (event.kind) {
    case 'step-started':
      return { kind: 'step', text: event.title };
    case 'request-started':
      return { kind: 'request', text: `asks ${event.provider} ${event.model}, ${event.promptTokens} tokens` };
    case 'waiting':
      return {
        kind: 'waiting',
        text: `waits ${Math.ceil(event.waitMs / 1000)} s for ${event.provider}: ${event.reason}`,
      };
    case 'fallback': {
      const { from, to, reason } = event.fallback;
      return { kind: 'fallback', text: `falls back from ${from} to ${to}: ${reason}` };
    }
    case 'warning':
      return { kind: 'warning', text: event.message };
    case 'candidate-judged': {
      const { provider, model, verdict } = event.attempt;
      // The offline engine tries thousands: those that repair something are told.
      const told = provider !== 'offline' || verdict === 'plausible' || verdict === 'partial';
      return told ? { kind: 'answer', text: `candidate of ${provider} ${model ?? ''}: ${verdict}` } : null;
    }
    default:
      return null;
  }
}
