import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { withTables } from './provider-document.ts';

/** Rewrite with: npm run golden */
const UPDATE = process.env.UPDATE_GOLDEN === '1';
const FILE = 'docs/providers.md';

describe(FILE, () => {
  it('has the tables that the registries give', () => {
    const text = readFileSync(FILE, 'utf8');
    if (UPDATE) writeFileSync(FILE, withTables(text));
    expect(readFileSync(FILE, 'utf8')).toBe(withTables(text));
  });
});
