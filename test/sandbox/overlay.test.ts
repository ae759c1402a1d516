import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CommandResult, Sandbox } from '../../src/domain/sandbox.ts';
import { shareInstalled, sharing } from '../../src/sandbox/share-installed.ts';
import { createWorkspace, type Workspace } from '../../src/sandbox/workspace.ts';
import { memoryProject } from '../support/memory-project.ts';
import { hasBubblewrap, SandboxRig } from './sandbox-rig.ts';

const PROJECT = memoryProject({ 'package.json': '{}', 'packages/shop/index.js': '' });
const FOLDERS = ['node_modules', 'packages/shop/node_modules'];

const describeHere = (await hasBubblewrap()) ? describe : describe.skip;

describeHere('installed folders that commands share', () => {
  let rig: SandboxRig;
  let workspace: Workspace;
  let root: string;
  let sandbox: Sandbox;

  const shell = (line: string, place = workspace.root): Promise<CommandResult> =>
    sandbox.run({
      argv: ['sh', '-c', line],
      ...{ workspace: place, scratch: null, cwd: '', env: {}, network: false, timeoutMs: 20_000 },
      signal: new AbortController().signal,
    });

  beforeAll(async () => {
    rig = await SandboxRig.open('require');
    root = join(rig.folder, 'shared, : of all');
    mkdirSync(root);
    workspace = await createWorkspace(join(rig.folder, 'judge'), PROJECT);
    const install =
      'for at in node_modules packages/shop/node_modules; do mkdir -p $at/pkg; echo 1 > $at/pkg/a.js; done';
    expect((await rig.sandbox.run({ ...commandOf(install), workspace: workspace.root })).exitCode).toBe(0);
    expect(await rig.sandbox.canShare?.(root)).toBe(true);
    const shared = await shareInstalled(workspace.root, [...FOLDERS, 'nowhere'], root);
    expect(shared).toEqual({ root, folders: FOLDERS });
    if (shared !== null) sandbox = sharing(rig.sandbox, shared);
  });
  afterAll(() => rig.close());

  function commandOf(line: string) {
    const places = { scratch: null, cwd: '', env: {}, network: false, timeoutMs: 20_000 };
    return { argv: ['sh', '-c', line], ...places, signal: new AbortController().signal };
  }

  it('are as installed for each command, whatever others have done to them', async () => {
    const spoil = FOLDERS.map((at) => `rm -r ${at}/pkg && mkdir ${at}/pkg && echo 2 > ${at}/pkg/b.js && ls ${at}/pkg`);
    expect(await shell(spoil.join(' && '))).toMatchObject({ exitCode: 0, stdout: 'b.js\nb.js\n' });
    expect(await shell('echo 3 >> node_modules/pkg/a.js && cat node_modules/pkg/a.js')).toMatchObject({
      stdout: '1\n3\n',
    });
    expect(await shell('cat node_modules/pkg/*.js packages/shop/node_modules/pkg/*.js')).toMatchObject({
      stdout: '1\n1\n',
    });
    expect(readFileSync(join(root, '0/pkg/a.js'), 'utf8')).toBe('1\n');
    for (const folder of FOLDERS) expect(readdirSync(join(workspace.root, folder))).toEqual([]);
    expect(readdirSync(root).sort()).toEqual(['0', '1']);
  });

  it('are there in another work copy too, at the same time', async () => {
    const other = await createWorkspace(join(rig.folder, 'verify'), PROJECT);
    const meet = 'echo 2 > node_modules/pkg/mine.js; sleep 0.3; ls node_modules/pkg packages/shop/node_modules/pkg';
    const [one, two] = await Promise.all([shell(meet), shell(meet.replace('mine', 'yours'), other.root)]);
    expect(one.stdout).toContain('mine.js');
    expect(`${one.stdout}${two.stdout}`.match(/a\.js/g)).toHaveLength(4);
    expect(two.stdout).not.toContain('mine.js');
    expect(await shell('rm packages/shop/index.js; rmdir node_modules')).toMatchObject({ exitCode: 1 });
    await workspace.reset(PROJECT, FOLDERS);
    expect(await shell('ls packages/shop')).toMatchObject({ stdout: 'index.js\nnode_modules\n' });
  });

  it('lead nowhere else when a command has put a link in their way', async () => {
    const outside = join(rig.folder, 'outside');
    mkdirSync(join(outside, 'node_modules'), { recursive: true });
    writeFileSync(join(outside, 'node_modules/theirs.js'), '');
    rmSync(join(workspace.root, 'packages/shop'), { recursive: true });
    symlinkSync(outside, join(workspace.root, 'packages/shop'));
    expect(await shell('ls packages/shop/node_modules')).toMatchObject({ exitCode: 0, stdout: 'pkg\n' });
    expect(readdirSync(join(outside, 'node_modules'))).toEqual(['theirs.js']);
  });
});

it('a link in the place of an installed folder, or above it, is not shared', async () => {
  const rig = await SandboxRig.open('none');
  mkdirSync(join(rig.folder, 'outside/node_modules'), { recursive: true });
  symlinkSync('../outside', join(rig.workspace, 'linked'));
  symlinkSync('../outside', join(rig.workspace, 'node_modules'));
  mkdirSync(join(rig.folder, 'root'));
  const folders = ['node_modules', 'linked/node_modules', 'missing'];
  expect(await shareInstalled(rig.workspace, folders, join(rig.folder, 'root'))).toBeNull();
  expect(existsSync(join(rig.folder, 'outside/node_modules'))).toBe(true);
  expect(rig.sandbox.canShare).toBeUndefined();
  rig.close();
});
