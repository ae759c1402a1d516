import { describe, expect, it } from '@jest/globals';
import { configuredProviders, parseModelOverrides } from '../../src/llm/configured-providers.ts';
import { PROVIDERS } from '../../src/llm/providers.ts';
import { secretsOf } from '../../src/llm/secrets.ts';

const KEYS = { GEMINI_API_KEY: 'gemini-key-1', GROQ_API_KEY: 'groq-key-1, groq-key-2,,' };

describe('configuredProviders', () => {
  it('keeps the order asked for, splits keys, and skips the place of the offline engine', () => {
    const { configured, leftOut } = configuredProviders(['groq', 'offline', 'gemini', 'groq'], KEYS);
    expect(
      configured.map(({ provider, keys, keyVariable, baseUrl }) => [provider.name, keys, keyVariable, baseUrl]),
    ).toEqual([
      ['groq', ['groq-key-1', 'groq-key-2'], 'GROQ_API_KEY', null],
      ['gemini', ['gemini-key-1'], 'GEMINI_API_KEY', null],
    ]);
    expect(leftOut).toEqual([]);
  });

  it('prefers GOOGLE_API_KEY', () => {
    const { configured } = configuredProviders(['gemini'], { ...KEYS, GOOGLE_API_KEY: 'google-key' });
    expect(configured[0]).toMatchObject({ keys: ['google-key'], keyVariable: 'GOOGLE_API_KEY' });
  });

  it('leaves out a provider without a usable key and names the variable, never the value', () => {
    const { configured, leftOut } = configuredProviders(['gemini', 'groq'], {
      GEMINI_API_KEY: ' , ',
      GROQ_API_KEY: 'gsk_ä\u0000secret',
    });
    expect(configured).toEqual([]);
    expect(leftOut.map(({ reason }) => reason)).toEqual([
      'Gemini has no key: set GOOGLE_API_KEY or GEMINI_API_KEY',
      expect.stringMatching(/^GROQ_API_KEY holds characters(?!.*secret)/),
    ]);
  });

  it('takes models from the option, then the environment, then the defaults', () => {
    const models = (environment: object, overrides = {}) =>
      configuredProviders(['groq'], { ...KEYS, ...environment }, overrides).configured[0]?.models;
    expect(models({})?.[0]).toBe('llama-3.3-70b-versatile');
    expect(models({ GROQ_MODEL: 'a,b, a' })).toEqual(['a', 'b']);
    expect(models({ GROQ_MODEL: 'a' }, { groq: ['c'] })).toEqual(['c']);
  });

  it.each([
    ['http://localhost:8080/', 'http://localhost:8080'],
    ['https://gateway.example/groq/openai/v1/', 'https://gateway.example/groq'],
    ['https://api.groq.com/openai/v1', 'https://api.groq.com'],
    ['', null],
  ])('takes %j as a base address', (value, expected) => {
    const { configured } = configuredProviders(['groq'], { ...KEYS, GROQ_BASE_URL: value });
    expect(configured[0]?.baseUrl).toBe(expected);
  });

  it.each(['localhost:8080', 'ftp://x', 'https://user:word@gateway.example'])(
    'refuses %j as a base address',
    (value) => {
      expect(() => configuredProviders(['groq'], { ...KEYS, GROQ_BASE_URL: value })).toThrow(
        expect.objectContaining({ code: 'configuration', exitCode: 2, hint: expect.stringContaining('GROQ_BASE_URL') }),
      );
    },
  );

  it('suggests the nearest name for an unknown provider', () => {
    const unknown = (name: string) => () => configuredProviders([name], KEYS);
    expect(unknown('gemni')).toThrow(expect.objectContaining({ exitCode: 2, hint: 'Did you mean "gemini"?' }));
    expect(unknown('ofline')).toThrow(expect.objectContaining({ hint: 'Did you mean "offline"?' }));
    expect(unknown('mainframe')).toThrow(expect.objectContaining({ hint: expect.stringContaining('gemini, groq') }));
  });
});

describe('parseModelOverrides', () => {
  it('reads lists, however the commas were split', () => {
    expect(parseModelOverrides(['groq=openai/gpt-oss-20b,qwen/qwen3.6-27b', 'gemini=x'])).toEqual({
      groq: ['openai/gpt-oss-20b', 'qwen/qwen3.6-27b'],
      gemini: ['x'],
    });
    expect(parseModelOverrides(['groq=a', 'b', 'gemini=c'])).toEqual({ groq: ['a', 'b'], gemini: ['c'] });
  });

  it.each([['/x/good.sh k=a,b'], ['/x/good.sh "print(1, 2)" a, b,'], ['x "groq=a,openai=b"'], [`it's, not closed`]])(
    'takes %j as one command, wherever it stands',
    (command) => {
      expect(parseModelOverrides([`command= ${command} `])).toEqual({ command: [command] });
      expect(parseModelOverrides([`groq=a,b,command=${command}`])).toEqual({ groq: ['a', 'b'], command: [command] });
      expect(configuredProviders(['command'], { AUTOFIX_COMMAND: command }).configured[0]?.models).toEqual([command]);
    },
  );

  it('ends a command where the next provider is named', () => {
    const overrides = parseModelOverrides(['command=x k=a,b=c, groq = a,b,gemini=c']);
    expect(overrides).toEqual({ command: ['x k=a,b=c'], groq: ['a', 'b'], gemini: ['c'] });
    expect(() => parseModelOverrides(['command=x', 'y'])).toThrow(expect.objectContaining({ code: 'usage' }));
    expect(() => parseModelOverrides(['groq=a,gemni=b'])).toThrow(
      expect.objectContaining({ hint: 'Did you mean "gemini"?' }),
    );
  });

  it.each([['a'], ['groq='], ['command= '], ['=x'], ['gro=x']])('refuses %j', (value) => {
    expect(() => parseModelOverrides([value])).toThrow(expect.objectContaining({ code: 'usage', exitCode: 2 }));
  });
});

describe('the registry', () => {
  it('has unique names and variables, and at least two entries', () => {
    const names = PROVIDERS.map(({ name }) => name);
    const variables = PROVIDERS.flatMap((provider) => [
      ...provider.keyVariables,
      provider.modelVariable,
      provider.baseUrlVariable,
    ]);
    expect(names.length).toBeGreaterThanOrEqual(2);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(variables).size).toBe(variables.length);
  });

  it('knows every secret in the environment, in a URL too', () => {
    expect(secretsOf({ GROQ_API_KEY: 'groq/key+1,second-key', GOOGLE_API_KEY: 'google-key', OTHER: 'x' })).toEqual(
      expect.arrayContaining(['groq/key+1', 'groq%2Fkey%2B1', 'second-key', 'google-key']),
    );
  });

  it('knows what else is secret there by its name, but no ordinary word', () => {
    const env = {
      AWS_SECRET_ACCESS_KEY: 'wJalr/9xUt',
      DATABASE_URL: 'postgres://app:pw-9911@db/shop',
      ...{
        DB_PASSWORD: 'postgres',
        SSH_AUTH_SOCK: '/tmp/ssh-1/agent.7',
        SHELL: '/bin/bash',
        TERM_PROGRAM: 'vscode 1.2',
      },
    };
    const author = { GIT_AUTHOR_NAME: 'Jane Doe', PASSENGER_LIST: 'Jane Doe, John Roe' };
    const key = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC';
    const lines = { DEPLOY_KEY: `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\n` };
    expect(secretsOf({ ...author, ...lines }).filter((secret) => !secret.startsWith('TU'))).toEqual([key]);
    const secrets = secretsOf(env);
    expect(secrets).toEqual(expect.arrayContaining(['wJalr/9xUt', 'wJalr%2F9xUt', 'd0phbHIvOXhVdA']));
    expect(secrets.some((secret) => /postgres|agent|bash|vscode/.test(secret))).toBe(false);
    expect(secretsOf({ DATABASE_URL: 'postgres://app:pw-99112@db/shop' })).toContain('pw-99112');
  });
});
