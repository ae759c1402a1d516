import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openProject } from '../../src/archive/open-project.ts';
import { reassembleZip } from '../../src/archive/reassemble-zip.ts';
import { filePaths } from '../../src/domain/project.ts';
import { HOSTILE_NAMES } from './hostile-names.ts';
import { HOSTILE_RECORDS } from './hostile-records.ts';
import type { HostileZip } from './hostile-zip.ts';
import { ODD_ZIPS, type OddZip } from './odd-zips.ts';
import { newFolder, refusal, text, write } from './opening.ts';
import { buildZip } from './zip-builder.ts';

const bytesOf = ({ zip }: HostileZip | OddZip) => (Buffer.isBuffer(zip) ? zip : buildZip(zip));

describe('hostile ZIPs are refused, and the message names what is wrong', () => {
  const cases = [...HOSTILE_NAMES, ...HOSTILE_RECORDS];

  it.each(cases.map((hostile) => [hostile.what, hostile] as const))('%s', async (_what, hostile) => {
    const error = await refusal(bytesOf(hostile), hostile.limits);
    expect({ code: error.code, exitCode: error.exitCode }).toEqual({
      code: hostile.code ?? 'archive-refused',
      exitCode: 5,
    });
    for (const part of hostile.says) expect(error.message).toContain(part);
    expect(error.hint).not.toBe('');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: no terminal shall see one
    expect(error.message).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
    expect(error.message.length).toBeLessThan(600);
  });

  it('there are enough of them', () => expect(cases.length).toBeGreaterThanOrEqual(142));
});

describe('odd ZIPs open, and what is not changed stays as it is', () => {
  it.each(ODD_ZIPS.map((odd) => [odd.what, odd] as const))('%s', async (_what, odd) => {
    const input = write(bytesOf(odd));
    const project = await openProject(input);
    expect(text(project, odd.path)).toBe(odd.content);
    for (const entry of project.entries.values()) expect(entry.bytes().byteLength).toBeGreaterThanOrEqual(0);
    const target = join(newFolder(), 'out.zip');
    await reassembleZip(project, [], target);
    expect(readFileSync(target).equals(readFileSync(input))).toBe(true);
    rmSync(target);
    await reassembleZip(project, [{ kind: 'write', path: odd.path, bytes: Buffer.from('changed') }], target);
    const after = await openProject(target);
    expect(text(after, odd.path)).toBe('changed');
    expect([...after.entries.keys()]).toEqual([...project.entries.keys()]);
    for (const path of filePaths(project).filter((other) => other !== odd.path))
      expect(text(after, path)).toBe(text(project, path));
  });
});
