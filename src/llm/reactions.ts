import type { ProviderFault } from '../domain/provider-error.ts';

/** How long a provider, key or model is left alone after a fault. */
export type BreakerRule =
  | { readonly kind: 'none' }
  /** As long as the provider said, but no longer than `longestMs`; `otherwiseMs` where it said nothing. */
  | { readonly kind: 'told'; readonly otherwiseMs: number; readonly longestMs: number }
  /** Until the end of this run; never kept for the next one. */
  | { readonly kind: 'run' }
  /** Only when it comes again and again: then for a while, after which one request is let through as a trial. */
  | { readonly kind: 'repeated' };

/** What autofix does about a fault. */
export interface Reaction {
  /** How often the same request is made again after a backoff of 1, 2, 4 seconds; a told delay replaces the backoff. */
  readonly retries: number;
  /** Made again once with a smaller prompt, with more room for the answer, or without the refused part. */
  readonly adapt: 'no' | 'shrink' | 'more-room' | 'leave-out';
  /** Whether the same provider is asked with its next key. */
  readonly nextKey: boolean;
  /** Where it goes on when none of that helps. */
  readonly goOn: 'next-provider' | 'next-model' | 'one-other-provider' | 'stop';
  /** Whether the chain may come back to this provider when nothing else is ready and the told time is short. */
  readonly comeBack: boolean;
  readonly breaker: BreakerRule;
  /** What the breaker covers. */
  readonly scope: 'key' | 'model';
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const NONE: BreakerRule = { kind: 'none' };
const RUN: BreakerRule = { kind: 'run' };
const REPEATED: BreakerRule = { kind: 'repeated' };
/** No quota is counted over more than a month. */
const told = (otherwiseMs: number, longestMs = 31 * DAY_MS): BreakerRule => ({ kind: 'told', otherwiseMs, longestMs });

const GO_ON: Reaction = {
  retries: 0,
  adapt: 'no',
  nextKey: false,
  goOn: 'next-provider',
  comeBack: false,
  breaker: NONE,
  scope: 'model',
};

/** The one table "class of fault → reaction". Never retried: authentication and quotas that are used up. */
export const REACTIONS: Readonly<Record<ProviderFault, Reaction>> = {
  'quota-minute': { ...GO_ON, retries: 3, nextKey: true, comeBack: true, breaker: told(MINUTE_MS) },
  'quota-day': { ...GO_ON, nextKey: true, breaker: told(60 * MINUTE_MS, 1.5 * DAY_MS) },
  'quota-money': { ...GO_ON, nextKey: true, breaker: RUN, scope: 'key' },
  'no-free-tier': { ...GO_ON, nextKey: true, breaker: RUN },
  overloaded: { ...GO_ON, retries: 2, breaker: told(45_000) },
  'server-fault': { ...GO_ON, retries: 2, breaker: REPEATED },
  network: { ...GO_ON, retries: 2, breaker: REPEATED },
  // A name that does not resolve or a closed port will not do better a second later.
  unreachable: { ...GO_ON, breaker: told(MINUTE_MS), scope: 'key' },
  // Each try costs the whole deadline.
  deadline: { ...GO_ON, retries: 1, breaker: told(MINUTE_MS) },
  authentication: { ...GO_ON, nextKey: true, breaker: RUN, scope: 'key' },
  'not-available-here': { ...GO_ON, breaker: RUN, scope: 'key' },
  // Remembered for two weeks: accounts and catalogues do change.
  'model-gone': { ...GO_ON, goOn: 'next-model', breaker: told(14 * DAY_MS, 14 * DAY_MS) },
  'bad-request': { ...GO_ON, adapt: 'leave-out' },
  'price-unknown': { ...GO_ON, goOn: 'next-model', breaker: RUN },
  // No request was made: a cheaper model, or a provider with a smaller prompt, may still fit.
  'over-cap': { ...GO_ON, goOn: 'next-model' },
  'sdk-missing': { ...GO_ON, breaker: RUN, scope: 'key' },
  'context-too-long': { ...GO_ON, adapt: 'shrink' },
  blocked: { ...GO_ON, goOn: 'one-other-provider' },
  truncated: { ...GO_ON, adapt: 'more-room' },
  malformed: { ...GO_ON, retries: 1 },
  aborted: { ...GO_ON, goOn: 'stop' },
};
