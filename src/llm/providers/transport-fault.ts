import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { isRecord } from '../../shared/json.ts';
import type { Finding } from './provider-failure.ts';
import { errorText } from './provider-failure.ts';

/** Codes that say: there is nobody at this address. Certificates that are not trusted count too: they stay so. */
const UNREACHABLE = /^(ECONNREFUSED|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|ERR_INVALID_URL)$|CERT|SELF_SIGNED/;

/** What is known about a call besides its error. */
export interface CallCircumstances {
  readonly signal: AbortSignal;
  /** Base address that was called. */
  readonly address: string;
  /** Why no connection could be made, as far as it was heard; null: nothing was heard. */
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

function causeCodes(error: unknown): string[] {
  const codes: string[] = [];
  let current: unknown = error;
  for (let depth = 0; depth < 6 && isRecord(current); depth++) {
    if (typeof current.code === 'string') codes.push(current.code);
    current = current.cause;
  }
  return codes;
}

/** Hears why a connection could not be made, for SDKs that drop the cause of a failed fetch. */
export interface ConnectionWatch {
  code(): string | null;
  stop(): void;
}

const CONNECT_ERROR = 'undici:client:connectError';

/** Listens to Node's own fetch (undici's documented diagnostics channels) for failed connections to one host. */
export function watchConnections(address: string): ConnectionWatch {
  const { hostname } = new URL(address);
  let code: string | null = null;
  const listener = (message: unknown) => {
    if (!isRecord(message) || !isRecord(message.connectParams)) return;
    if (message.connectParams.hostname !== hostname) return;
    code = causeCodes(message.error)[0] ?? code;
  };
  subscribe(CONNECT_ERROR, listener);
  return { code: () => code, stop: () => void unsubscribe(CONNECT_ERROR, listener) };
}
