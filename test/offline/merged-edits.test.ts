import { describe, expect, it } from '@jest/globals';
import { mergedEdits } from '../../src/offline/imports/merged-edits.ts';
import { applyTextEdits, type TextEdit } from '../../src/offline/text-edit.ts';

function edit(start: number, replacement: string, end = start): TextEdit {
  return { path: 'a.py', start, end, replacement };
}

function applied(text: string, ...edits: TextEdit[]): string | null {
  const merged = mergedEdits(edits.map((one) => [one]));
  return merged === null ? null : applyTextEdits(text, merged);
}

describe('the edits of several repairs', () => {
  it('become one insertion where two stand at one place, blank lines around both', () => {
    const merged = mergedEdits([[edit(0, 'import math\n\n')], [edit(0, 'from collections import Counter\n\n')]]);
    expect(merged).toEqual([edit(0, 'import math\nfrom collections import Counter\n\n')]);
    expect(mergedEdits([[edit(9, '\nimport a\n')], [edit(9, '\nimport b\n')]])).toEqual([
      edit(9, '\nimport a\nimport b\n'),
    ]);
  });

  it('extend one list by both names', () => {
    expect(applied('from a import b\n', edit(15, ', c'), edit(15, ', d'))).toBe('from a import b, c, d\n');
  });

  it('make one statement of two imports from one module', () => {
    expect(applied('x\n', edit(0, 'from a import b\n'), edit(0, 'from a import c\n'))).toBe('from a import b, c\nx\n');
  });

  it('count once when they are equal, and are given up when they overlap', () => {
    expect(applied('abc', edit(0, 'z', 1), edit(0, 'z', 1))).toBe('zbc');
    expect(applied('abc', edit(0, 'z', 2), edit(1, 'y', 3))).toBeNull();
  });
});
