import { describe, expect, it } from '@jest/globals';
import { buildPrompt } from '../../src/context/build-prompt.ts';
import { knownSecrets } from '../../src/context/known-secrets.ts';
import { isSecretFile } from '../../src/context/mask-secrets.ts';
import { maskValues } from '../../src/context/secret-values.ts';
import type { RepairTask } from '../../src/domain/repair-task.ts';
import { MASK } from '../../src/shared/masked-secret.ts';
import { memoryProject } from '../support/memory-project.ts';
import { failure, frame, reportOf, testResult } from '../support/test-results.ts';

const CANARY = 'canaryFileValue9f8e';

describe('values of the project’s own .env', () => {
  it('do not reach the prompt through a failure message or a source that repeats them', async () => {
    const project = memoryProject({
      'package.json': '{"type":"module"}',
      '.env': `SERVICE_TITLE=${CANARY}\nMODE=development\nPORT=8080\n`,
      'src/mode.js': `export function mode() {\n  return 'production'; // not ${CANARY}\n}\n`,
      'test/mode.test.js': "import { mode } from '../src/mode.js';\n",
    });
    const told = failure(`expected ${CANARY} development, got production`, { frames: [frame('src/mode.js', 2)] });
    const failing = [testResult('test/mode.test.js', ['tells the mode'], { failure: told })];
    const suspects = [
      { file: 'src/mode.js', startLine: 1, endLine: 3, symbol: 'mode', suspiciousness: 1, evidence: [] },
    ];
    const task: RepairTask = { project, failing, baseline: reportOf(failing), suspects };
    const prompt = await buildPrompt({ task, history: [], budgetTokens: 4000, replyInstructions: 'JSON' });
    expect(prompt.user).not.toContain(CANARY);
    expect(prompt.user).toContain(MASK);
    expect(prompt.masked).toBeGreaterThanOrEqual(2);
    // Ordinary words of configuration are no secrets.
    expect(prompt.user).toContain('development');
  });
});

describe('values in a text', () => {
  const many = Array.from({ length: 3000 }, (_, index) => `pw-${index}-end`).sort((a, b) => b.length - a.length);

  it.each([3, 3000])('are masked alike, whether there are %d', (count) => {
    const values = ['longer-pw-1-end', ...many.slice(0, count - 2), 'pw-1-end'];
    expect(maskValues('longer-pw-1-end, pw-1-end; xpw-1-end', values)).toBe(`${MASK}, ${MASK}; x${MASK}`);
    expect(maskValues('nothing of it', values)).toBe('nothing of it');
  });

  it('cost little when there are many of both', () => {
    const started = performance.now();
    for (let index = 0; index < 20_000; index++) maskValues(`does thing number ${index} as it should`, many);
    expect(performance.now() - started).toBeLessThan(3000);
  });
});

describe('values that are known to be secret', () => {
  const known = (files: Readonly<Record<string, string>>, others: readonly string[] = []) =>
    knownSecrets(memoryProject(files), others);

  it('are also those that the code assigns to a name of a secret', () => {
    const code = "const API_TOKEN = 'tk4d1e5f6a7b8c9d0e1f2';\nlogin({ password: 'pw-77-ab' });\n";
    expect(known({ 'src/a.js': code })).toEqual(expect.arrayContaining(['tk4d1e5f6a7b8c9d0e1f2', 'pw-77-ab']));
    // Words of the language, and what stands for a value.
    expect(known({ 'src/a.js': "const secret = 'something'; const password = 'your-password';\n" })).toEqual([]);
  });

  it('are known in the forms in which they turn up', () => {
    const values = known({ '.env': 'APP_SECRET=a/"b"+c9=\n' });
    expect(values).toEqual(
      expect.arrayContaining([
        'a/"b"+c9=',
        'a%2F%22b%22%2Bc9%3D',
        'a/\\"b\\"+c9=',
        Buffer.from('a/"b"+c9=').toString('base64').replace(/=+$/, ''),
      ]),
    );
  });

  it('are the password of an address alone, each of several keys, and those of the person', () => {
    const env = 'STORE=redis://app:pw-1234@cache:6379/0\nAPI_KEYS=first-key-1111,second-key-2222\n';
    const values = known({ '.env': env }, ['mine-0123']);
    expect(values).toEqual(expect.arrayContaining(['pw-1234', 'first-key-1111', 'second-key-2222', 'mine-0123']));
    const lengths = values.map(({ length }) => length);
    expect(lengths).toEqual([...lengths].sort((left, right) => right - left));
  });
});

it.each([
  ...['deploy/service-account.json', 'my-service_account_key.json', 'client_secret_12.apps.json', 'config/secrets.yml'],
  ...['.git-credentials', 'prod.tfvars', 'db/.pgpass', 'certs/AuthKey.p8', 'application_default_credentials.json'],
  ...['.env.local', 'secrets.prod.yaml', '.vault_pass', 'firebase-adminsdk-x1.json'],
])('%s is a file of secrets', (path) => expect(isSecretFile(path)).toBe(true));

it.each([
  'src/secrets.ts',
  'src/credentials.py',
  'secretary.json',
  'keyboard.json',
  'environment.js',
  'src/service-account.ts',
])('%s is none', (path) => expect(isSecretFile(path)).toBe(false));
