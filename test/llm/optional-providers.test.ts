import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { CompletionRequest, ModelProvider } from '../../src/domain/model-provider.ts';
import { configuredProviders } from '../../src/llm/configured-providers.ts';
import { splitAtCommas, splitCommandLine } from '../../src/llm/providers/command-line.ts';
import { optionalSdk } from '../../src/llm/providers/optional-sdk.ts';
import { PROVIDERS } from '../../src/llm/providers.ts';
import { loadSdks } from '../support/load-sdks.ts';
import { type ProviderScript, type ProviderServer, startProviderServer } from '../support/provider-server.ts';
import { ANSWER, SCHEMA } from './chain-fixture.ts';

let server: ProviderServer | null = null;
let folder: string | null = null;

beforeAll(loadSdks);
afterEach(async () => {
  await server?.close();
  server = null;
  if (folder !== null) rmSync(folder, { recursive: true, force: true });
  folder = null;
});

const REQUEST: CompletionRequest = {
  system: 'You repair programs.',
  user: 'Repair this.',
  schema: SCHEMA,
  maxOutputTokens: 2600,
  thinking: 'default',
  without: [],
};

interface Asked {
  readonly request?: Partial<CompletionRequest>;
  readonly model?: string;
  readonly key?: string;
  readonly keyVariable?: string;
  readonly settings?: Readonly<Record<string, string>>;
  readonly path?: string;
}

/** One bare call of a provider against a server with this script. */
async function ask(name: string, script: ProviderScript, asked: Asked = {}) {
  server = await startProviderServer(script);
  const provider = PROVIDERS.find((one) => one.name === name) as ModelProvider;
  return provider.complete(
    { ...REQUEST, ...asked.request },
    {
      model: asked.model ?? provider.defaultModels[0] ?? '',
      apiKey: asked.key ?? 'key-0123456789',
      keyVariable: asked.keyVariable ?? provider.keyVariables[0] ?? '',
      settings: { AWS_REGION: 'eu-west-1', ...asked.settings },
      baseUrl: server.url + (asked.path ?? ''),
      signal: new AbortController().signal,
      now: () => Date.parse('2026-11-22T10:00:00Z'),
    },
  );
}

const sent = () => server?.requests[0];

describe('an Anthropic request', () => {
  it('asks for JSON by output schema, once, with a closed schema', async () => {
    const completion = await ask('anthropic', { anthropic: [{ answer: ANSWER, thoughts: 'Hm, the import.' }] });
    expect(completion).toMatchObject({
      text: ANSWER,
      model: 'claude-sonnet-5-5',
      quotaLeft: { requests: 49, tokens: 449_000, tokenLimit: 450_000, tokensResetMs: 1000 },
    });
    expect(completion.outputTokens).toBeGreaterThan(12);
    expect(sent()?.body).toMatchObject({
      max_tokens: 2600,
      system: 'You repair programs.',
      messages: [{ role: 'user', content: 'Repair this.' }],
      output_config: {
        format: { type: 'json_schema', schema: { additionalProperties: false, required: ['analysis', 'edits'] } },
      },
    });
    expect(sent()?.body).not.toHaveProperty('thinking');
  });

  it.each([
    ['claude-sonnet-5-5', { effort: 'low' }],
    ['claude-haiku-4-5', {}],
  ])('limits the thinking of %s with %j', async (model, expected) => {
    await ask('anthropic', { anthropic: [{ answer: ANSWER }] }, { model, request: { thinking: 'least' } });
    expect(sent()?.body.output_config).toEqual({ format: expect.any(Object), ...expected });
  });

  it('carries the schema in the prompt for a model without output schemas', async () => {
    await ask('anthropic', { anthropic: [{ answer: ANSWER }] }, { model: 'claude-3-haiku-20240307' });
    expect(sent()?.body).not.toHaveProperty('output_config');
    expect(sent()?.prompt).toContain('JSON Schema');
  });

  it('makes one request where the SDK would make three', async () => {
    await expect(ask('anthropic', { anthropic: ['529'] })).rejects.toMatchObject({ fault: 'overloaded', status: 529 });
    expect(server?.requests).toHaveLength(1);
  });
});

describe('an OpenAI request', () => {
  const mechanism = () => sent()?.body.response_format as { type: string } | undefined;

  it.each([
    [[], 'json_schema'],
    [['schema'], 'json_object'],
    [['schema', 'json-mode'], undefined],
  ] as const)('without %j asks by %s', async (without, type) => {
    await ask('openai', { openai: [{ answer: ANSWER }] }, { request: { without } });
    expect(mechanism()?.type).toBe(type);
    expect(sent()?.prompt.includes('JSON Schema')).toBe(without.length > 0);
  });

  it('takes a base address as it is, with /v1 where it has no path', async () => {
    await ask('openai', { openai: [{ answer: ANSWER }] }, { path: '/v1' });
    expect(sent()?.path).toBe('/v1/chat/completions');
  });

  it('needs no key at an address of the user, and names the limit as older servers know it', async () => {
    const { configured } = configuredProviders(['openai'], { OPENAI_BASE_URL: 'http://localhost:11434' });
    expect(configured[0]).toMatchObject({ keys: [''], keyVariable: '' });
    await ask('openai', { openai: [{ answer: ANSWER }] }, { model: 'qwen3-coder', key: '' });
    expect(sent()?.body).toMatchObject({ model: 'qwen3-coder', max_tokens: 2600 });
    expect(sent()?.body).not.toHaveProperty('max_completion_tokens');
  });

  it('says that a key is needed at the address of OpenAI itself', () => {
    expect(configuredProviders(['openai'], {}).leftOut[0]?.reason).toBe(
      'OpenAI has no key: set OPENAI_API_KEY or OPENAI_BASE_URL',
    );
  });

  it('notices a prompt that the server cut in silence', async () => {
    const long = { user: 'x'.repeat(60_000) };
    const promise = ask('openai', { openai: [{ answer: ANSWER, promptTokens: 4096 }] }, { request: long });
    await expect(promise).rejects.toMatchObject({ fault: 'context-too-long', tokenLimit: 4096 });
  });

  it.each([
    ['context', 8192],
    ['window-full', 4096],
  ] as const)('reads the window out of %s', async (fault, tokenLimit) => {
    await expect(ask('openai', { openai: [fault] })).rejects.toMatchObject({ fault: 'context-too-long', tokenLimit });
  });
});

describe('a Bedrock request', () => {
  it('asks by output schema with a bearer token over plain HTTP', async () => {
    const completion = await ask('bedrock', { bedrock: [{ answer: ANSWER, thoughts: 'Hm.' }] });
    expect(completion).toMatchObject({ text: ANSWER, inputTokens: expect.any(Number) });
    expect(sent()?.headers.authorization).toBe('Bearer key-0123456789');
    const format =
      (sent()?.body.outputConfig as { textFormat: { structure: { jsonSchema: { schema: string } } } }) ?? {};
    expect(JSON.parse(format.textFormat.structure.jsonSchema.schema)).toMatchObject({ additionalProperties: false });
    expect(sent()?.body.inferenceConfig).toEqual({ maxTokens: 2600 });
  });

  it('signs with keys, and the secret half is in no request', async () => {
    const settings = { AWS_SECRET_ACCESS_KEY: 'secret-half-0123456789' };
    const keys = { key: 'AKIDEXAMPLE0123', keyVariable: 'AWS_ACCESS_KEY_ID', settings };
    await ask('bedrock', { bedrock: [{ answer: ANSWER }] }, keys);
    expect(sent()?.headers.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE0123\/\d+\/eu-west-1\//);
    expect(JSON.stringify(sent())).not.toContain('secret-half');
  });

  it('makes one request where the SDK would make three', async () => {
    await expect(ask('bedrock', { bedrock: ['503'] })).rejects.toMatchObject({ fault: 'overloaded' });
    expect(server?.requests).toHaveLength(1);
  });
});

describe('half a pair of AWS keys', () => {
  it('is told without a request', async () => {
    const half = { key: 'AKIDEXAMPLE0123', keyVariable: 'AWS_ACCESS_KEY_ID' };
    await expect(ask('bedrock', {}, half)).rejects.toMatchObject({
      fault: 'authentication',
      message: 'AWS_SECRET_ACCESS_KEY is not set',
    });
    expect(server?.requests).toEqual([]);
  });
});

describe('a command', () => {
  /** Runs a program of Node's as the command. */
  async function run(program: string, signal = new AbortController().signal, settings = {}) {
    folder = mkdtempSync(join(tmpdir(), 'autofix-command-'));
    const file = join(folder, 'answer me.mjs');
    writeFileSync(file, program);
    const provider = PROVIDERS.find((one) => one.name === 'command') as ModelProvider;
    const model = `"${process.execPath}" '${file}' --model "a b"`;
    return provider.complete(REQUEST, {
      model,
      apiKey: '',
      keyVariable: '',
      settings,
      baseUrl: null,
      signal,
      now: Date.now,
    });
  }

  const ECHO = `let text = ''; for await (const chunk of process.stdin) text += chunk;
    console.log(JSON.stringify({ text, argv: process.argv.slice(2), env: Object.keys(process.env) }));`;

  it('reads the prompt on standard input and prints the answer', async () => {
    const completion = await run(ECHO);
    const seen = JSON.parse(completion.text) as { text: string; argv: string[] };
    expect(seen.argv).toEqual(['--model', 'a b']);
    expect(seen.text).toMatch(/You repair programs[\s\S]*JSON Schema[\s\S]*Repair this\./);
    expect(completion.inputTokens).toBeGreaterThan(50);
  });

  it('sees no variable but the allowed and the named ones', async () => {
    process.env.GROQ_API_KEY = 'gsk_never_passed_on';
    process.env.AUTOFIX_TEST_NAMED = 'named';
    try {
      const completion = await run(ECHO, undefined, { AUTOFIX_COMMAND_ENV: 'A, AUTOFIX_TEST_NAMED' });
      const { env } = JSON.parse(completion.text) as { env: string[] };
      expect(env).toEqual(expect.arrayContaining(['PATH', 'AUTOFIX_TEST_NAMED']));
      expect(env).not.toContain('GROQ_API_KEY');
    } finally {
      delete process.env.GROQ_API_KEY;
      delete process.env.AUTOFIX_TEST_NAMED;
    }
  });

  it.each([
    ['prints nothing', '', 'malformed', /printed nothing/],
    ['fails', 'console.error("no such model"); process.exit(3)', 'server-fault', /exit code 3: no such model/],
    ['prints without end', 'setInterval(() => process.stdout.write("x".repeat(1e6)), 5)', 'malformed', /more than/],
  ] as const)('that %s is told by its class', async (_name, program, fault, words) => {
    await expect(run(program)).rejects.toMatchObject({ fault, message: expect.stringMatching(words) });
  });

  it('ends with the signal, and what it started ends too', async () => {
    const sleeper = `import { spawn } from 'node:child_process';
      spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { stdio: 'inherit' }); setTimeout(() => {}, 60000);`;
    await expect(run(sleeper, AbortSignal.timeout(400))).rejects.toMatchObject({ fault: 'deadline' });
  });

  /** Leaves a sleeper in a session of its own that holds every stream of the program. */
  const LEAVE_SLEEPER = `import { spawn } from 'node:child_process'; import { writeFileSync } from 'node:fs';
      const sleeper = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { stdio: 'inherit', detached: true });
      writeFileSync(import.meta.dirname + '/sleeper.pid', String(sleeper.pid)); sleeper.unref();`;
  const sleeper = () => Number(readFileSync(join(folder as string, 'sleeper.pid'), 'utf8'));

  it('has answered when it has ended, whoever holds its output open', async () => {
    const large = `${LEAVE_SLEEPER} process.stdout.write('y'.repeat(300_000) + 'end', () => process.exit(0));`;
    const { text } = await run(large);
    // Still there: nobody waited for it.
    expect(process.kill(sleeper(), 'SIGKILL')).toBe(true);
    expect(text).toBe(`${'y'.repeat(300_000)}end`);
  });

  it('that fails is told so, whoever holds its output open', async () => {
    const failing = `${LEAVE_SLEEPER} console.error('no such model'); process.exit(3);`;
    await expect(run(failing)).rejects.toMatchObject({
      fault: 'server-fault',
      message: expect.stringMatching(/code 3: no such model/),
    });
    expect(process.kill(sleeper(), 'SIGKILL')).toBe(true);
  });

  it('ends with the signal, whoever holds its output open', async () => {
    const endless = `${LEAVE_SLEEPER} setTimeout(() => {}, 60000);`;
    await expect(run(endless, AbortSignal.timeout(1500))).rejects.toMatchObject({ fault: 'deadline' });
    expect(process.kill(sleeper(), 'SIGKILL')).toBe(true);
  });

  it.each([
    ['', 'bad-request'],
    ['llm a\u0000b', 'unreachable'],
    ['llm "x', 'bad-request'],
    ['/nowhere/at-all --x', 'unreachable'],
  ])('%j is %s', async (model, fault) => {
    const provider = PROVIDERS.find((one) => one.name === 'command') as ModelProvider;
    const { signal } = new AbortController();
    const call = { model, apiKey: '', keyVariable: '', settings: {}, baseUrl: null, signal, now: Date.now };
    await expect(provider.complete(REQUEST, call)).rejects.toMatchObject({ name: 'ProviderError', fault });
  });

  it.each([
    [`gemini,command:llm -m x, offline`, ['gemini', 'command:llm -m x', ' offline']],
    [`command:"/x/go,od.sh" "a b" 'c,d',gemini`, [`command:"/x/go,od.sh" "a b" 'c,d'`, 'gemini']],
    [`command:a "b\\"c,d" 'e\\',f`, [`command:a "b\\"c,d" 'e\\'`, 'f']],
    [`command:a b\\,c,d`, [`command:a b\\,c`, 'd']],
    [`command:it's,d`, [`command:it's,d`]],
    ['a,,b', ['a', '', 'b']],
    ['', ['']],
  ])('splits the list %j', (list, parts) => {
    expect(splitAtCommas(list)).toEqual(parts);
  });

  it.each([
    ['llm -m x', ['llm', '-m', 'x']],
    [`  a  "b c" 'd "e"' f\\ g ""`, ['a', 'b c', 'd "e"', 'f g', '']],
    ['a"b"c', ['abc']],
    ['"a \\" b"', ['a " b']],
    ["it's", null],
  ])('splits %j', (line, words) => {
    expect(splitCommandLine(line)).toEqual(words);
  });

  it('is named in the list of providers, quotes and all', () => {
    const { configured } = configuredProviders(['offline', 'command:llm -m "x y"'], {});
    expect(configured[0]).toMatchObject({ provider: { name: 'command' }, models: ['llm -m "x y"'], keys: [''] });
    expect(configuredProviders(['command'], { AUTOFIX_COMMAND: ' a, b ' }).configured[0]?.models).toEqual(['a, b']);
    expect(configuredProviders(['command'], {}).leftOut[0]?.reason).toContain('AUTOFIX_COMMAND');
  });
});

describe('a package that is not installed', () => {
  const failed = { provider: 'openai', model: 'm', secrets: [] };

  it('is a fault of its own that names it', async () => {
    const missing = Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' });
    await expect(optionalSdk('openai', () => Promise.reject(missing), failed)).rejects.toMatchObject({
      fault: 'sdk-missing',
      message: 'npm install openai',
    });
    const broken = new Error('syntax');
    await expect(optionalSdk('openai', () => Promise.reject(broken), failed)).rejects.toBe(broken);
  });
});
