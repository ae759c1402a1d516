import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { deskForEach } from '../support/desk-for-each.ts';
import { type ProviderScript, startProviderServer } from '../support/provider-server.ts';
import { outcomeIn } from '../support/run-autofix.ts';

/** Two faults: an import that the engine brings back, and a numeral that no operator can write. */
const ROMAN = 'export function roman(number) {\n  return String(number);\n}\n';
const SHOUT = 'export function shout(words) {\n  return joined(words).toUpperCase();\n}\n';
const FILES = {
  'package.json': '{ "name": "words", "type": "module", "scripts": { "test": "node --test" } }\n',
  'src/joined.js': "export function joined(words) {\n  return words.join(' ');\n}\n",
  'src/shout.js': SHOUT,
  'src/roman.js': ROMAN,
  'test/words.test.js': `import assert from 'node:assert/strict';
import test from 'node:test';
import { roman } from '../src/roman.js';
import { shout } from '../src/shout.js';

test('shouts', () => assert.equal(shout(['a', 'b']), 'A B'));
test('writes roman numerals', () => {
  assert.equal(roman(1994), 'MCMXCIV');
  assert.equal(roman(12), 'XII');
});
`,
};

const answer = (file: string, search: readonly string[], replace: readonly string[]) =>
  JSON.stringify({
    ...{ analysis: 'x', cannotFix: '', explanation: 'y' },
    patches: [{ file, action: 'replace', search, replace }],
  });

const NUMERALS = answer(
  'src/roman.js',
  ['  return String(number);'],
  [
    '  const signs = { M: 1000, CM: 900, D: 500, CD: 400, C: 100, XC: 90, L: 50, XL: 40, X: 10, IX: 9, V: 5, IV: 4, I: 1 };',
    "  let [rest, text] = [number, ''];",
    '  for (const [sign, value] of Object.entries(signs)) for (; rest >= value; rest -= value) text += sign;',
    '  return text;',
  ],
);

const place = deskForEach();

async function run(files: Readonly<Record<string, string>>, script: ProviderScript, argv: readonly string[]) {
  place.server = await startProviderServer(script);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(place.desk.folder, 'words', path)), { recursive: true });
    writeFileSync(join(place.desk.folder, 'words', path), text);
  }
  const { url } = place.server;
  const keys = { GEMINI_API_KEY: 'AQ.test-gemini-key-000000', GROQ_API_KEY: 'gsk_test_groq_key_000000' };
  const env = { ...keys, GEMINI_BASE_URL: url, GROQ_BASE_URL: url };
  const ran = await place.desk.run(['run', 'words', '--json', '--repeat', '1', '--no-install', ...argv], env);
  return { exitCode: ran.exitCode, outcome: outcomeIn(ran) };
}

describe('the engine before the models', () => {
  const ORDER = ['--providers', 'offline,gemini,groq', '--offline-time', '4'];

  it('leaves them what it could not do, and what it found out; out of quota, one stands in for the other', async () => {
    const { outcome, exitCode } = await run(FILES, { gemini: ['429-day'], groq: [{ answer: NUMERALS }] }, ORDER);
    expect({ exitCode, status: outcome.status }).toEqual({ exitCode: 0, status: 'fixed' });
    expect(outcome.patch).toMatchObject({
      ...{ files: ['src/roman.js', 'src/shout.js'], provider: 'groq', operator: 'add-import' },
    });
    expect(outcome.fallbacks.map(({ from, to }) => `${from} ${to}`)).toEqual(['offline gemini', 'gemini groq']);
    const prompt = place.server?.requestsTo('groq')[0]?.prompt ?? '';
    // The import is there already, and only the numerals are asked for.
    expect(prompt).toContain('MCMXCIV');
    expect(prompt).not.toMatch(/joined is not defined/);
    expect(prompt).toContain('src/roman.js');
    expect(place.server?.requestsTo('groq')).toHaveLength(1);
    expect(outcome.usage.requests).toBe(place.server?.requests.length);
  }, 60_000);

  it('asks nobody when it repairs everything', async () => {
    const script = { gemini: [{ answer: NUMERALS }], groq: [{ answer: NUMERALS }] };
    const roman = ROMAN.replace('String(number)', "number === 12 ? 'XII' : 'MCMXCIV'");
    const { outcome } = await run({ ...FILES, 'src/roman.js': roman }, script, ORDER);
    expect(outcome).toMatchObject({ status: 'fixed', patch: { provider: 'offline' }, usage: { requests: 0 } });
    expect(place.server?.requests).toEqual([]);
  }, 60_000);
});

describe('engine and model in competition', () => {
  const roman = ROMAN.replace('String(number)', "number === 12 ? 'XII' : 'MCMXCIV'");
  const line = '  return joined(words).toUpperCase();';

  it.each([
    [
      'the engine',
      [line],
      ["  const joined = (all) => all.join(' ');", "  if (words.length === 0) return '';", line],
      'offline',
      'gemini',
    ],
    ['the model', [line], ["  return words.join(' ').toUpperCase();"], 'gemini', 'offline'],
  ])(
    '%s wins with the likelier patch, and the other one stands beside it',
    async (_, search, replace, who, other) => {
      const script = { gemini: [{ answer: answer('src/shout.js', search, replace) }] };
      const argv = ['--compete', '--providers', 'gemini,offline', '--offline-time', '4'];
      const { outcome } = await run({ ...FILES, 'src/roman.js': roman }, script, argv);
      expect(outcome.attempts.filter(({ verdict }) => verdict === 'plausible').map(({ provider }) => provider)).toEqual(
        expect.arrayContaining(['gemini', 'offline']),
      );
      expect({ who: outcome.patch?.provider, other: outcome.patch?.alternatives[0]?.operator }).toEqual({
        who,
        other: expect.stringContaining(other === 'offline' ? 'add-import' : 'gemini'),
      });
    },
    60_000,
  );
});
