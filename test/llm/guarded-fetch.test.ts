import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { guardedFetch, withGlobalFetch } from '../../src/llm/providers/guarded-fetch.ts';
import { LONGEST_BODY_BYTES, REDIRECTED, TOO_LARGE } from '../../src/llm/providers/wire-limits.ts';

let url = '';
let asked: string[] = [];
let close = async () => {};

beforeEach(async () => {
  asked = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    if (path === '/away') response.writeHead(308, { location: '/there' }).end();
    else if (path.startsWith('/bytes/')) response.end(Buffer.alloc(Number(path.slice(7)), ' '));
    else response.end(path);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  close = async () => {
    server.closeAllConnections();
    server.close();
  };
});
afterEach(() => close());

describe('the guarded fetch', () => {
  it('follows no redirect, not even to the same host', async () => {
    const guard = guardedFetch();
    await expect(guard.fetch(`${url}/away`)).rejects.toMatchObject({ code: REDIRECTED });
    expect(guard.code()).toBe(REDIRECTED);
    expect(asked).toEqual(['/away']);
  });

  it('reads a body up to the limit and not a byte more', async () => {
    const guard = guardedFetch();
    const whole = await guard.fetch(`${url}/bytes/${LONGEST_BODY_BYTES}`);
    expect((await whole.arrayBuffer()).byteLength).toBe(LONGEST_BODY_BYTES);
    expect(guard.code()).toBeNull();
    const larger = await guard.fetch(`${url}/bytes/${LONGEST_BODY_BYTES + 1}`);
    await expect(larger.arrayBuffer()).rejects.toMatchObject({ code: TOO_LARGE });
    expect(guard.code()).toBe(TOO_LARGE);
  });

  it('knows why nobody could be reached', async () => {
    await close();
    const guard = guardedFetch();
    await expect(guard.fetch(url)).rejects.toThrow('fetch failed');
    expect(guard.code()).toBe('ECONNREFUSED');
  });
});

describe('the lent global fetch', () => {
  const marked =
    (mark: string): typeof fetch =>
    async () =>
      new Response(mark);
  const ask = async () => (await fetch(`${url}/real`)).text();

  it('is seen by the borrower alone, side by side, and put back at the end', async () => {
    const before = globalThis.fetch;
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const borrowed = ['first', 'second'].map((mark) =>
      withGlobalFetch(marked(mark), async () => {
        const early = await ask();
        await held;
        return [early, await ask()];
      }),
    );
    expect(await ask()).toBe('/real');
    // A guard that is made meanwhile asks the network, not another borrower.
    expect(await withGlobalFetch(guardedFetch().fetch, ask)).toBe('/real');
    release();
    expect(await Promise.all(borrowed)).toEqual([
      ['first', 'first'],
      ['second', 'second'],
    ]);
    expect(globalThis.fetch).toBe(before);
  });

  it('is put back after a failure too', async () => {
    const before = globalThis.fetch;
    await expect(withGlobalFetch(marked('x'), () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(globalThis.fetch).toBe(before);
  });
});
