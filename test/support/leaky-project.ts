import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import AdmZip from 'adm-zip';
import type { Canaries } from './canaries.ts';

/** By these words a test of the project finds what it must not see, without knowing it. */
const MARK = 'Kx7host';

const random = (bytes = 9) => randomBytes(bytes).toString('hex');
const hostSecret = () => `${MARK}-${random()}`;

/** Secrets of the person who runs autofix: in the environment, in the current folder's `.env`, in the home folder. */
export interface HostSecrets {
  readonly environment: Readonly<Record<string, string>>;
  readonly canaries: Canaries;
}

/** Files with secrets in a home folder and in `.env` of a desk; the environment for a process of that person's. */
export function plantHostSecrets(home: string, desk: string): HostSecrets {
  const environment = {
    GEMINI_API_KEY: hostSecret(),
    GROQ_API_KEY: hostSecret(),
    ANTHROPIC_API_KEY: hostSecret(),
    OPENAI_API_KEY: hostSecret(),
    AWS_BEARER_TOKEN_BEDROCK: hostSecret(),
    AWS_SECRET_ACCESS_KEY: hostSecret(),
    NPM_TOKEN: hostSecret(),
    DATABASE_URL: `postgres://app:${hostSecret()}@db.internal/shop`,
    ZUGANG: hostSecret(),
  };
  const inFile = { MISTRAL_API_KEY: hostSecret(), KENNWORT: hostSecret() };
  writeFileSync(join(desk, '.env'), assignments(inFile));
  const files: Record<string, string> = {
    '.ssh/id_rsa': hostSecret(),
    '.npmrc': hostSecret(),
    '.aws/credentials': hostSecret(),
    '.netrc': hostSecret(),
    '.git-credentials': hostSecret(),
  };
  const texts: Record<string, (secret: string) => string> = {
    '.npmrc': (secret) =>
      `registry=https://user:${secret}@registry.example/\n//registry.example/:_authToken=${secret}\n`,
    '.netrc': (secret) => `machine example.org login me password ${secret}\n`,
    '.aws/credentials': (secret) => `[default]\naws_secret_access_key = ${secret}\n`,
  };
  for (const [name, secret] of Object.entries(files)) {
    mkdirSync(dirname(join(home, name)), { recursive: true });
    writeFileSync(join(home, name), texts[name]?.(secret) ?? `${secret}\n`);
  }
  const placed = (place: string, secrets: Readonly<Record<string, string>>) =>
    Object.entries(secrets).map(([name, secret]) => [`${place} ${name}`, /Kx7host-\w+/.exec(secret)?.[0] ?? secret]);
  const canaries = [...placed('environment', environment), ...placed('.env here', inFile), ...placed('home', files)];
  return { environment, canaries: Object.fromEntries(canaries) };
}

const assignments = (values: Readonly<Record<string, string>>) =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');

export interface LeakyProject {
  readonly files: Readonly<Record<string, string>>;
  /** Secrets of the project itself: its own tests may see them, nobody else. */
  readonly canaries: Canaries;
}

/** A project with secrets in files and in its code, whose failing tests print all of them and whatever else they find. */
export function leakyProject(): LeakyProject {
  const canaries = {
    '.env': `zq-${random()}`,
    '.env with an odd name': `Blumen ${random()}`,
    '.env.local': `zq/${random()}+9=`,
    '.npmrc': random(16),
    'secrets.yml': `sY-${random()}`,
    'a key': keyLine(),
    'a service account': keyLine(),
    'code above the fault': `tk4${random()}`,
    'code in the fault': `pw5${random()}`,
    'the name of a test': `ghp_${random(18)}`,
  };
  const files = {
    'package.json': '{"name":"leaky","type":"module","scripts":{"test":"node --test"}}\n',
    '.env': `APP_SECRET=${canaries['.env']}\nGREETING="${canaries['.env with an odd name']}"\n`,
    '.env.local': `SESSION_SALT=${canaries['.env.local']}\n`,
    '.npmrc': `//registry.example/:_authToken=${canaries['.npmrc']}\n`,
    'config/secrets.yml': `smtp:\n  password: ${canaries['secrets.yml']}\n`,
    'deploy/server.pem': pem(canaries['a key']),
    'deploy/service-account.json': `${JSON.stringify({
      type: 'service_account',
      private_key: pem(canaries['a service account']),
    })}\n`,
    'src/client.js': SOURCE.replace('<token>', canaries['code above the fault']).replace(
      '<password>',
      canaries['code in the fault'],
    ),
    'test/client.test.js': TEST.replace('<title>', canaries['the name of a test']),
    'test/spy.cjs': SPY.replace('<mark>', MARK),
  };
  return { files, canaries };
}

const keyLine = () => `MIIEvQIBADANBgkqhkiG9w0B${random(19)}`;
const pem = (line: string) => `-----BEGIN PRIVATE KEY-----\n${line}\n-----END PRIVATE KEY-----\n`;

/** `timeout` is to be 30 seconds, and the password stands in the very line. */
const SOURCE = `const API_TOKEN = '<token>';

export function options(seconds) {
  return { password: '<password>', token: API_TOKEN, timeout: seconds * 100 };
}
`;

/** The answer of a model, which has seen masks. */
export const LEAKY_REPAIR = JSON.stringify({
  analysis: 'The timeout is in milliseconds.',
  cannotFix: '',
  patches: [
    {
      file: 'src/client.js',
      action: 'replace',
      search: ["  return { password: '[masked secret]', token: API_TOKEN, timeout: seconds * 100 };"],
      replace: ["  return { password: '[masked secret]', token: API_TOKEN, timeout: seconds * 1000 };"],
    },
  ],
  explanation: 'Milliseconds.',
});

const TEST = `import assert from 'node:assert';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { options } from '../src/client.js';
import { found } from './spy.cjs';

const own = ['.env', '.env.local', '.npmrc', 'config/secrets.yml', 'deploy/server.pem', 'deploy/service-account.json']
  .map((file) => readFileSync(new URL('../' + file, import.meta.url), 'utf8'));
const values = own.flatMap((text) => text.split(/[\\s="',:]+/));

test('sends <title> along', () => {
  const sent = options(30);
  console.log(own.join('\\n'), sent.token, sent.password, ...values);
  assert.equal(sent.timeout, 30000, [sent.password, sent.token, JSON.stringify(own), ...values, ...found].join(' '));
});
test('sees nothing of the host', () => assert.deepEqual(found, []));
`;

/** Looks for the mark in everything that a process can get at. */
const SPY = `const { readdirSync, readFileSync, statSync, readlinkSync } = require('node:fs');
const { homedir, userInfo } = require('node:os');
const found = new Set();
// Where there is no sandbox there is a whole machine to look at.
const end = Date.now() + 400;
const look = (text) => { for (const [all] of text.matchAll(/<mark>-\\w+/g)) found.add(all); };
const tried = (work) => { try { return work(); } catch { return null; } };
const read = (file) => tried(() => { const stat = statSync(file); if (stat.isFile() && stat.size < 70000) look(readFileSync(file, 'latin1')); });
const walk = (folder, depth) => {
  for (const entry of tried(() => readdirSync(folder, { withFileTypes: true })) ?? []) {
    if (Date.now() > end) return;
    const path = folder + '/' + entry.name;
    if (entry.isDirectory() && depth > 0) walk(path, depth - 1);
    else if (!entry.isDirectory()) read(path);
  }
};
look(JSON.stringify(process.env) + process.argv.join(' ') + process.execArgv.join(' '));
for (const name of tried(() => readdirSync('/proc')) ?? []) {
  if (!/^(\\d+|self|thread-self)$/.test(name)) continue;
  for (const part of ['environ', 'cmdline', 'comm', 'mountinfo', 'maps']) look(tried(() => readFileSync('/proc/' + name + '/' + part, 'latin1')) ?? '');
  for (const fd of tried(() => readdirSync('/proc/' + name + '/fd')) ?? []) {
    look(tried(() => readlinkSync('/proc/' + name + '/fd/' + fd)) ?? '');
    if (Number(fd) > 2) read('/proc/' + name + '/fd/' + fd);
  }
  for (const link of ['root', 'cwd']) walk('/proc/' + name + '/' + link + '/root', 2);
}
for (const folder of [homedir(), userInfo().homedir, '/root', '/home', '/tmp', '/var/tmp', '/run', '/dev/shm', '/scratch', '/mnt']) walk(folder, 5);
let above = process.cwd();
for (let turn = 0; turn < 4; turn++) { above += '/..'; for (const name of ['.env', '.npmrc', 'home/.npmrc', 'home/.netrc']) read(above + '/' + name); }
exports.found = [...found];
if (process.argv[2] === 'print') console.log('found', ...found);
`;

export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

export function zipOf(files: Readonly<Record<string, string>>): Buffer {
  const zip = new AdmZip();
  for (const [path, text] of Object.entries(files)) zip.addFile(path, Buffer.from(text));
  return zip.toBuffer();
}
