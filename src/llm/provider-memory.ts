import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { ProviderFault } from '../domain/provider-error.ts';
import { isRecord } from '../shared/json.ts';
import type { ConfiguredProvider } from './configured-provider.ts';
import { REACTIONS } from './reactions.ts';
import { changeStateFile, readStateFile } from './state-file.ts';

/** Why a key or a model is left alone, and until when. */
export interface Outage {
  readonly fault: ProviderFault;
  readonly model: string;
  /** Milliseconds since 1970; null: until the end of this run. */
  readonly until: number | null;
}

/** An outage as `autofix providers` shows it. */
interface ScopedOutage extends Outage {
  readonly scope: string;
}

/**
 * What is known about keys and models that are out. Lasting outages are kept in one file of the state folder, so
 * that the next run does not knock on a quota that is used up until tomorrow.
 */
export interface ProviderMemory {
  /** The outage in force at `now`; null when there is none. */
  outage(scope: string, now: number): Outage | null;
  open(scope: string, outage: Outage, now: number): Promise<void>;
  /** Forgets an outage, because the provider has answered. */
  close(scope: string, now: number): Promise<void>;
  outages(now: number): readonly ScopedOutage[];
}

/** Shorter outages live for the run only: asking again costs less than leaving a provider unused. */
const LASTING_MS = 60_000;
const FILE_NAME = 'providers.json';
const VERSION = 1;

/**
 * Names what an outage covers: a key of a provider at an address, or one model of it. The key itself is not in it,
 * only twelve hexadecimal digits of a digest.
 */
export function outageScope(configured: ConfiguredProvider, apiKey: string, model: string | null = null): string {
  const { provider, baseUrl } = configured;
  const digest = createHash('sha256')
    .update(`${provider.name}\n${baseUrl ?? ''}\n${apiKey}`)
    .digest('hex');
  const key = `${provider.name}/${digest.slice(0, 12)}`;
  return model === null ? key : `${key}/${model}`;
}

/**
 * Opens the memory in `folder` (null: this run only). A missing or damaged file counts as empty. `fresh`: what earlier
 * runs left is not read, but what this run learns is kept. Parallel runs merge: each write takes the file as it is
 * now, changes one entry, and replaces the file in one step, one run after the other.
 */
export async function openProviderMemory(folder: string | null, fresh = false): Promise<ProviderMemory> {
  const file = folder === null ? null : join(folder, FILE_NAME);
  const known = file === null || fresh ? new Map<string, Outage>() : outagesIn(await readStateFile(file));
  const kept = new Set<string>();
  let writing = Promise.resolve();

  const keep = (scope: string, outage: Outage | null, now: number) => {
    if (file === null) return Promise.resolve();
    kept.add(scope);
    writing = writing.then(() => writeChange(file, scope, outage, now));
    return writing;
  };
  const inForce = (outage: Outage | undefined, now: number) =>
    outage !== undefined && isInForce(outage, now) ? outage : null;

  return {
    outage: (scope, now) => inForce(known.get(scope), now),
    async open(scope, told, now) {
      const outage = { ...told, until: told.until === null ? null : Math.min(told.until, now + longestMs(told.fault)) };
      known.set(scope, outage);
      if (outage.until !== null && outage.until - now > LASTING_MS) await keep(scope, outage, now);
    },
    async close(scope, now) {
      // What a fresh run did not read may be contradicted by an answer all the same.
      if (known.delete(scope) || (fresh && !kept.has(scope))) await keep(scope, null, now);
    },
    outages: (now) =>
      [...known].filter(([, outage]) => inForce(outage, now) !== null).map(([scope, outage]) => ({ scope, ...outage })),
  };
}

function outagesIn(stored: unknown): Map<string, Outage> {
  const outages = new Map<string, Outage>();
  if (!isRecord(stored) || stored.version !== VERSION || !isRecord(stored.outages)) return outages;
  for (const [scope, value] of Object.entries(stored.outages)) {
    if (isStoredOutage(value)) outages.set(scope, { fault: value.fault, model: value.model, until: value.until });
  }
  return outages;
}

function isStoredOutage(value: unknown): value is Outage & { readonly until: number } {
  if (!isRecord(value)) return false;
  const { fault, model, until } = value;
  return isLastingFault(fault) && typeof model === 'string' && isTime(until);
}

/** Other classes live for a run at most: autofix never writes them. */
function isLastingFault(fault: unknown): boolean {
  if (typeof fault !== 'string' || !Object.hasOwn(REACTIONS, fault)) return false;
  return REACTIONS[fault as ProviderFault].breaker.kind === 'told';
}

/** An end further away than any provider can have told was written by hand, or with a wrong clock. */
function isInForce({ fault, until }: Outage, now: number): boolean {
  return until === null || (until > now && until - now <= longestMs(fault));
}

function longestMs(fault: ProviderFault): number {
  const { breaker } = REACTIONS[fault];
  return breaker.kind === 'told' ? breaker.longestMs : Number.POSITIVE_INFINITY;
}

/** Milliseconds that a date can hold (ECMAScript, "Time Values and Time Range"). */
function isTime(value: unknown): boolean {
  return typeof value === 'number' && Math.abs(value) <= 8.64e15;
}

function writeChange(file: string, scope: string, outage: Outage | null, now: number): Promise<void> {
  return changeStateFile(file, (stored) => {
    const merged = outagesIn(stored);
    if (outage === null) merged.delete(scope);
    else merged.set(scope, outage);
    for (const [other, known] of merged) if (!isInForce(known, now)) merged.delete(other);
    return { version: VERSION, outages: Object.fromEntries(merged) };
  });
}
