import { readFileSync, writeFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { environmentExample } from '../../src/cli/environment-example.ts';
import { PROVIDERS } from '../../src/llm/providers.ts';

/** Rewrite with: npm run golden */
const UPDATE = process.env.UPDATE_GOLDEN === '1';

describe('.env.example', () => {
  it('is what the registries say', () => {
    if (UPDATE) writeFileSync('.env.example', environmentExample());
    expect(readFileSync('.env.example', 'utf8')).toBe(environmentExample());
  });

  it('sets nothing until a line is uncommented, and names every key', () => {
    const text = environmentExample();
    expect(parseEnv(text)).toEqual({});
    const uncommented = text.replaceAll(/^# ([A-Z_]+)=/gm, '$1=');
    const names = Object.keys(parseEnv(uncommented));
    for (const provider of PROVIDERS) expect(names).toEqual(expect.arrayContaining([...provider.keyVariables]));
    expect(names).toContain('AUTOFIX_MAX_COST');
  });
});
