import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import AdmZip from 'adm-zip';
import { type Canaries, channelsBelow, leaksIn } from '../support/canaries.ts';
import {
  type HostSecrets,
  LEAKY_REPAIR,
  type LeakyProject,
  leakyProject,
  plantHostSecrets,
  writeFiles,
  zipOf,
} from '../support/leaky-project.ts';
import { type ProviderScript, type ProviderServer, startProviderServer } from '../support/provider-server.ts';
import type { ProviderName } from '../support/provider-steps.ts';
import { type AutofixRun, createDesk, type Desk, outcomeIn } from '../support/run-autofix.ts';

/**
 * Secrets are planted wherever a person or a project has them, a run is made, and everything that it sent, printed and left
 * is searched for them. The spy among the project's own tests looks from inside.
 */
let desk: Desk;
let host: HostSecrets;
let project: LeakyProject;
let server: ProviderServer;
const home = () => join(desk.folder, 'home');

beforeEach(() => {
  desk = createDesk();
  mkdirSync(home());
  mkdirSync(join(desk.folder, 'out'));
  host = plantHostSecrets(home(), desk.folder);
  project = leakyProject();
  writeFileSync(join(desk.folder, 'leaky.zip'), zipOf(project.files));
  writeFiles(join(desk.folder, 'leaky'), project.files);
});
afterEach(async () => {
  await server.close();
  desk.dispose();
});

async function autofix(...argv: readonly string[]): Promise<AutofixRun> {
  const bases = ['GEMINI', 'GROQ', 'ANTHROPIC', 'OPENAI', 'BEDROCK'].map((name) => [`${name}_BASE_URL`, server.url]);
  const models = { OPENAI_MODEL: 'gpt-5.4-mini', GROQ_MODEL: 'openai/gpt-oss-120b', AWS_REGION: 'eu-west-1' };
  return desk.run(argv, { ...host.environment, ...Object.fromEntries(bases), ...models, HOME: home() });
}

const serve = async (script: ProviderScript) => {
  server = await startProviderServer(script);
};

/** All that came out of the runs so far; `streams` by the command line. */
function leaks(streams: Readonly<Record<string, AutofixRun>>): string[] {
  const printed = Object.entries(streams).flatMap(([name, { stdout, stderr }]): [string, string][] => [
    [`${name}: standard output`, stdout],
    [`${name}: standard error`, stderr],
  ]);
  const left = ['state', 'out'].flatMap((name) => channelsBelow(join(desk.folder, name)));
  const zips = left.filter(([name]) => name.includes('.zip!'));
  const others = new Map([...printed, ...left.filter((channel) => !zips.includes(channel))]);
  return [
    ...leaksIn(others, { ...host.canaries, ...project.canaries }),
    ...leaksIn(new Map(zips), host.canaries),
    ...leaksIn(requests(), { ...othersThanKeys(), ...project.canaries }),
  ];
}

/** Each request whole; a key goes to its own provider, and stands in the header that it belongs in. */
function requests(): Map<string, string> {
  return new Map(
    server.requests.map(({ provider, path, headers, body }, index) => {
      const [name] = KEY_VARIABLES[provider];
      const own = host.environment[name] ?? '';
      const told = JSON.stringify(headers).replaceAll(own, '');
      return [`request ${index + 1} to ${provider}`, `${path}\n${told}\n${JSON.stringify(body)}`];
    }),
  );
}

const KEY_VARIABLES: Readonly<Record<ProviderName, readonly [string]>> = {
  gemini: ['GEMINI_API_KEY'],
  groq: ['GROQ_API_KEY'],
  anthropic: ['ANTHROPIC_API_KEY'],
  openai: ['OPENAI_API_KEY'],
  bedrock: ['AWS_BEARER_TOKEN_BEDROCK'],
};
const othersThanKeys = (): Canaries => host.canaries;

const out = (name: string) => join('out', name);
const ALL = 'gemini,groq,anthropic,openai,bedrock';

describe('secrets of the host and of the project', () => {
  it('are in nothing that a run of all providers sends, prints or leaves', async () => {
    const wrong = LEAKY_REPAIR.replace('* 1000', '* 10');
    await serve({
      gemini: ['429-day'],
      groq: ['key-echo'],
      anthropic: ['403'],
      openai: ['key-invalid'],
      bedrock: [{ answer: wrong }, { answer: LEAKY_REPAIR }],
    });
    const run = await autofix(
      ...['run', 'leaky.zip', '--providers', ALL, '--json', '--events', '--verbose', '--sandbox', 'require'],
      ...['--install-command', 'node test/spy.cjs print', '--out', out('fixed.zip')],
      ...['--html', out('page.html'), '--summary', out('summary.md'), '--diff', out('patch.diff')],
    );
    expect(run.exitCode).toBe(0);
    expect(new Set(server.requests.map(({ provider }) => provider)).size).toBe(5);
    const { runDir } = outcomeIn(run).outputs;
    const rendered = await autofix('report', String(runDir), '--junit', out('junit.xml'));
    const replayed = await autofix('replay', String(runDir));
    expect(replayed).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('replay     same') });
    const applied = await autofix('apply', String(runDir), 'leaky');
    expect(applied.exitCode).toBe(0);
    expect(leaks({ run, rendered, replayed, applied })).toEqual([]);
    // What was masked everywhere is in the repaired file itself, untouched.
    const repaired = project.files['src/client.js']?.replace('* 100', '* 1000');
    expect(new AdmZip(join(desk.folder, out('fixed.zip'))).readAsText('src/client.js')).toBe(repaired);
    expect(readFileSync(join(desk.folder, 'leaky/src/client.js'), 'utf8')).toBe(repaired);
  }, 90_000);

  it('are in no error, whatever a run dies of', async () => {
    await serve({ gemini: ['key-echo'], groq: ['bad-request'] });
    const shown = 'cat .env .env.local .npmrc config/secrets.yml deploy/* src/*; env; exit 3';
    const none = ['--offline', '--json', '--events', '--verbose'];
    const ends = {
      'tests that crash': await autofix('run', 'leaky.zip', '--test-command', shown, ...none),
      'an installation that fails': await autofix('run', 'leaky.zip', '--install-command', shown, ...none),
      'a report of secrets': await autofix('run', 'leaky.zip', '--report', 'leaky/.env', ...none),
      'keys that are refused': await autofix('run', 'leaky.zip', '--providers', 'gemini,groq', '--json', '--verbose'),
      'an inspection': await autofix('inspect', 'leaky.zip', '--json'),
      'an inspection in words': await autofix('inspect', 'leaky.zip', '--providers', ALL),
      'a ping': await autofix('ping', 'gemini', 'groq', '--json'),
      'a look at the settings': await autofix('config', '--json'),
    };
    expect(Object.values(ends).map(({ exitCode }) => exitCode)).toEqual([1, 6, 5, 3, 0, 0, 2, 0]);
    expect(leaks(ends)).toEqual([]);
  }, 90_000);

  it('of the environment are masked even where no sandbox keeps the tests from reading them', async () => {
    await serve({ gemini: [{ answer: LEAKY_REPAIR }] });
    const run = await autofix(
      ...['run', 'leaky.zip', '--providers', 'gemini', '--sandbox', 'none', '--json', '--events', '--verbose'],
      ...['--out', out('fixed.zip')],
    );
    // The spy has found what it was after: this is what the sandbox is for.
    expect(outcomeIn(run).analysis.failures.map(({ name }) => name)).toContain('sees nothing of the host');
    const named = Object.entries(host.canaries).filter(([place]) => /^environment (?!ZUGANG)|MISTRAL/.test(place));
    expect(named).toHaveLength(9);
    host = { ...host, canaries: Object.fromEntries(named) };
    expect(leaks({ run })).toEqual([]);
  }, 60_000);

  it('are not in the work copy of a folder whose own .env has the keys', async () => {
    await serve({});
    const key = host.environment.GROQ_API_KEY ?? '';
    writeFileSync(join(desk.folder, 'leaky/.env'), `GROQ_API_KEY=${key}\nAPP_SECRET=mine\n`);
    const run = await autofix('run', 'leaky', '--offline', '--json', '--dry-run', '--test-command', 'cat .env; exit 1');
    expect(leaks({ run })).toEqual([]);
    const [failure] = outcomeIn(run).analysis.failures;
    expect(failure?.message).toContain('APP_SECRET');
    expect(failure?.message).toContain('GROQ_API_KEY=[redacted]');
  }, 60_000);
});
