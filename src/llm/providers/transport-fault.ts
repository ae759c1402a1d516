import { isRecord } from '../../shared/json.ts';
import type { Finding } from './provider-failure.ts';
import { errorText } from './provider-failure.ts';
import { LONGEST_BODY_BYTES, REDIRECTED, TOO_LARGE } from './wire-limits.ts';

/** Codes that say: there is nobody at this address. Certificates that are not trusted count too: they stay so. */
const UNREACHABLE = /^(ECONNREFUSED|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|ERR_INVALID_URL)$|CERT|SELF_SIGNED/;

/** What is known about a call besides its error. */
export interface CallCircumstances {
  readonly signal: AbortSignal;
  /** Base address that was called. */
  readonly address: string;
  /** Why the call failed, as far as that was seen beside the error; null: nothing was seen. */
  readonly connectCode: string | null;
}

/**
 * The finding for an error that is no HTTP answer: an ended signal, a broken connection, a body that is no JSON.
 * null when it is nothing of the kind. Judged by shape, since SDKs throw raw errors of fetch as well as their own.
 */
export function transportFinding(error: unknown, circumstances: CallCircumstances): Finding | null {
  const { signal, address, connectCode } = circumstances;
  if (signal.aborted) return abortFinding(signal);
  const codes = connectCode === null ? causeCodes(error) : [connectCode, ...causeCodes(error)];
  if (codes.includes(REDIRECTED)) {
    return { fault: 'unreachable', words: `${hostOf(address)} answers with a redirect, which is not followed` };
  }
  if (codes.includes(TOO_LARGE)) {
    return { fault: 'malformed', words: `the answer is larger than ${LONGEST_BODY_BYTES / 1_000_000} MB` };
  }
  const dead = codes.find((code) => UNREACHABLE.test(code));
  if (dead !== undefined) return { fault: 'unreachable', words: `${hostOf(address)}: ${dead}` };
  if (codes[0] !== undefined) return { fault: 'network', words: codes[0] };
  const name = isRecord(error) ? error.name : null;
  if (name === 'SyntaxError') return { fault: 'network', words: 'the answer was cut off or is not JSON' };
  if (name === 'AbortError' || /fetch failed|terminated|connection error|timed out/i.test(errorText(error))) {
    return { fault: 'network', words: 'the connection broke' };
  }
  return null;
}

function hostOf(address: string): string {
  return new URL(address).host;
}

/** A signal that was ended by a timer says `TimeoutError`; everything else is the user's wish. */
function abortFinding(signal: AbortSignal): Finding {
  const reason: unknown = signal.reason;
  const late = isRecord(reason) && reason.name === 'TimeoutError';
  return late ? { fault: 'deadline', words: 'no complete answer in time' } : { fault: 'aborted', words: 'interrupted' };
}

/** The codes of an error and of its causes, outermost first. */
export function causeCodes(error: unknown): string[] {
  const codes: string[] = [];
  let current: unknown = error;
  for (let depth = 0; depth < 6 && isRecord(current); depth++) {
    if (typeof current.code === 'string') codes.push(current.code);
    current = current.cause;
  }
  return codes;
}
