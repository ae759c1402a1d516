import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import AdmZip from 'adm-zip';
import type { RepairOutcome } from '../../src/domain/repair-outcome.ts';
import { type ProviderScript, type ProviderServer, startProviderServer } from './provider-server.ts';
import { expectValidResult } from './result-schema.ts';
import type { AutofixRun } from './run-autofix.ts';
import { RunClock } from './run-clock.ts';
import { runInProcess } from './run-in-process.ts';

/** Says what it has to say in a program that no operator of the offline engine knows, tested in a few milliseconds. */
const PROJECT: Readonly<Record<string, string>> = {
  'word.sh': '#!/bin/sh\nword=wrong\necho "$word"\n',
  // One process. The tests show what they can see of the environment: a key would be in the run folder.
  'test.sh': `echo 'TAP version 13'
echo '1..2'
if [ "$(. ./word.sh)" = right ]; then echo 'ok 1 - says right'; else echo 'not ok 1 - says right'; failed=1; fi
echo 'ok 2 - is there'
export -p
exit \${failed:-0}
`,
};

/** What repairs the project. */
export const REPAIR = JSON.stringify({
  analysis: 'The word is wrong.',
  cannotFix: '',
  patches: [{ file: 'word.sh', action: 'replace', search: ['word=wrong'], replace: ['word=right'] }],
  explanation: 'Says the right word.',
});

/** What repairs nothing. */
export const NO_REPAIR = JSON.stringify({
  analysis: 'The word is wrong.',
  cannotFix: '',
  patches: [{ file: 'word.sh', action: 'replace', search: ['word=wrong'], replace: ['word=wronger'] }],
  explanation: 'Says another word.',
});

/** A whole `autofix run`, and all that it left. */
export interface FaultRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly outcome: RepairOutcome;
  readonly server: ProviderServer;
  readonly clock: RunClock;
  /** Standard streams, run folder, state folder and the entries of the ZIP: by file name. */
  readonly traces: ReadonlyMap<string, string>;
  readonly keys: readonly string[];
  /** What the run folder keeps of each request: the class of its failure, or null. */
  readonly faults: readonly (string | null)[];
}

type Environment = Readonly<Record<string, string>>;

/** A folder with the failing project and a state folder, for one run or several. */
export interface FaultDesk {
  readonly folder: string;
  readonly keys: Environment;
  run(script: ProviderScript, settings: FaultRunSettings): Promise<FaultRun>;
  /** Another command line, with the same keys and state folder, against a server. */
  command(argv: readonly string[], server: ProviderServer, clock?: RunClock, env?: Environment): Promise<AutofixRun>;
  /** The environment of the runs. */
  environment(server: ProviderServer): Environment;
  /** What the command line of a run begins with. */
  runLine(): string[];
  /** Writes a program to be asked as a model, which notes each time that it is; gives its command line. */
  program(lines: string): string;
  /** How often that program was asked. */
  asked(): number;
  dispose(): void;
}

export interface FaultRunSettings {
  readonly providers: string;
  readonly argv?: readonly string[];
  readonly env?: Environment;
  /** For several runs against one address; left out: a server of its own, which is closed at the end. */
  readonly server?: ProviderServer;
  /** For a provider that cannot tell that it hangs. */
  readonly realDeadlineMs?: number;
}

let desks = 0;

export function createFaultDesk(): FaultDesk {
  const folder = mkdtempSync(join(tmpdir(), 'autofix-fault-'));
  mkdirSync(join(folder, 'project'));
  for (const [name, text] of Object.entries(PROJECT)) writeFileSync(join(folder, 'project', name), text);
  const keys = canaries(++desks);
  return {
    folder,
    keys,
    run: (script, settings) => runOnce(folder, keys, script, settings),
    command: (argv, server, clock, env = {}) =>
      runInProcess(argv, { ...environmentFor(folder, keys, server), ...env }, clock),
    environment: (server) => environmentFor(folder, keys, server),
    runLine: () => runLine(folder),
    program: (lines) => {
      const file = join(folder, 'model.sh');
      writeFileSync(file, `echo asked >> "$HOME/asked.txt"\n${lines}\n`);
      return `sh ${file}`;
    },
    asked: () => {
      const file = join(folder, 'asked.txt');
      return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').length : 0;
    },
    dispose: () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}

/** Keys that are nowhere else, with characters that look different in a URL. */
function canaries(number: number): Record<string, string> {
  const key = (provider: string) => `canary-${provider}/${process.pid}+${number}=end`;
  return {
    GEMINI_API_KEY: key('gemini'),
    GROQ_API_KEY: key('groq'),
    ANTHROPIC_API_KEY: key('anthropic'),
    OPENAI_API_KEY: key('openai'),
    AWS_BEARER_TOKEN_BEDROCK: key('bedrock'),
  };
}

async function runOnce(
  folder: string,
  keys: Environment,
  script: ProviderScript,
  { providers, argv = [], env = {}, server: shared, realDeadlineMs }: FaultRunSettings,
): Promise<FaultRun> {
  const clock = new RunClock(Date.now(), realDeadlineMs ?? null);
  const server = shared ?? (await startProviderServer(script, { onStall: () => clock.expire() }));
  const state = join(folder, 'state');
  const surroundings = { ...environmentFor(folder, keys, server), ...env };
  try {
    const ran = await runInProcess([...runLine(folder), '--providers', providers, ...argv], surroundings, clock);
    await written(state);
    const outcome = newestOutcome(join(state, 'runs'));
    expectValidResult(outcome);
    if (argv.includes('--json')) expectSame(JSON.parse(ran.stdout), outcome);
    const traces = new Map([['standard output', ran.stdout], ['standard error', ran.stderr], ...textsBelow(state)]);
    for (const [name, text] of entriesOf(outcome.outputs.zip)) traces.set(`ZIP ${name}`, text);
    return { ...ran, outcome, server, clock, traces, keys: keysIn(surroundings), faults: faultsIn(outcome) };
  } finally {
    if (shared === undefined) await server.close();
  }
}

function runLine(folder: string): string[] {
  const out = join(folder, 'out.zip');
  return ['run', join(folder, 'project'), '--test-command', 'sh test.sh', '--sandbox', 'none', '--out', out];
}

function environmentFor(folder: string, keys: Environment, server: ProviderServer): Environment {
  const bases = ['GEMINI', 'GROQ', 'ANTHROPIC', 'OPENAI', 'BEDROCK'].map((name) => [`${name}_BASE_URL`, server.url]);
  return {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    AUTOFIX_STATE_DIR: join(folder, 'state'),
    AWS_REGION: 'eu-west-1',
    OPENAI_MODEL: 'gpt-5.4-mini',
    GROQ_MODEL: 'openai/gpt-oss-120b',
    ...Object.fromEntries(bases),
    ...keys,
  };
}

/** Figures of the providers are written beside the run: wait until they are there. */
async function written(state: string): Promise<void> {
  while (readdirSync(state).some((name) => name.endsWith('.lock'))) await delay(5);
}

function newestOutcome(runsFolder: string): RepairOutcome {
  const newest = readdirSync(runsFolder)
    .map((name) => join(runsFolder, name, 'result.json'))
    .sort((left, right) => statSync(left).mtimeMs - statSync(right).mtimeMs)
    .at(-1);
  return JSON.parse(readFileSync(newest ?? '', 'utf8')) as RepairOutcome;
}

function expectSame(printed: RepairOutcome, kept: RepairOutcome): void {
  if (JSON.stringify(printed) !== JSON.stringify(kept)) throw new Error('result.json is not what was printed');
}

function keysIn(env: Readonly<Record<string, string>>): string[] {
  const names = /API_KEY$|^AWS_(BEARER|SECRET|SESSION|ACCESS)/;
  return Object.entries(env).flatMap(([name, value]) => (names.test(name) ? value.split(',') : []));
}

function textsBelow(folder: string): [string, string][] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => [file, readFileSync(file, 'latin1')]);
}

function entriesOf(zip: string | null): [string, string][] {
  if (zip === null) return [];
  return new AdmZip(zip).getEntries().map((entry) => [entry.entryName, entry.getData().toString('latin1')]);
}

function faultsIn({ outputs }: RepairOutcome): (string | null)[] {
  const folder = join(outputs.runDir ?? '', 'exchanges');
  // Without a request there is none.
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  return names.map((name) => {
    const exchange = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { failure: { fault: string } | null };
    return exchange.failure?.fault ?? null;
  });
}

/** Throws with the place when a key, in any form, is anywhere. */
export function expectNoKey({ traces, keys }: FaultRun): void {
  for (const [place, text] of traces) {
    const leaked = keys.flatMap(formsOf).find((form) => text.includes(form));
    if (leaked !== undefined) throw new Error(`${place} holds a key (${leaked})`);
  }
}

function formsOf(key: string): string[] {
  return [key, encodeURIComponent(key), Buffer.from(key).toString('base64').replace(/=+$/, '')];
}
