import { describe, expect, it } from '@jest/globals';
import { withLoopGuards } from '../../src/localization/loop-guards.ts';
import { decodeSource } from '../../src/shared/source-text.ts';
import { memoryProject } from '../support/memory-project.ts';

const PATIENCE = { seconds: 0.2, again: 0.05 };

async function guarded(text: string, file = 'src/a.js'): Promise<string> {
  const project = await withLoopGuards(memoryProject({ [file]: text }), PATIENCE);
  return decodeSource(project.entries.get(file)?.bytes() ?? new Uint8Array())?.text ?? '';
}

async function outcomeOf(body: string): Promise<unknown> {
  const text = await guarded(body);
  Reflect.deleteProperty(globalThis, '__autofixLoop');
  try {
    return await new Function(text)();
  } catch (error) {
    return String(error);
  } finally {
    Reflect.deleteProperty(globalThis, '__autofixLoop');
  }
}

const BROKEN = 'AutofixTimeout: the test did not end within 0.2 s';

describe('loops with guards', () => {
  it.each([
    ['while (true);'],
    ['let n = 1; while (n) n++; '],
    ['for (;;) { }'],
    ['do ; while (true)'],
    ['outer: for (;;) { inner: while (true) { continue outer; } }'],
    ['while (true) { try { while (true); } catch {} }'],
    ['function* all() { while (true) yield 1; } for (const each of all()) each;'],
    ['const items = [1]; for (const item of items) items.push(item % 7);'],
    ['const head = {}; head.next = head; let node = head; while (node) node = node.next;'],
    ['return (async () => { while (true) await Promise.resolve(); })()'],
    ['if (1) while (true) { } else return 1;'],
  ])('%s ends', async (body) => {
    expect(await outcomeOf(body)).toBe(BROKEN);
  });

  it.each([
    [
      'let sum = 0; for (let i = 0; i < 5; i++) for (const j of [1, 2]) if (j > 1) sum += i; else sum -= 1; return sum',
      5,
    ],
    ['let i = 0; do i++; while (i < 7) return i', 7],
    ['let n = 0; out: while (true) { for (;;) { if (n++ > 3) break out; continue out; } } return n', 5],
    [
      "'use strict'\nlet n = 0; for (const k in { a: 1, b: 2 }) n += k.length; return [n, this === undefined]",
      [2, true],
    ],
  ])('%s gives what it gave', async (body, value) => {
    expect(await outcomeOf(body)).toEqual(value);
  });

  it('move no line, stay behind what must be first, and satisfy type checkers', async () => {
    const text =
      '#!/usr/bin/env node\n/** @jest-environment jsdom */\n"use strict";\nfor (const a of [1]) {\n  a;\n}\n';
    const lines = (await guarded(text, 'src/a.ts')).split('\n');
    expect(lines).toHaveLength(text.split('\n').length);
    expect(lines.slice(0, 2)).toEqual(text.split('\n').slice(0, 2));
    expect(lines[3]).toMatch(/\{\(globalThis as any\)\.__autofixLoop\?\.\("src%2Fa\.ts:0"\);$/);
  });

  it('of what did not change are the very same ones', async () => {
    const project = memoryProject({ 'src/a.js': 'while (0);', 'README.md': 'for' });
    const [one, two] = [await withLoopGuards(project, PATIENCE), await withLoopGuards(project, PATIENCE)];
    expect(one.entries.get('src/a.js')).toBe(two.entries.get('src/a.js'));
    expect(one.entries.get('README.md')).toBe(project.entries.get('README.md'));
  });
});
