import type { EventSink } from '../domain/run-event.ts';

/** Tells that secrets of the project were kept back from the models. */
export function maskWarning(masked: number): string {
  return `${masked} ${masked === 1 ? 'value that looks like a secret is' : 'values that look like secrets are'} masked in what the models are shown`;
}

/** Tells it once in a run, however many prompts there are. */
export function maskTeller(emit: EventSink): (masked: number) => void {
  let isTold = false;
  return (masked) => {
    if (!isTold) emit({ kind: 'warning', message: maskWarning(masked) });
    isTold = true;
  };
}
