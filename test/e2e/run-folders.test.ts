import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createDesk, type Desk, outcomeIn } from '../support/run-autofix.ts';

const FIXED_FILE = 'src/routes/tasks.js';

describe('the folder of a finished run', () => {
  let desk: Desk;
  let runFolder = '';
  let tree = '';

  beforeAll(async () => {
    desk = createDesk();
    const ran = await desk.run(['run', desk.take(resolve('fixtures/task-api.zip')), '--json']);
    runFolder = outcomeIn(ran).outputs.runDir ?? '';
  }, 60_000);
  afterAll(() => desk.dispose());
  beforeEach(() => {
    tree = join(desk.folder, 'tree');
    cpSync(resolve('fixtures/projects/task-api'), tree, { recursive: true, force: true });
  });

  const original = () => readFileSync(resolve('fixtures/projects/task-api', FIXED_FILE));
  const inTree = () => readFileSync(join(tree, FIXED_FILE));

  it('is applied to a working tree, once', async () => {
    expect(await desk.run(['apply', runFolder, tree, '--dry-run'])).toMatchObject({ exitCode: 0 });
    expect(inTree()).toEqual(original());
    const applied = await desk.run(['apply', runFolder, tree]);
    expect(applied).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(`changed  ${FIXED_FILE}`) });
    expect(inTree().toString()).toContain("import { Task } from '../models/task.js';");
    const again = await desk.run(['apply', runFolder, tree, '--json']);
    expect(JSON.parse(again.stdout)).toMatchObject({ changed: [], alreadyDone: [FIXED_FILE] });
  });

  it('is refused by a tree that has moved on, which stays as it is', async () => {
    writeFileSync(join(tree, FIXED_FILE), '// rewritten\n');
    const refused = await desk.run(['apply', runFolder, tree]);
    expect(refused).toMatchObject({ exitCode: 5, stdout: '' });
    expect(refused.stderr).toContain(FIXED_FILE);
    expect(refused.stderr).toContain('git apply --3way');
    expect(inTree().toString()).toBe('// rewritten\n');
  });

  it('is refused when it is none, and when its record is damaged', async () => {
    expect(await desk.run(['apply', join(desk.folder, 'nowhere'), tree])).toMatchObject({ exitCode: 2 });
    const copy = join(desk.folder, 'copy');
    cpSync(runFolder, copy, { recursive: true });
    const record = JSON.parse(readFileSync(join(copy, 'patch.json'), 'utf8'));
    record.files[0].path = '../outside.js';
    writeFileSync(join(copy, 'patch.json'), JSON.stringify(record));
    const refused = await desk.run(['apply', copy, tree]);
    expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('patch.json') });
    expect(existsSync(join(desk.folder, 'outside.js'))).toBe(false);
  });

  it('is rendered again as it was', async () => {
    const page = join(desk.folder, 'page.html');
    const shown = await desk.run(['report', runFolder, '--json', '--html', page]);
    expect(shown.exitCode).toBe(0);
    expect(shown.stdout).toBe(readFileSync(join(runFolder, 'result.json'), 'utf8'));
    expect(readFileSync(page, 'utf8')).toContain('<!doctype html>');
    expect((await desk.run(['report', runFolder])).stdout).toContain('FIXED and verified');
  });

  it('is listed, and pruned with the oldest first; what is no run stays', async () => {
    const runs = join(desk.folder, 'runs');
    const names = ['20260101-000000-aaaaaa', '20260102-000000-bbbbbb', '20260103-000000-cccccc'];
    for (const name of names) cpSync(runFolder, join(runs, name), { recursive: true });
    mkdirSync(join(runs, 'mine'));
    const listed = await desk.run(['runs', '--run-dir', runs, '--json']);
    expect(JSON.parse(listed.stdout).runs.map(({ folder }: { folder: string }) => folder)).toEqual(
      [...names].reverse().map((name) => join(runs, name)),
    );
    expect(await desk.run(['runs', 'prune', '--keep', '1', '--run-dir', runs])).toMatchObject({ exitCode: 0 });
    expect(readdirSync(runs).sort()).toEqual([names[2], 'mine']);
    expect(await desk.run(['runs', 'purge'])).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('prune') });
  });
});

describe('commands about the machine and the settings', () => {
  let desk: Desk;
  beforeAll(() => {
    desk = createDesk();
  });
  afterAll(() => desk.dispose());

  it('doctor looks at everything and asks nobody', async () => {
    const looked = await desk.run(['doctor', '--json']);
    expect(looked.exitCode).toBe(0);
    const { checks } = JSON.parse(looked.stdout);
    const names = checks.map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(['node', 'sandbox', 'state', 'parsers', 'keys', 'runners']));
    expect(checks.find(({ name }: { name: string }) => name === 'state').finding).toBe(join(desk.folder, 'state'));
  });

  it('config tells each value and where it comes from', async () => {
    writeFileSync(join(desk.folder, 'autofix.config.json'), '{"attempts": 5, "repeat": 2}');
    const shown = await desk.run(['config', '--repeat', '4', '--json'], { AUTOFIX_TIMEOUT: '90s' });
    const { settings } = JSON.parse(shown.stdout);
    expect(settings.attempts).toEqual({
      value: 5,
      source: { kind: 'configuration', name: 'attempts in autofix.config.json' },
    });
    expect(settings.repeat).toEqual({ value: 4, source: { kind: 'flag', name: '--repeat' } });
    expect(settings.timeout).toEqual({ value: 90_000, source: { kind: 'environment', name: 'AUTOFIX_TIMEOUT' } });
    expect(settings.route).toEqual({ value: 'order', source: { kind: 'default', name: 'default' } });
  });

  it.each([
    [
      ['autofix', 'ru'],
      ['run', 'runs'],
    ],
    [['autofix', 'run', '--rou'], ['--route']],
    [['autofix', 'run', '--route', 'ch'], ['cheapest']],
    [['autofix', 'cache', 'cl'], ['clear']],
  ])('bash completes %j', async (words, expected) => {
    const { stdout } = await desk.run(['completion', 'bash']);
    const line = words.map((word) => `'${word}'`).join(' ');
    const script = `${stdout}\nCOMP_WORDS=(${line}); COMP_CWORD=${words.length - 1}; _autofix; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const completed = spawnSync('bash', ['--norc', '-c', script], { encoding: 'utf8', cwd: desk.folder });
    expect(completed.stderr).toBe('');
    expect(completed.stdout.trim().split('\n')).toEqual(expected);
  });

  it('completion knows three shells and names the nearest of a wrong one', async () => {
    for (const shell of ['zsh', 'fish']) {
      expect(await desk.run(['completion', shell])).toMatchObject({
        exitCode: 0,
        stdout: expect.stringContaining('route'),
      });
    }
    expect(await desk.run(['completion', 'bahs'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('bash'),
    });
  });
});
