import { describe, expect, it } from '@jest/globals';
import { isSecretFile } from '../../src/context/mask-secrets.ts';
import { countMasks, createSecretMasker } from '../../src/context/secret-masker.ts';
import { MASK } from '../../src/shared/masked-secret.ts';

const mask = createSecretMasker([]);

// Put together here, so that no scanner takes this file for a leak.
const joined = (...parts: readonly string[]) => parts.join('');
const SECRETS: Readonly<Record<string, string>> = {
  'AWS access key': joined('AKIA', 'IOSFODNN7EXAMPLE'),
  'Google standard key': joined('AIza', 'SyA1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q'),
  'Google auth key': joined('AQ.', 'Ab8RN6LsomethingLongEnough0123456789'),
  'Groq key': joined('gsk_', 'abcdEFGH1234567890abcdEFGH1234567890abcdEFGH12'),
  'OpenAI key': joined('sk-', 'proj-abc123DEF456ghi789JKL012mno'),
  'Anthropic key': joined('sk-ant-', 'api03-abc123DEF456ghi789JKL012mno345'),
  'GitHub token': joined('ghp_', 'abcdefghijklmnopqrstuvwxyz0123456789'),
  'Slack token': joined('xoxb-', '123456789012-abcdefghijkl'),
  'JSON web token': joined(
    'eyJhbGciOiJIUzI1NiJ9',
    '.eyJzdWIiOiIxMjM0NTY3ODkwIn0',
    '.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U',
  ),
  'Hugging Face token': joined('hf_', 'abcdefghijABCDEFGHIJabcdefghijABCD'),
  'PyPI token': joined('pypi-', 'AgEIcHlwaS5vcmcCJDAwMDAwMDAwLTAwMDAtMDAwMC0wMDAw'),
  'Databricks token': joined('dapi', '0123456789abcdef0123456789abcdef'),
  'Shopify token': joined('shpat_', 'abcdef0123456789abcdef0123456789'),
  'Linear key': joined('lin_api_', 'abcdefghij0123456789abcdefghij0123456789'),
  'GitLab token': joined('glpat-', 'abcdefghij0123456789'),
  'SendGrid key': joined('SG.', 'abcdefghijklmnopqrstuv.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrs'),
  'private key': joined('-----BEGIN RSA PRIVATE', ' KEY-----\nMIIEabc\ndef\n-----END RSA PRIVATE KEY-----'),
};

describe('masked', () => {
  it.each(Object.entries(SECRETS))('%s', async (_, secret) => {
    const text = await mask(`const key = '${secret}';\nnext();\n`);
    expect(text).not.toContain(secret);
    expect(text).toContain(MASK);
    expect(countMasks(text)).toBe(1);
    expect(text.split('\n')).toHaveLength(`const key = '${secret}';\nnext();\n`.split('\n').length);
  });

  it('values that are assigned to names of secrets', async () => {
    const source = `password = "correct-horse-battery"
const apiKey: string = 'zx81zx81zx81';
{ "client_secret": "0a9b8c7d6e5f" }
url = 'postgres://app:hunter22@db.local/app'
export DATABASE_PASSWORD=tr0ub4dor&3
`;
    const text = await mask(source);
    expect(countMasks(text)).toBe(5);
    for (const value of ['correct-horse', 'zx81', '0a9b8c', 'hunter22', 'tr0ub4dor']) expect(text).not.toContain(value);
    expect(text).toContain(`password = "${MASK}"`);
    expect(text).toContain(`postgres://app:${MASK}@db.local/app`);
  });
});

describe('left as it is', () => {
  it.each([
    'const password = request.body.password;',
    'if (token === undefined) throw new Error("token missing");',
    'password = "your-password-here"',
    "const secret = process.env.SECRET ?? '';",
    'def check_password(password: str) -> bool:',
    'const className = "sk-loading-indicator";',
    'pk_field_of_the_user_table = 1',
    "headers: { 'content-type': 'application/json' },",
    'const sha = "da39a3ee5e6b4b0d3255bfef95601890afd80709";',
  ])('%s', async (line) => {
    expect(await mask(line)).toBe(line);
  });
});

it('knows files that are secret as a whole', () => {
  const secret = ['.env', 'config/.env.production', '.npmrc', 'keys/id_rsa', 'tls/server.key', 'credentials.json'];
  expect(secret.filter(isSecretFile)).toEqual(secret);
  expect(['src/env.js', 'src/key.ts', 'README.md', 'environment.py'].filter(isSecretFile)).toEqual([]);
});
