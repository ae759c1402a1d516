// Chooses the calls that the tests of bench/seeded.mjs consist of: all that are written down, and of the made ones those
// that notice something. What they notice is measured on mutants of the right version and knows no fault.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { crossed } from './seeded-calls.mjs';
import { mutantsOf } from './seeded-mutants.mjs';
import { writeSources } from './seeded-sources.mjs';

const run = promisify(execFile);
/** Made calls that are looked at. */
const MADE_CALLS = 300;
/** At least so many of them are kept, whether they notice something or not. */
const LEAST_MADE = 80;
const MOST_MUTANTS = 200;
/** A made call is kept when it notices a mutant that fewer than so many kept calls notice. */
const NOTICED_BY = 3;

/** `pick(n)` gives a whole number below n. */
export async function callsThatNotice(written, { type, sources, entry }, place, pick) {
  const made = crossed(written, MADE_CALLS, pick);
  const calls = [...written, ...made];
  const kills = await killsOf(calls, { type, sources, entry }, place, pick);
  const times = kills.map((noticing) => noticing.filter((call) => call < written.length).length);
  const mutantsAt = new Map(calls.map((_, call) => [call, []]));
  for (const [mutant, noticing] of kills.entries()) for (const call of noticing) mutantsAt.get(call).push(mutant);
  const kept = new Set();
  for (const at of made.keys()) {
    const mutants = mutantsAt.get(written.length + at);
    if (!mutants.some((mutant) => times[mutant] < NOTICED_BY)) continue;
    kept.add(at);
    for (const mutant of mutants) times[mutant]++;
  }
  for (const at of made.keys()) if (kept.size < LEAST_MADE) kept.add(at);
  return [...written, ...made.filter((_, at) => kept.has(at))];
}

/** For each mutant the calls that notice it, by their places in the list. */
async function killsOf(calls, { type, sources, entry }, place, pick) {
  const folder = mkdtempSync(join(place, 'mutants-'));
  const mutants = await mutantsOf(sources);
  while (mutants.length > MOST_MUTANTS) mutants.splice(pick(mutants.length), 1);
  writeSources(join(folder, 'right'), type, sources);
  for (const [at, mutant] of mutants.entries())
    writeSources(join(folder, String(at)), type, new Map([...sources, mutant]));
  const mutantFiles = mutants.map((_, at) => join(folder, String(at), entry));
  writeFileSync(
    join(folder, 'calls.json'),
    JSON.stringify({ isModule: type === 'module', calls, mutants: mutantFiles }),
  );
  const words = [
    join(import.meta.dirname, 'seeded-kills.mjs'),
    join(folder, 'right', entry),
    join(folder, 'calls.json'),
  ];
  try {
    const { stdout } = await run(process.execPath, words, {
      maxBuffer: 1 << 28,
      timeout: 300_000,
      killSignal: 'SIGKILL',
    });
    return JSON.parse(stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
