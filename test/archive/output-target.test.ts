import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  linkSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openProject } from '../../src/archive/open-project.ts';
import { checkOutputTarget } from '../../src/archive/output-target.ts';
import { reassembleZip } from '../../src/archive/reassemble-zip.ts';
import type { ProjectChange } from '../../src/domain/project.ts';
import { processMark } from '../../src/shared/process-mark.ts';
import { temporaryFolders } from './temporary-folder.ts';
import { buildZip } from './zip-builder.ts';

const newFolder = temporaryFolders();
function sha256(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

function write(bytes: Uint8Array): string {
  const path = join(newFolder(), 'input.zip');
  writeFileSync(path, bytes);
  return path;
}

const change = (path: string, content: string): ProjectChange => ({ kind: 'write', path, bytes: Buffer.from(content) });

describe('the target', () => {
  const input = () => write(buildZip({ entries: [{ name: 'a', content: 'x' }] }));

  it('is never the input: by name, another spelling, a symbolic or a hard link', async () => {
    const path = input();
    const folder = newFolder();
    symlinkSync(path, join(folder, 'soft.zip'));
    linkSync(path, join(folder, 'hard.zip'));
    const before = sha256(path);
    const project = await openProject(path);
    for (const target of [
      path,
      path.replace('/input', '/./input'),
      join(folder, 'soft.zip'),
      join(folder, 'hard.zip'),
    ]) {
      await expect(checkOutputTarget(path, target)).rejects.toMatchObject({ code: 'usage', exitCode: 2 });
      await expect(reassembleZip(project, [change('a', 'y')], target)).rejects.toMatchObject({
        code: 'usage',
        exitCode: 2,
      });
    }
    expect(sha256(path)).toBe(before);
  });

  it.each(['/nowhere/at/all/out.zip', '/proc/out.zip', '/dev/null', '/dev/null/out.zip', '/tmp'])(
    '%s is refused with exit code 2',
    async (target) => {
      const path = input();
      await expect(checkOutputTarget(path, target)).rejects.toMatchObject({ code: 'output-unwritable', exitCode: 2 });
      await expect(reassembleZip(await openProject(path), [], target)).rejects.toMatchObject({
        code: 'output-unwritable',
      });
      expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
    },
  );

  it('is replaced as a whole, through a link to it, and nothing else stays in the folder', async () => {
    const folder = newFolder();
    const target = join(folder, 'out.zip');
    writeFileSync(target, 'old');
    symlinkSync('out.zip', join(folder, 'link.zip'));
    await reassembleZip(await openProject(input()), [change('a', 'y')], join(folder, 'link.zip'));
    expect(readdirSync(folder).sort()).toEqual(['link.zip', 'out.zip']);
    expect((await openProject(target)).entries.get('a')?.size).toBe(1);
  });

  it('is left as it was when the input changed meanwhile', async () => {
    const path = input();
    const folder = newFolder();
    writeFileSync(join(folder, 'out.zip'), 'old');
    const project = await openProject(path);
    writeFileSync(path, buildZip({ entries: [{ name: 'a', content: 'z' }] }));
    await expect(reassembleZip(project, [], join(folder, 'out.zip'))).rejects.toMatchObject({
      code: 'archive-damaged',
    });
    expect(readFileSync(join(folder, 'out.zip'), 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['out.zip']);
  });

  it('is left as it was when the input changed in place and hides it', async () => {
    const path = write(buildZip({ entries: [{ name: 'a', content: 'honest', method: 0 }] }));
    const past = new Date(2020, 1, 1);
    utimesSync(path, past, past);
    const project = await openProject(path);
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill('H', bytes.indexOf('honest'), bytes.indexOf('honest') + 1));
    utimesSync(path, past, past);
    const target = join(newFolder(), 'out.zip');
    await expect(reassembleZip(project, [], target)).rejects.toMatchObject({ code: 'archive-damaged' });
    expect(existsSync(target)).toBe(false);
  });

  it('is written though a link to the input was made and its permissions changed', async () => {
    const path = input();
    const project = await openProject(path);
    linkSync(path, join(newFolder(), 'other.zip'));
    chmodSync(path, 0o400);
    const target = join(newFolder(), 'out.zip');
    await reassembleZip(project, [change('a', 'y')], target);
    expect((await openProject(target)).entries.get('a')?.size).toBe(1);
  });

  it('stale temporary files of dead runs go, those of live runs and of others stay', async () => {
    const folder = newFolder();
    const mark = processMark();
    const dead = `.autofix-${mark.replace(/-\d+-\d+$/, '-4194304999-1')}-0123456789abcdef.tmp`;
    const kept = [`.autofix-${mark}-0123456789abcdef.tmp`, '.autofix-00000000-1-1-0123456789abcdef.tmp', 'x.tmp'];
    for (const name of [dead, ...kept]) writeFileSync(join(folder, name), 'partial');
    await reassembleZip(await openProject(input()), [], join(folder, 'out.zip'));
    expect(readdirSync(folder).sort()).toEqual([...kept, 'out.zip'].sort());
  });
});
