import { setTimeout as wait } from 'node:timers/promises';
import { MessageChannel } from 'node:worker_threads';
import { afterAll, describe, expect, it } from '@jest/globals';

interface Hooks {
  initialize(given: unknown): void;
  resolve(specifier: string, context: object, next: (specifier: string) => Promise<object>): Promise<{ url: string }>;
  load(url: string, context: object, next: (url: string) => Promise<object>): Promise<object>;
}

const { port1, port2 } = new MessageChannel();
afterAll(() => port1.close());

/** The process's own side: what the hooks have told since it was asked last. */
function messages(): () => unknown[] {
  const told: unknown[] = [];
  port1.on('message', (message) => told.push(message));
  return () => told.splice(0);
}

describe('the loader hooks of the warm Node process', () => {
  it('leave to a candidate what it loads when the next one has begun, and tell what that one loads beside', async () => {
    const file = '../../src/toolchain/support/warm-node-hooks.mjs';
    const hooks: Hooks = await import(file);
    hooks.initialize({ port: port2, root: 'file:///work', shim: 'file:///scratch/shim.mjs' });
    const told = messages();
    const found = async (specifier: string) => ({ url: `file:///work/lib/${specifier}`, format: 'module' });
    const unread = async () => ({ format: 'module', source: 'as it stands', shortCircuit: true });
    const next = async (generation: number, isBeside: boolean) => {
      port1.postMessage({ generation, isBeside, overlay: new Map([['/work/lib/b.js', `text ${generation}`]]) });
      await wait(20);
    };

    await next(3, false);
    const { url } = await hooks.resolve('a.js', {}, found);
    expect(url).toBe('file:///work/lib/a.js?autofix=3');
    await next(4, true);
    const late = await hooks.resolve('b.js', { parentURL: url }, found);
    expect(late.url).toBe('file:///work/lib/b.js?autofix=3');
    expect(await hooks.load(late.url, { format: 'module' }, unread)).toMatchObject({ source: 'as it stands' });
    await wait(20);
    expect(told()).toEqual([{ loaded: '/work/lib/b.js', isMixed: false }]);

    const beside = await hooks.resolve('b.js', { parentURL: 'file:///work/test/a.test.js' }, found);
    expect(beside.url).toBe('file:///work/lib/b.js?autofix=4');
    expect(await hooks.load(beside.url, { format: 'module' }, unread)).toMatchObject({ source: 'text 4' });
    await wait(20);
    expect(told()).toEqual([{ loaded: '/work/lib/b.js', isMixed: true }, { used: '/work/lib/b.js' }]);
  });
});
