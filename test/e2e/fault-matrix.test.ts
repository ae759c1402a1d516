import { appendFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { PROVIDERS } from '../../src/llm/providers.ts';
import { FAULT_ROWS, type FaultRow } from '../support/fault-rows.ts';
import {
  createFaultDesk,
  expectNoKey,
  type FaultDesk,
  type FaultRun,
  NO_REPAIR,
  REPAIR,
} from '../support/fault-run.ts';
import { loadSdks } from '../support/load-sdks.ts';
import type { ProviderName, ProviderStep } from '../support/provider-steps.ts';

/**
 * How a run goes on after a fault, each with its exit code: the next provider repairs (0), the next provider cannot
 * repair (1), the offline engine takes over and cannot repair (3), nobody is left (3).
 */
const ENDS = {
  repaired: { next: 'ready', argv: ['--json'], exitCode: 0, status: 'fixed' },
  'not repaired': { next: 'ready', argv: ['--attempts', '1', '--verbose'], exitCode: 1, status: 'not-fixed' },
  'offline in vain': { next: 'offline', argv: ['--json', '--events'], exitCode: 3, status: 'not-fixed' },
  'nobody left': { next: null, argv: [], exitCode: 3, status: 'not-fixed' },
} as const;

type End = keyof typeof ENDS;

interface FaultCase {
  readonly fault: string;
  readonly expected: FaultRow[1];
  readonly requests: number;
  readonly waits: readonly number[];
  readonly end: End;
}

/** A jitter of up to a quarter. */
const JITTER = 1.25;

let desk: FaultDesk;
const table: string[] = [];

beforeAll(loadSdks);
beforeEach(() => {
  desk = createFaultDesk();
});
afterEach(() => desk.dispose());
afterAll(() => {
  const file = process.env.FAULT_MATRIX_FILE;
  if (file !== undefined) appendFileSync(file, table.map((line) => `${line}\n`).join(''));
});

/** Turn by turn, so that every provider has faults of every end. A quota that comes back soon is waited for when alone. */
function casesOf(rows: readonly FaultRow[]): FaultCase[] {
  const ends = Object.keys(ENDS) as End[];
  return rows.map(([fault, expected, requests, waits], index) => {
    const end = ends[index % (expected === 'quota-minute' ? 2 : ends.length)] ?? 'repaired';
    return { fault, expected, requests, waits, end };
  });
}

function expectFault(run: FaultRun, faulty: string, ready: string, one: FaultCase, asked: number): void {
  const { outcome, server, clock, stderr } = run;
  const { expected, requests, waits } = one;
  const end = ENDS[one.end];
  const given = (option: string) => end.argv.some((argument) => argument === option);
  const next = end.next === 'ready' ? ready : end.next;
  const answers = end.next === 'ready' ? 1 : 0;
  const reason = expect.stringMatching(new RegExp(`^${expected}: \\S`));
  // The class: of each request, of the fallback, and in a line that can be searched for.
  expect(run.faults).toEqual([...Array.from({ length: requests }, () => expected), ...(answers === 1 ? [null] : [])]);
  expect(outcome.fallbacks).toEqual(next === null ? [] : [{ from: faulty, to: next, reason }]);
  if (!given('--events')) {
    const lines = stderr.split('\n').filter((line) => line.startsWith('fallback '));
    const line = expect.stringMatching(new RegExp(`^fallback {3}${faulty} -> ${next}: ${expected}: \\S`));
    expect(lines).toEqual(next === null ? [] : [line]);
  }
  const unanswered = outcome.attempts.filter(({ verdict }) => verdict === 'no-answer');
  expect(unanswered).toEqual(
    Array.from({ length: requests }, () => expect.objectContaining({ provider: faulty, reason })),
  );
  // Requests, and nothing sent to where a redirect leads.
  expect(asked).toBe(requests);
  expect(outcome.usage.requests).toBe(requests + answers);
  expect(server.strays).toEqual([]);
  // Time, by the clock of the policies: backoff with jitter, and the deadline of what hangs.
  expect(clock.waits).toHaveLength(waits.length);
  for (const [index, ms] of waits.entries()) {
    expect(clock.waits[index]).toBeGreaterThanOrEqual(ms);
    expect(clock.waits[index]).toBeLessThanOrEqual(ms * JITTER);
  }
  const deadlineMs = PROVIDERS.find(({ name }) => name === faulty)?.deadlineMs ?? 0;
  const hung = expected === 'deadline' ? requests : 0;
  expect(clock.expired).toBe(hung);
  expect(clock.elapsedMs()).toBeLessThanOrEqual(sum(waits) * JITTER + hung * deadlineMs);
  // The end.
  expect(run.exitCode).toBe(end.exitCode);
  expect(outcome).toMatchObject({ status: end.status, exitCode: end.exitCode });
  if (end.exitCode === 0) expect(outcome.patch).toMatchObject({ provider: ready });
  if (end.exitCode === 3) {
    expect(outcome.error).toMatchObject({ code: 'providers-exhausted', hint: expect.stringMatching(/\S{3}/) });
    expect(outcome.error?.message).toContain(`${faulty}: ${expected}: `);
  }
  // What a provider says must not steer the terminal. (JSON has its own escapes.)
  const shown = `${given('--events') ? '' : stderr}${given('--json') ? '' : run.stdout}`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  expect(shown).not.toMatch(/[\u001b\r\u202e]/);
  expectNoKey(run);
  const waited = waits.length === 0 ? '-' : waits.map((ms) => `${ms / 1000} s`).join(' + ');
  const late = hung === 0 ? '' : ` + ${hung} × ${deadlineMs / 1000} s`;
  note(faulty, one.fault, expected, requests, `${waited}${late}`, next ?? 'none', end.exitCode);
}

function note(...cells: readonly (string | number)[]): void {
  table.push(`| ${cells.join(' | ')} |`);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

const providersOf = (faulty: string, ready: string, { end }: FaultCase) => {
  const { next } = ENDS[end];
  return [faulty, ...(next === null ? [] : [next === 'ready' ? ready : next])].join();
};

const answerOf = ({ end }: FaultCase): ProviderStep => ({ answer: end === 'repaired' ? REPAIR : NO_REPAIR });

describe.each(FAULT_ROWS)('a fault of $faulty', ({ faulty, ready, rows }) => {
  it.each(casesOf(rows))('$fault is $expected, $requests requests: $end', async (one) => {
    const script = { [faulty]: [one.fault as FaultRow[0]], [ready]: [answerOf(one)] };
    const run = await desk.run(script, { providers: providersOf(faulty, ready, one), argv: ENDS[one.end].argv });
    expectFault(run, faulty, ready, one, run.server.requestsTo(faulty).length);
  });
});

const BACKOFF = [1000, 2000];

const PROGRAMS = {
  fails: ['echo "the model is asleep" >&2; exit 7', 'server-fault', 3, BACKOFF],
  'is killed': ['kill -9 $$', 'server-fault', 3, BACKOFF],
  'shows its environment': ['env >&2; exit 1', 'server-fault', 3, BACKOFF],
  'prints nothing': ['cat > /dev/null', 'malformed', 2, [1000]],
  'prints without end': ['yes', 'malformed', 2, [1000]],
  hangs: ['exec sleep 600', 'deadline', 2, [1000]],
  'leaves a child that holds its output': ['sleep 600 & sleep 600', 'deadline', 2, [1000]],
  'prints half and hangs': ['echo "{"; exec sleep 600', 'deadline', 2, [1000]],
} as const;

describe('a fault of a command', () => {
  const rows = Object.entries(PROGRAMS).map(
    ([name, [, expected, requests, waits]]) => [name, expected, requests, waits] as unknown as FaultRow,
  );

  it.each(casesOf(rows))('$fault is $expected, $requests requests: $end', async (one) => {
    const [program] = PROGRAMS[one.fault as keyof typeof PROGRAMS];
    const command = `command:${desk.program(program)}`;
    const run = await desk.run(
      { groq: [answerOf(one)] },
      {
        providers: providersOf(command, 'groq', one),
        argv: ENDS[one.end].argv,
        ...(one.expected === 'deadline' ? { realDeadlineMs: 500 } : {}),
      },
    );
    expectFault(run, 'command', 'groq', one, desk.asked());
  });

  it.each([
    ['is not there', '/nowhere/at/all', 'unreachable'],
    ['has an open quote', `sh 'model.sh`, 'bad-request'],
  ] as const)('%s is %s: no process, %s', async (fault, command, expected) => {
    const run = await desk.run({}, { providers: `command:${command}` });
    expectFault(run, 'command', '', { fault, expected, requests: 1, waits: [], end: 'nobody left' }, 1);
    expect(desk.asked()).toBe(0);
  });
});

/** Steps of a provider that comes round by itself: requests and waits until it answers, without any fallback. */
const RECOVERIES: readonly (readonly [ProviderName, string, readonly ProviderStep[], readonly number[]])[] = [
  ['gemini', 'overloaded once', ['503'], [1000]],
  ['gemini', 'rate limited three times without a hint', ['429-plain', '429-plain', '429-plain'], [1000, 2000, 4000]],
  ['gemini', 'told to wait 2 s', [{ fault: '429-minute', retryDelay: '2s' }], [2000]],
  ['groq', 'told to wait 2 s', [{ fault: '429-minute', retryDelay: '2s' }], [2000]],
  ['anthropic', 'told to wait 2 s', [{ fault: '429-minute', retryDelay: '2s' }], [2000]],
  ['openai', 'told to wait 2 s', [{ fault: '429-minute', retryDelay: '2s' }], [2000]],
  ['bedrock', 'throttled once', ['429-plain'], [1000]],
  ['groq', 'reset once', ['reset'], [1000]],
  ['openai', 'cut off once', ['reset-body'], [1000]],
  ['anthropic', 'overloaded twice', ['529', '529'], BACKOFF],
  ['gemini', 'thinking refused once', ['thinking-refused'], []],
  ['groq', 'too long once', ['413'], []],
  ['openai', 'format refused twice', ['schema-refused', 'schema-refused'], []],
  ['bedrock', 'cut at its token limit once', ['max-tokens'], []],
  // Alone, a provider that will soon be back is waited for as long as it says.
  ['gemini', 'told to wait 37 s, alone', ['429-minute'], [37_000]],
  ['groq', 'told to wait 11.5 s, alone', ['429-minute'], [11_455]],
];

describe('a provider that comes round', () => {
  it.each(RECOVERIES)('%s %s', async (provider, fault, steps, waits) => {
    const run = await desk.run({ [provider]: [...steps, { answer: REPAIR }] }, { providers: provider });
    expect(run.exitCode).toBe(0);
    expect(run.outcome).toMatchObject({ status: 'fixed', patch: { provider }, fallbacks: [] });
    expect(run.server.requestsTo(provider)).toHaveLength(steps.length + 1);
    expect(run.clock.waits).toHaveLength(waits.length);
    for (const [index, ms] of waits.entries()) {
      expect(run.clock.waits[index]).toBeGreaterThanOrEqual(ms);
      expect(run.clock.waits[index]).toBeLessThanOrEqual(ms * JITTER + 250);
    }
    expectNoKey(run);
    const waited = waits.length === 0 ? '-' : waits.map((ms) => `${ms / 1000} s`).join(' + ');
    note(provider, fault, run.faults[0] ?? '', steps.length + 1, waited, 'none', 0);
  });

  it.each([
    ['gemini', 'quota-day', 'groq'],
    ['groq', 'quota-minute', 'gemini'],
    ['anthropic', 'quota-minute', 'groq'],
    ['openai', 'quota-minute', 'groq'],
  ] as const)('%s that tells a delay beyond all sense is %s, and %s takes over', async (faulty, expected, ready) => {
    const step = { fault: '429-minute', retryDelay: `${'9'.repeat(30)}s` } as const;
    const script = { [faulty]: [step], [ready]: [{ answer: REPAIR }] };
    const run = await desk.run(script, { providers: `${faulty},${ready}`, argv: ['--json'] });
    const fault = 'a delay of 10^30 s';
    expectFault(run, faulty, ready, { fault, expected, requests: 1, waits: [], end: 'repaired' }, 1);
  });
});

/** A gateway that logs what it is sent may give it back: in whatever the model says, the key stays out of sight. */
describe('an answer that holds the key', () => {
  const parts = { cannotFix: '', patches: [], explanation: '', analysis: '' };

  it.each([
    ['in its explanation', { ...JSON.parse(REPAIR), explanation: 'KEY', analysis: 'KEY' }, 0],
    ['as the reason to give up', { ...parts, cannotFix: 'KEY' }, 1],
    ['as a file', { ...parts, patches: [{ file: 'KEY', action: 'delete', search: [], replace: [] }] }, 1],
    [
      'as the text to look for',
      { ...parts, patches: [{ file: 'word.sh', action: 'replace', search: ['KEY'], replace: [] }] },
      1,
    ],
    ['in place of JSON', 'KEY', 3],
  ])('%s does not show it', async (_, answer, exitCode) => {
    const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
    for (const argv of [['--json'], ['--verbose', '--no-cache'], ['--events', '--fresh']]) {
      const run = await desk.run(
        { groq: [{ answer: ({ key }) => text.replaceAll('KEY', key) }] },
        { providers: 'groq', argv: [...argv, '--attempts', '1'] },
      );
      expect(run.exitCode).toBe(exitCode);
      expectNoKey(run);
    }
  });
});
