import type { ProviderErrorDetails } from '../../domain/provider-error.ts';
import { ProviderError } from '../../domain/provider-error.ts';
import { isRecord } from '../../shared/json.ts';
import { redactor } from '../../shared/redact.ts';

/** How much of a provider's own words is passed on. */
const LONGEST_WORDS = 300;
const LONGEST_CAUSE = 2000;

/** The call that failed, as far as its error has to name it. */
export interface FailedCall {
  readonly provider: string;
  readonly model: string;
  /** The key, and whatever else is as good as one. */
  readonly secrets: readonly string[];
}

/** What a mapper found out about a failure. */
export interface Finding extends Omit<ProviderErrorDetails, 'provider' | 'model' | 'cause'> {
  /** The provider's own words, or ours where it had none. */
  readonly words: string;
}

/** Makes the error of a failed call: the key taken out of every part, the SDK's error object left behind. */
export function providerFailure(call: FailedCall, finding: Finding, cause: unknown = null): ProviderError {
  const redact = keyRedactor(call.secrets);
  const { words, partialText, ...details } = finding;
  return new ProviderError(shorten(redact(words), LONGEST_WORDS), {
    ...details,
    provider: call.provider,
    model: call.model,
    partialText: partialText === null || partialText === undefined ? null : redact(partialText),
    cause: cause === null ? undefined : safeCause(cause, redact),
  });
}

/** Takes keys out of a text, in every form. */
export function keyRedactor(keys: readonly string[]): (text: string) => string {
  return redactor(keyForms(keys));
}

/** A key as it is and as it stands in a URL. */
export function keyForms(keys: readonly string[]): string[] {
  return [...new Set(keys.flatMap((key) => (key === '' ? [] : [key, encodeURIComponent(key)])))];
}

/** Name and message only: the fields of an SDK's error may hold headers, URLs and echoes of the key. */
function safeCause(cause: unknown, redact: (text: string) => string): Error {
  const safe = new Error(shorten(redact(errorText(cause)), LONGEST_CAUSE));
  safe.name = isRecord(cause) ? (cause.constructor?.name ?? 'Error') : 'Error';
  safe.stack = `${safe.name}: ${safe.message}`;
  return safe;
}

/** The message of whatever was thrown. */
export function errorText(error: unknown): string {
  return String(isRecord(error) ? error.message : error);
}

function shorten(text: string, longest: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= longest ? line : `${line.slice(0, longest - 1)}…`;
}
