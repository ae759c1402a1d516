import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { EMBEDDING_DOCUMENTS, withEmbedded } from './embedded.ts';

/** Rewrite with: npm run golden */
const UPDATE = process.env.UPDATE_GOLDEN === '1';

describe('what the documents show of the code', () => {
  it.each(EMBEDDING_DOCUMENTS)('%s is as the code is', (document) => {
    const text = withEmbedded(document, readFileSync(document, 'utf8'));
    if (UPDATE) writeFileSync(document, text);
    expect(readFileSync(document, 'utf8')).toBe(text);
  });
});
