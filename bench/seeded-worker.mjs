// Repairs one fault after the other for bench/seeded.mjs, in a process of its own.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyPatch } from 'diff';
import { defaultOptions } from '../dist/pipeline/default-options.js';
import { repairProject } from '../dist/pipeline/repair.js';
import { writeSources } from './seeded-sources.mjs';

process.on('message', async ({ fault, timeMs, place, keep }) => {
  const folder = mkdtempSync(join(place, 'project-'));
  try {
    process.send(await repaired(fault, timeMs, folder));
  } finally {
    if (!keep) rmSync(folder, { recursive: true, force: true });
  }
});

async function repaired(fault, timeMs, folder) {
  writeSources(folder, fault.type, new Map(fault.sources));
  mkdirSync(join(folder, 'test'), { recursive: true });
  writeFileSync(join(folder, 'test', 'calls.test.js'), testsOf(fault));
  const state = mkdtempSync(join(folder, '..', 'state-'));
  const options = {
    ...defaultOptions(folder),
    ...{ providers: ['offline'], offlineTimeMs: timeMs, testTimeoutMs: 20_000, repeat: 1, jobs: 1 },
    ...{ out: null, write: true, runsFolder: join(state, 'runs'), stateFolder: state },
  };
  const surroundings = { env: {}, emit: () => {}, signal: new AbortController().signal, redact: (text) => text };
  try {
    const outcome = await repairProject(options, surroundings);
    return summaryOf(outcome, fault, readFileSync(join(folder, fault.path), 'utf8'));
  } catch (error) {
    return { status: 'bench-error', isExact: false, error: String(error?.stack ?? error), ...NOTHING };
  } finally {
    rmSync(state, { recursive: true, force: true });
  }
}

const NOTHING = { operator: null, diff: '', candidates: 0, first: null, others: 0, isAmongOthers: false, seconds: 0 };

function summaryOf({ status, patch, attempts, timings, error }, { path, right, sources }, now) {
  const wrong = new Map(sources).get(path);
  const isRight = (text) => typeof text === 'string' && squeezed(text) === squeezed(right);
  const alternatives = patch?.alternatives ?? [];
  const first = attempts.findIndex(({ verdict }) => verdict === 'plausible');
  return {
    status,
    isExact: status === 'fixed' && isRight(now),
    operator: patch?.operator ?? null,
    diff: patch?.diff ?? '',
    candidates: attempts.length,
    first: first < 0 ? null : first + 1,
    others: patch?.otherPlausible ?? 0,
    isAmongOthers: alternatives.some(({ diff }) => isRight(applyPatch(wrong, diff))),
    seconds: (timings['search-repair'] ?? 0) / 1000,
    error: error?.message ?? null,
  };
}

/** Without what does not count: space, brackets around a whole expression, the kind of quotes. */
function squeezed(text) {
  return text.replaceAll(/[\s();]/g, '').replaceAll('"', "'");
}

function testsOf({ cases, entry, type }) {
  const bring = (what, from) =>
    type === 'module' ? `import ${what} from '${from}';` : `const ${what} = require('${from}');`;
  const whole = type === 'module' ? '* as subject' : 'subject';
  const tests = cases.map(([call, { kind, value }], index) => {
    const checks = {
      thrown: () => `assert.throws(() => ${call})`,
      undefined: () => `assert.equal(${call}, undefined)`,
      value: () => `assert.deepEqual(${call}, ${JSON.stringify(value)})`,
      clone: () => `assert.deepEqual(structuredClone(${call}), ${JSON.stringify(value)})`,
    };
    return `test('call ${index + 1}', () => {\n  ${checks[kind]()};\n});`;
  });
  const head = [bring('assert', 'node:assert/strict'), bring('test', 'node:test'), bring(whole, `../${entry}`)];
  return `${[...head, ...tests].join('\n')}\n`;
}
