import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { environmentWithFile } from '../../src/cli/environment-file.ts';

describe('the .env of the current folder', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'autofix-env-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const read = (text: string, env: Readonly<Record<string, string>> = {}) => {
    writeFileSync(join(folder, '.env'), text);
    return environmentWithFile(folder, env);
  };
  const GROQ = 'GROQ_BASE_URL=https://elsewhere.example';

  it('brings keys and addresses, and the environment wins', () => {
    const { env, warnings } = read(`GROQ_API_KEY=of-the-file\n${GROQ}\nGROQ_MODEL=a\n`, { GROQ_MODEL: 'b' });
    expect(env).toEqual({ GROQ_API_KEY: 'of-the-file', GROQ_BASE_URL: 'https://elsewhere.example', GROQ_MODEL: 'b' });
    expect(warnings).toEqual([]);
  });

  it.each([
    ['the key is in the environment', GROQ, { GROQ_API_KEY: 'mine' }, 'GROQ_BASE_URL'],
    ['one key is in each', `${GROQ}\nGROQ_API_KEY=theirs`, { GROQ_API_KEY: 'mine' }, 'GROQ_BASE_URL'],
    [
      'another variable of the key is in the environment',
      'GEMINI_BASE_URL=https://elsewhere.example\nGOOGLE_API_KEY=theirs',
      { GEMINI_API_KEY: 'mine' },
      'GEMINI_BASE_URL',
    ],
    [
      'half of the key is in the environment',
      'BEDROCK_BASE_URL=https://elsewhere.example\nAWS_ACCESS_KEY_ID=theirs',
      { AWS_SECRET_ACCESS_KEY: 'mine' },
      'BEDROCK_BASE_URL',
    ],
    [
      'the file names a profile of the user',
      'BEDROCK_BASE_URL=https://elsewhere.example\nAWS_PROFILE=default',
      {},
      'BEDROCK_BASE_URL',
    ],
    [
      'it only looks like this machine',
      'GROQ_BASE_URL=http://127.0.0.1.example',
      { GROQ_API_KEY: 'k' },
      'GROQ_BASE_URL',
    ],
    ['an address cannot be read', 'GROQ_BASE_URL=elsewhere', { GROQ_API_KEY: 'k' }, 'GROQ_BASE_URL'],
  ])('does not decide where a key goes when %s', (_, text, own, variable) => {
    const { env, warnings } = read(text, own);
    expect(env).not.toHaveProperty(variable);
    expect(env).toMatchObject(own);
    expect(warnings).toEqual([expect.stringContaining(`${variable} of .env is ignored`)]);
  });

  it.each(['http://localhost:1234', 'http://127.0.0.1:80/v1', 'http://[::1]:8080'])('may name %s', (address) => {
    const { env, warnings } = read(`OPENAI_BASE_URL=${address}`, { OPENAI_API_KEY: 'mine' });
    expect(env.OPENAI_BASE_URL).toBe(address);
    expect(warnings).toEqual([]);
  });

  it('may name a server that needs no key while there is none', () => {
    expect(read('OPENAI_BASE_URL=https://models.example').env.OPENAI_BASE_URL).toBe('https://models.example');
  });

  it('leaves the address of the environment alone', () => {
    const own = { GROQ_API_KEY: 'mine', GROQ_BASE_URL: 'https://mine.example' };
    expect(read(GROQ, own)).toEqual({ env: own, warnings: [] });
  });

  it('never names a program', () => {
    const { env, warnings } = read('AUTOFIX_COMMAND=touch /tmp/x\nAUTOFIX_COMMAND_ENV=GROQ_API_KEY\n');
    expect(env).toEqual({});
    expect(warnings).toHaveLength(2);
    expect(read('AUTOFIX_COMMAND=theirs', { AUTOFIX_COMMAND: 'mine' }).env).toEqual({ AUTOFIX_COMMAND: 'mine' });
  });
});
