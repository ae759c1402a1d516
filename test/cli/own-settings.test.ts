import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readInputs } from '../../src/cli/configuration.ts';
import { belongsToInput, withoutSteering } from '../../src/cli/own-settings.ts';

describe('settings that lie inside the project', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'autofix-own-'));
    writeFileSync(join(folder, '.env'), 'GROQ_BASE_URL=http://elsewhere.example\nAUTOFIX_ATTEMPTS=2\n');
    writeFileSync(join(folder, 'autofix.config.json'), '{"sandbox": "none", "candidates": 2}');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('do not decide where keys go or what leaves the sandbox', async () => {
    const { env, configuration, ignored } = await readInputs(folder, {}, folder, { GROQ_API_KEY: 'k' });
    expect(env).toEqual({ GROQ_API_KEY: 'k', AUTOFIX_ATTEMPTS: '2' });
    expect(configuration).toEqual({ candidates: 2 });
    expect(ignored).toEqual(['GROQ_BASE_URL', 'sandbox']);
  });

  it('do when the project lies elsewhere, and the environment always does', async () => {
    const { env, configuration } = await readInputs('other.zip', {}, folder, {});
    expect(env.AUTOFIX_ATTEMPTS).toBe('2');
    expect(configuration.sandbox).toBe('none');
    const own = await readInputs(folder, {}, folder, { GROQ_BASE_URL: 'http://mine.example' });
    expect(own.env.GROQ_BASE_URL).toBe('http://mine.example');
  });

  it('send no key of the environment elsewhere, wherever the project lies', async () => {
    const { env, warnings } = await readInputs('other.zip', {}, folder, { GROQ_API_KEY: 'k' });
    expect(env.GROQ_BASE_URL).toBeUndefined();
    expect(warnings).toEqual([expect.stringContaining('GROQ_BASE_URL of .env is ignored')]);
  });

  it('name no program as the model of the command provider', () => {
    const { kept, ignored } = withoutSteering({ model: ['groq=a', 'command=sh evil.sh'], AUTOFIX_MODEL: 'groq=b' });
    expect({ kept, ignored }).toEqual({ kept: { AUTOFIX_MODEL: 'groq=b' }, ignored: ['model'] });
  });

  it('write nothing outside the current folder', () => {
    const inside = { html: 'reports/page.html', AUTOFIX_DIFF: 'a.diff' };
    const outside = { out: '/etc/profile', summary: '../../x', AUTOFIX_HTML: 'a/../../b', diff: '~/x' };
    expect(withoutSteering({ ...inside, ...outside })).toEqual({ kept: inside, ignored: Object.keys(outside) });
  });

  it('are recognised in a folder below the input too', () => {
    expect(belongsToInput('/a/b', '/a')).toBe(true);
    expect(belongsToInput('/a', '/a/')).toBe(true);
    expect(belongsToInput('/a', '/a/b')).toBe(false);
    expect(belongsToInput('/ab', '/a')).toBe(false);
    expect(belongsToInput('/a', '/a/project.zip')).toBe(false);
  });
});
