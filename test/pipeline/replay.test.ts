import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RepairOutcome } from '../../src/domain/repair-outcome.ts';
import { type RepairSettings, type ReplaySettings, repair, replay } from '../../src/index.ts';
import { sha256 } from '../support/run-autofix.ts';

const ENV = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' };

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'autofix-replay-'));
  cpSync('fixtures/task-api.zip', join(folder, 'task-api.zip'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

/** A run of the offline engine that runs no test: what is tried here is the recording. */
async function record(input = join(folder, 'task-api.zip'), settings: RepairSettings = {}) {
  const outcome = await repair(input, {
    env: ENV,
    providers: ['offline'],
    reports: ['fixtures/task-api.failures.json'],
    verify: false,
    runsFolder: join(folder, 'runs'),
    stateFolder: join(folder, 'state'),
    ...settings,
  });
  expect(outcome).toMatchObject({ status: 'awaiting-verification' });
  return { outcome, runDir: outcome.outputs.runDir ?? '' };
}

const again = (runDir: string, settings: ReplaySettings = {}): Promise<RepairOutcome> =>
  replay(runDir, { env: ENV, runsFolder: join(folder, 'again'), ...settings });

function change(runDir: string, name: string, changed: (text: string) => string): void {
  const file = join(runDir, name);
  writeFileSync(file, changed(readFileSync(file, 'utf8')));
}

const UNUSABLE = { status: 'failed', exitCode: 2, error: { code: 'recording-unusable' } };

describe('a repetition', () => {
  it('gives the recorded outcome, in a run folder of its own that can be repeated too', async () => {
    const { outcome, runDir } = await record();
    const recordedFiles = readdirSync(runDir).sort();
    const repeated = await again(runDir);
    const { timings: _, outputs, ...lasting } = repeated;
    expect(outcome).toMatchObject(lasting);
    expect(sha256(outputs.zip ?? '')).toBe(sha256(outcome.outputs.zip ?? ''));
    expect(outputs.runDir).toContain(join(folder, 'again'));
    expect(readdirSync(runDir).sort()).toEqual(recordedFiles);
    const third = await again(outputs.runDir ?? '');
    expect(third).toMatchObject({ status: 'awaiting-verification', exitCode: 7, error: null });
  }, 30_000);

  it('writes a ZIP where it is told to, and leaves the first one alone', async () => {
    const { outcome, runDir } = await record();
    writeFileSync(outcome.outputs.zip ?? '', 'mine now');
    const out = join(folder, 'second.zip');
    const repeated = await again(runDir, { out });
    expect(repeated).toMatchObject({ exitCode: 7, outputs: { zip: out } });
    expect(readFileSync(outcome.outputs.zip ?? '', 'utf8')).toBe('mine now');
  }, 30_000);

  it('says what differs, with an exit code of its own', async () => {
    const { runDir } = await record();
    change(runDir, 'recording.json', (text) => text.replace('"searches": [\n    1\n  ]', '"searches": [0]'));
    const compared: unknown[] = [];
    const repeated = await again(runDir, {
      onEvent: (event) => void (event.kind === 'replay-compared' && compared.push(event)),
    });
    expect(repeated).toMatchObject({ status: 'not-fixed', exitCode: 1, error: { code: 'replay-differs' } });
    expect(repeated.error?.message).toMatch(/status \(awaiting-verification recorded, not-fixed now\).*patch.*ZIP/);
    expect(compared).toMatchObject([{ differences: expect.arrayContaining(['patch', 'ZIP']) }]);
    const written = JSON.parse(readFileSync(join(repeated.outputs.runDir ?? '', 'result.json'), 'utf8'));
    expect(written).toMatchObject({ exitCode: 1, error: { code: 'replay-differs' } });
  }, 30_000);
});

describe('the input of a repetition', () => {
  it('may lie elsewhere, and must be the same', async () => {
    const { runDir } = await record();
    const moved = join(folder, 'moved.zip');
    cpSync(join(folder, 'task-api.zip'), moved);
    rmSync(join(folder, 'task-api.zip'));
    expect(await again(runDir)).toMatchObject({ exitCode: 2, error: { code: 'input-not-found' } });
    expect(await again(runDir, { input: moved })).toMatchObject({ exitCode: 7, error: null });
    const other = await again(runDir, { input: 'fixtures/green.zip' });
    expect(other).toMatchObject({ exitCode: 2, error: { code: 'input-changed' } });
    writeFileSync(moved, 'no ZIP any more');
    expect(await again(runDir, { input: moved })).toMatchObject({ exitCode: 5, status: 'refused' });
  }, 30_000);

  it('is asked for when it came through a pipe', async () => {
    const { runDir } = await record();
    change(runDir, 'recording.json', (text) => text.replace(/"path": ".*task-api\.zip"/, '"path": null'));
    const error = (await again(runDir)).error;
    expect(error).toMatchObject({ code: 'input-not-found', hint: expect.stringContaining('--input') });
    expect(await again(runDir, { input: join(folder, 'task-api.zip') })).toMatchObject({ exitCode: 7 });
  }, 30_000);

  it('can be a folder: its recorded files count, with their recorded times', async () => {
    const project = join(folder, 'project');
    cpSync('fixtures/projects/task-api', project, { recursive: true });
    const { outcome, runDir } = await record(project);
    const copy = join(folder, 'copy');
    cpSync(project, copy, { recursive: true });
    writeFileSync(join(copy, 'later.txt'), 'made after the run');
    utimesSync(join(copy, 'package.json'), new Date(0), new Date(0));
    const repeated = await again(runDir, { input: copy });
    expect(repeated).toMatchObject({ exitCode: 7, error: null });
    expect(sha256(repeated.outputs.zip ?? '')).toBe(sha256(outcome.outputs.zip ?? ''));
    const mixed = await again(runDir, { input: join(folder, 'task-api.zip') });
    expect(mixed).toMatchObject({ exitCode: 2, error: { code: 'input-changed' } });
  }, 30_000);

  it('is named with its changed file, as after a run that wrote into it', async () => {
    const project = join(folder, 'project');
    cpSync('fixtures/projects/task-api', project, { recursive: true });
    const before = readFileSync(join(project, 'src/routes/tasks.js'));
    const { runDir } = await record(project, { write: true });
    const { error, exitCode } = await again(runDir);
    expect({ exitCode, ...error }).toMatchObject({ exitCode: 2, code: 'input-changed' });
    expect(error?.message).toContain('src/routes/tasks.js');
    writeFileSync(join(project, 'src/routes/tasks.js'), before);
    expect(await again(runDir)).toMatchObject({ exitCode: 7, error: null, outputs: { zip: null } });
    expect(readFileSync(join(project, 'src/routes/tasks.js'))).toEqual(before);
  }, 30_000);
});

describe('a run folder that cannot be repeated', () => {
  it('is refused with what is wrong, and nothing is made', async () => {
    const { runDir } = await record();
    const broken = async (name: string, damage: (text: string) => string) => {
      const copy = mkdtempSync(join(folder, 'copy-'));
      cpSync(runDir, copy, { recursive: true });
      change(copy, name, damage);
      return again(copy);
    };
    const cases: readonly [string, (text: string) => string, RegExp][] = [
      ['recording.json', (text) => text.slice(0, -100), /recording\.json is damaged/],
      ['recording.json', (text) => text.replace('"offlineTimeMs"', '"offline"'), /recording\.json is damaged/],
      ['recording.json', (text) => text.replace(/"autofix": ".*?"/, '"autofix": "0.0.1"'), /autofix 0\.0\.1/],
      ['recording.json', (text) => text.replace(/"ended": \{[\s\S]*?\n {2}\}/, '"ended": null'), /never ended/],
      ['reported.json', () => '[]', /reported\.json is damaged/],
      ['result.json', () => 'null', /result\.json is damaged/],
    ];
    for (const [name, damage, message] of cases) {
      const outcome = await broken(name, damage);
      expect(outcome).toMatchObject(UNUSABLE);
      expect(outcome.error?.message).toMatch(message);
    }
    expect(readdirSync(folder)).not.toContain('again');
  }, 60_000);

  it('is told from what is none', async () => {
    mkdirSync(join(folder, 'empty'));
    expect(await again(join(folder, 'nowhere'))).toMatchObject(UNUSABLE);
    expect(await again(join(folder, 'task-api.zip'))).toMatchObject(UNUSABLE);
    const empty = await again(join(folder, 'empty'));
    expect(empty).toMatchObject(UNUSABLE);
    expect(empty.error?.message).toContain('no run folder');
    const { runDir } = await record();
    rmSync(join(runDir, 'recording.json'));
    expect((await again(runDir)).error?.message).toContain('older version');
  }, 30_000);

  it('ends as the run when that was refused', async () => {
    writeFileSync(join(folder, 'broken.zip'), 'not a ZIP');
    const refused = await repair(join(folder, 'broken.zip'), {
      env: ENV,
      providers: ['offline'],
      runsFolder: join(folder, 'runs'),
      stateFolder: join(folder, 'state'),
    });
    const repeated = await again(refused.outputs.runDir ?? '');
    expect(repeated).toMatchObject({ status: 'refused', exitCode: 5, error: { code: refused.error?.code } });
  });
});
