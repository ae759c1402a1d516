import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import AdmZip from 'adm-zip';
import { FIXTURE_TABLE } from '../../tooling/fixture-zip.mjs';
import { deskForEach } from '../support/desk-for-each.ts';
import { type ProviderScript, startProviderServer } from '../support/provider-server.ts';
import { outcomeIn, sha256 } from '../support/run-autofix.ts';
import { solutionReply } from '../support/solution-reply.ts';

/** How each fixture ends when a model with the solution answers, and when the offline engine is alone. */
const ENDS: Readonly<Record<string, { readonly offline: string; readonly model: string }>> = {
  'task-api': { offline: 'fixed', model: 'fixed' },
  'task-api-py': { offline: 'fixed', model: 'fixed' },
  inventory: { offline: 'fixed', model: 'fixed' },
  geometry: { offline: 'fixed', model: 'fixed' },
  'report-cli': { offline: 'partially-fixed', model: 'fixed' },
  green: { offline: 'nothing-to-fix', model: 'nothing-to-fix' },
};

/**
 * Where a fault is beyond the offline engine it would search for the whole default minute each time; where it is
 * not, a slow machine may need longer than that.
 */
const offlineTime = (name: string) => ['--offline-time', name === 'report-cli' ? '40s' : '240s'];

const KEYS = { GEMINI_API_KEY: 'AQ.test-gemini-key-000000', GROQ_API_KEY: 'gsk_test_groq_key_000000' };

interface Mode {
  readonly name: string;
  readonly script: (answer: string) => ProviderScript | null;
  readonly ends: 'offline' | 'model';
  /** Who made the patch. */
  readonly provider: string;
  readonly fallbacks: readonly { readonly from: string; readonly to: string }[];
}

const MODES: readonly Mode[] = [
  { name: 'offline', script: () => null, ends: 'offline', provider: 'offline', fallbacks: [] },
  {
    name: 'Gemini answering',
    script: (answer) => ({ gemini: [{ answer }] }),
    ends: 'model',
    provider: 'gemini',
    fallbacks: [],
  },
  {
    name: 'Gemini out of quota and Groq answering',
    script: (answer) => ({ gemini: ['429-day'], groq: [{ answer }] }),
    ends: 'model',
    provider: 'groq',
    fallbacks: [{ from: 'gemini', to: 'groq' }],
  },
  {
    name: 'both out',
    script: () => ({ gemini: ['429-day'], groq: ['429-day'] }),
    ends: 'offline',
    provider: 'offline',
    fallbacks: [
      { from: 'gemini', to: 'groq' },
      { from: 'groq', to: 'offline' },
    ],
  },
];

/** partially-fixed: 1, or 3 when it is the quotas that kept the rest from being repaired. */
function exitCodeFor(status: string, mode: Mode): number {
  if (status !== 'partially-fixed') return 0;
  return mode.name === 'both out' ? 3 : 1;
}

describe.each(FIXTURE_TABLE.map(({ name, report }) => ({ name, report })))('$name', ({ name, report }) => {
  const place = deskForEach();

  it.each(MODES)(
    'with $name',
    async (mode) => {
      const script = mode.script(name === 'green' ? '{}' : solutionReply(name));
      place.server = script && (await startProviderServer(script));
      const env =
        place.server === null ? {} : { ...KEYS, GEMINI_BASE_URL: place.server.url, GROQ_BASE_URL: place.server.url };
      const input = place.desk.take(resolve('fixtures', `${name}.zip`));
      const failing = place.desk.take(resolve('fixtures', report));
      const hash = sha256(input);

      const run = await place.desk.run(['run', input, '--report', failing, '--json', ...offlineTime(name)], env);

      const outcome = outcomeIn(run);
      const status = ENDS[name]?.[mode.ends];
      expect({ status: outcome.status, exitCode: run.exitCode }).toEqual({
        status,
        exitCode: exitCodeFor(String(status), mode),
      });
      expect(outcome.brokenTests).toEqual([]);
      expect(sha256(input)).toBe(hash);
      const zip = join(place.desk.folder, `${name}.fixed.zip`);
      if (status === 'nothing-to-fix') {
        expect(existsSync(zip)).toBe(false);
        expect(place.server?.requests ?? []).toEqual([]);
      } else {
        expect(outcome.patch?.provider).toBe(mode.provider);
        expect(outcome.fallbacks).toEqual(mode.fallbacks.map((fallback) => expect.objectContaining(fallback)));
        expect(outcome.integrity).toMatchObject({ unchanged: true, bytesOutsideHunksUnchanged: true });
        expect(outcome.outputs.zip).toBe(zip);
        expect(changedEntries(input, zip)).toEqual([...(outcome.patch?.files ?? [])].sort());
      }
      for (const key of Object.values(KEYS)) {
        expect(run.stdout + run.stderr + place.desk.evidence()).not.toContain(key);
      }
    },
    180_000,
  );
});

/** Paths (without the top folder) whose content differs; entries must be the same ones in the same order. */
function changedEntries(before: string, after: string): string[] {
  const [old, now] = [new AdmZip(before).getEntries(), new AdmZip(after).getEntries()];
  expect(now.map((entry) => entry.entryName)).toEqual(old.map((entry) => entry.entryName));
  const [first] = old;
  const top = first?.entryName.split('/')[0] ?? '';
  const prefix = old.every((entry) => entry.entryName.startsWith(`${top}/`)) ? `${top}/` : '';
  return old
    .filter((entry, index) => !entry.getData().equals(now[index]?.getData() ?? Buffer.alloc(0)))
    .map((entry) => entry.entryName.slice(prefix.length))
    .sort();
}
