import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { apiDocument } from './api-document.ts';

/** Rewrite with: npm run golden */
const UPDATE = process.env.UPDATE_GOLDEN === '1';
const FILE = 'docs/api.md';

describe(FILE, () => {
  it('is what the docstrings say', async () => {
    const text = await apiDocument();
    if (UPDATE) writeFileSync(FILE, text);
    expect(readFileSync(FILE, 'utf8')).toBe(text);
  });
});
