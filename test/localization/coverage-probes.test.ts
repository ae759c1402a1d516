import { describe, expect, it } from '@jest/globals';
import { withProbes } from '../../src/localization/coverage-probes.ts';
import { decodeSource } from '../../src/shared/source-text.ts';
import { memoryProject } from '../support/memory-project.ts';

const SOURCE = `export function compare(a, b) {
  if (a === b) return 'same';
  if (a < b)
    return 'less';
  else return 'more';
}
export const first = (items) => {
  for (const item of items) if (item) { return item; }
  switch (items.length) {
    case 0:
      if (first) break
      return -1
    default:
      return 0
  }
  return null
};
`;
const TESTS = "import { test } from 'node:test';\ntest('compares', () => {});\n";

async function probed() {
  const project = memoryProject({ 'src/a.js': SOURCE, 'test/a.test.js': TESTS });
  const result = await withProbes(project, ['src/a.js'], ['test/a.test.js'], '/nowhere/hits');
  const bytes = result?.project.entries.get('src/a.js')?.bytes() ?? new Uint8Array();
  return { blocks: result?.blocks ?? [], text: decodeSource(bytes)?.text ?? '' };
}

/** Lines that the probes tell of while `call` runs. */
async function linesRunBy(call: string): Promise<{ lines: number[]; value: unknown }> {
  const { blocks, text } = await probed();
  const hits: number[] = [];
  const body = `${text.replaceAll('export ', '')}\nreturn ${call};`;
  Object.assign(globalThis, { __autofixHits: (index: number) => hits.push(index) });
  try {
    const value: unknown = new Function(body)();
    return { lines: [...new Set(hits.flatMap((index) => blocks[index]?.lines ?? []))].sort((a, b) => a - b), value };
  } finally {
    Reflect.deleteProperty(globalThis, '__autofixHits');
  }
}

describe('probes', () => {
  it.each([
    ['compare(1, 1)', 'same', [1, 2, 6]],
    ['compare(1, 2)', 'less', [1, 2, 3, 4, 5, 6]],
    ['compare(2, 1)', 'more', [1, 2, 3, 5, 6]],
    ['first([])', null, [7, 8, 9, 10, 11, 15, 16, 17]],
    ['first([0])', 0, [7, 8, 9, 13, 14, 15, 17]],
    ['first([7])', 7, [7, 8, 17]],
  ])('tell which statements %s ran, and change nothing of what it gives', async (call, value, lines) => {
    expect(await linesRunBy(call)).toEqual({ value, lines });
  });

  it('move no line', async () => {
    expect((await probed()).text.split('\n')).toHaveLength(SOURCE.split('\n').length);
  });
});
