// Chooses the faults of bench/seeded.mjs: which change at which place of which subject, and only such as a call notices.
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseSource } from '../dist/syntax/parser.js';
import { BRANCH_CALLS } from './seeded-branch-calls.mjs';
import { callsThatNotice } from './seeded-choice.mjs';
import { writeSources } from './seeded-sources.mjs';

const run = promisify(execFile);
const MOST_CHANGES = 20;
const CALLS_MS = 5000;

/** Installs the subjects with npm below `place`, and gives each with its sources and what its calls give. */
export async function openSubjects(subjects, place, pick) {
  const folder = join(place, 'packages');
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{}');
  const wanted = subjects.map(({ name, version }) => `${name}@${version}`);
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--no-save'];
  execFileSync('npm', ['install', ...flags, ...wanted], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  const all = [];
  // One after the other: all of them draw from the same numbers.
  for (const subject of subjects)
    all.push(await opened(subject, join(folder, 'node_modules', subject.name), place, pick));
  return all;
}

async function opened({ name, files, calls: written, half }, folder, place, pick) {
  const { type = 'commonjs' } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const sources = new Map(
    files.map((file) => {
      const [from, to] = [file].flat();
      return [to ?? from, readFileSync(join(folder, from), 'utf8')];
    }),
  );
  const entry = sources.keys().next().value;
  const calls = await callsThatNotice(
    [...written, ...(BRANCH_CALLS[name] ?? [])],
    { type, sources, entry },
    place,
    pick,
  );
  const subject = { name, half, type, sources, entry, calls };
  const results = await resultsOf(subject, sources, place);
  if (results === null) throw new Error(`The calls of ${name} do not work.`);
  const cases = calls.map((call, index) => [call, results[index]]).filter(([, { kind }]) => kind !== 'other');
  return { ...subject, calls: cases.map(([call]) => call), cases };
}

/** What each call gives; null when they do not end, 'broken' for all when the module does not load. */
async function resultsOf({ entry, type, calls }, sources, place) {
  const folder = mkdtempSync(join(place, 'calls-'));
  writeSources(folder, type, sources);
  writeFileSync(join(folder, 'calls.json'), JSON.stringify({ isModule: type === 'module', calls }));
  const script = join(import.meta.dirname, 'seeded-results.mjs');
  try {
    const words = [script, join(folder, entry), join(folder, 'calls.json')];
    const { stdout } = await run(process.execPath, words, {
      timeout: CALLS_MS,
      maxBuffer: 1 << 26,
      killSignal: 'SIGKILL',
    });
    return JSON.parse(stdout);
  } catch (error) {
    return error.killed ? null : calls.map(() => ({ kind: 'broken' }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * So many faults of one class, the subjects taking turns. A change is dropped when the file no longer parses, when no call
 * gives another result, and when the calls do not end: then there is no failing report.
 */
export async function chooseFaults({ name, faultsAt, subjects, most, shuffled, place }) {
  const turns = shuffled(subjects);
  const changes = new Map();
  for (const subject of turns)
    changes.set(subject, shuffled(await changesOf(subject, faultsAt)).slice(0, MOST_CHANGES));
  const chosen = [];
  while (chosen.length < most && [...changes.values()].some((left) => left.length > 0)) {
    for (const [subject, left] of changes) {
      if (chosen.length >= most) break;
      while (left.length > 0) {
        const fault = await noticed(name, subject, left.shift(), place);
        if (fault === null) continue;
        chosen.push(fault);
        break;
      }
    }
  }
  return chosen;
}

async function changesOf(subject, faultsAt) {
  const changes = [];
  for (const [path, text] of subject.sources) {
    const { root, dispose } = await parseSource('javascript', text);
    const visit = (node) => {
      for (const edit of faultsAt(node, root)) changes.push({ path, line: node.startPosition.row + 1, edit });
      for (const child of node.namedChildren) if (child !== null) visit(child);
    };
    visit(root);
    dispose?.();
  }
  return changes;
}

async function noticed(name, subject, { path, line, edit: [start, end, text] }, place) {
  const right = subject.sources.get(path);
  const wrong = right.slice(0, start) + text + right.slice(end);
  const { root, dispose } = await parseSource('javascript', wrong);
  const isBroken = root.hasError;
  dispose?.();
  if (isBroken) return null;
  const sources = new Map([...subject.sources, [path, wrong]]);
  const results = await resultsOf(subject, sources, place);
  const failing = results?.filter(
    (result, index) => JSON.stringify(result) !== JSON.stringify(subject.cases[index][1]),
  ).length;
  if (!failing) return null;
  const { cases, entry, type, half } = subject;
  return { name, half, package: subject.name, path, line, right, sources: [...sources], failing, cases, entry, type };
}
