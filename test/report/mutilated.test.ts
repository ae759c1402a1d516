import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { AutofixError } from '../../src/domain/autofix-error.ts';
import { readReport } from '../../src/report/read-report.ts';

/** `npm run fuzz:reports` makes many more. */
const ROUNDS = Number(process.env.AUTOFIX_FUZZ_ROUNDS ?? 1);
const LONGEST_MS = 2000;

const folder = resolve('fixtures/reports');
const reports = readdirSync(folder)
  .filter((name) => /\.\w+$/.test(name))
  .map((name) => ({ name, bytes: readFileSync(resolve(folder, name)) }));

/** Numbers from 0 to 1, the same in every run (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Mutilation = (bytes: Buffer, random: () => number) => Buffer;

const MUTILATIONS: Readonly<Record<string, Mutilation>> = {
  'cut off at the end': (bytes, random) => bytes.subarray(0, Math.floor(random() * bytes.length)),
  'without its beginning': (bytes, random) => bytes.subarray(Math.floor(random() * bytes.length)),
  'with other bytes in it': (bytes, random) => {
    const changed = Buffer.from(bytes);
    for (let count = 0; count < 20; count++)
      changed[Math.floor(random() * changed.length)] = Math.floor(random() * 256);
    return changed;
  },
  'with another report behind it': (bytes, random) =>
    Buffer.concat([bytes, Buffer.from('\n'), reports[Math.floor(random() * reports.length)]?.bytes ?? bytes]),
  'cut off, with the time before each line': (bytes, random) => {
    const text = bytes.subarray(0, Math.floor(random() * bytes.length)).toString('utf8');
    return Buffer.from(text.replace(/^/gm, '2026-11-22T10:00:00.1234567Z '));
  },
};

describe.each(Object.keys(MUTILATIONS))('a report %s', (how) => {
  it('is read or refused in time, and never passes for one in which nothing failed', () => {
    const random = randomNumbers(how.length);
    const wrong: string[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      for (const { name, bytes } of reports) {
        const mutilated = MUTILATIONS[how]?.(bytes, random) ?? bytes;
        const begun = performance.now();
        const told = tells(mutilated, name);
        if (!told) wrong.push(name);
        if (performance.now() - begun > LONGEST_MS) wrong.push(`${name} takes too long`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

function tells(bytes: Buffer, name: string): boolean {
  try {
    const { results, warnings, truncated } = readReport(bytes, null, { project: null, workspaceRoot: null });
    return truncated || warnings.length > 0 || results.some(({ status }) => status === 'failed');
  } catch (error) {
    if (error instanceof AutofixError && error.code === 'report-unreadable') return true;
    throw new Error(`${name}: ${String(error)}`, { cause: error });
  }
}
