import { AsyncLocalStorage } from 'node:async_hooks';
import { causeCodes } from './transport-fault.ts';
import { answerTooLarge, LONGEST_BODY_BYTES, REDIRECTED, TOO_LARGE } from './wire-limits.ts';

type Fetch = typeof globalThis.fetch;

/** fetch as an SDK may have it, and what it has seen. */
export interface GuardedFetch {
  readonly fetch: Fetch;
  /** Why a call failed, for SDKs that drop the cause; null: it did not, or nobody knows. */
  code(): string | null;
  /** The beginning of the body that came with an HTTP error, for SDKs that drop a form they do not know; '' without. */
  refusal(): string;
}

const LONGEST_REFUSAL_BYTES = 65_536;

/**
 * A fetch that follows no redirect, since it would hand the key and the code on to wherever that leads (fetch takes only
 * `Authorization` out), and that ends a body which is larger than any answer, packed or not.
 */
export function guardedFetch(): GuardedFetch {
  const inner = fetches.original ?? globalThis.fetch;
  let code: string | null = null;
  const refusal: Uint8Array[] = [];
  const note = (seen: string | null) => {
    code = seen ?? code;
  };
  const guarded: Fetch = async (input, init) => {
    const response = await inner(input, { ...init, redirect: 'manual' }).catch((error: unknown) => {
      note(causeCodes(error)[0] ?? null);
      throw error;
    });
    if (response.headers.has('location') && response.status >= 300 && response.status < 400) {
      note(REDIRECTED);
      await response.body?.cancel();
      throw Object.assign(new Error('redirected'), { code: REDIRECTED });
    }
    const keep = (chunk: Uint8Array, before: number) => {
      if (!response.ok && before < LONGEST_REFUSAL_BYTES) refusal.push(chunk);
    };
    return limited(response, keep, () => note(TOO_LARGE));
  };
  return { fetch: guarded, code: () => code, refusal: () => Buffer.concat(refusal).toString('utf8') };
}

function limited(response: Response, see: (chunk: Uint8Array, before: number) => void, tooLarge: () => void): Response {
  if (response.body === null) return response;
  let bytes = 0;
  const counted = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      see(chunk, bytes);
      bytes += chunk.byteLength;
      if (bytes <= LONGEST_BODY_BYTES) return controller.enqueue(chunk);
      tooLarge();
      controller.error(answerTooLarge());
    },
  });
  const { status, statusText, headers } = response;
  return new Response(response.body.pipeThrough(counted), { status, statusText, headers });
}

/** For an SDK that takes none: what `globalThis.fetch` is lent to, and what it was. */
const lent = new AsyncLocalStorage<Fetch>();
const fetches: { original: Fetch | null; borrowers: number } = { original: null, borrowers: 0 };

/**
 * Lets `work` alone see `own` as the global fetch: an SDK without a setting for it leaves no other way. Everybody else in
 * the process gets the real one all the while, and it is put back when the last borrower has finished.
 */
export async function withGlobalFetch<Result>(own: Fetch, work: () => Promise<Result>): Promise<Result> {
  const original = fetches.original ?? globalThis.fetch;
  if (fetches.borrowers++ === 0) {
    fetches.original = original;
    globalThis.fetch = (input, init) => (lent.getStore() ?? original)(input, init);
  }
  try {
    return await lent.run(own, work);
  } finally {
    if (--fetches.borrowers === 0) {
      globalThis.fetch = original;
      fetches.original = null;
    }
  }
}
