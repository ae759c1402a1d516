import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { countTests } from '../../src/domain/test-report.ts';
import type { RepairOptions } from '../../src/pipeline/repair-options.ts';
import { readReports } from '../../src/pipeline/steps/2-read-report.ts';
import { fixtureBytes, fixtureProject } from '../report/fixture-reports.ts';

describe('a folder given as the report', () => {
  const folders: string[] = [];
  afterEach(async () => {
    for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
  });

  async function folderOf(files: Readonly<Record<string, Uint8Array | string>>): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'results-'));
    folders.push(folder);
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
    return folder;
  }

  const read = (folder: string) =>
    readReports(
      { reports: [folder], reportFormat: null } as unknown as RepairOptions,
      fixtureProject('surefire'),
      new AbortController().signal,
    );

  it('is read file by file and merged, with the files that are no report named', async () => {
    const folder = await folderOf({
      'TEST-shop.CartTest.xml': fixtureBytes('surefire.xml'),
      'TEST-shop.CartTest$Filled.xml': fixtureBytes('surefire.nested.xml'),
      'settings.json': '{"a": 1}',
      'shop.CartTest.txt': 'Tests run: 4, Failures: 2, Errors: 1, Skipped: 1',
    });
    const report = await read(folder);
    expect(countTests(report?.results ?? [])).toEqual({ passed: 0, failed: 3, skipped: 1, total: 4 });
    expect(report?.warnings.join('\n')).toContain('1 file(s)');
    expect(report?.warnings.join('\n')).toContain('settings.json');
  });

  it('is refused when nothing in it is a report', async () => {
    const folder = await folderOf({ 'settings.json': '{"a": 1}' });
    await expect(read(folder)).rejects.toMatchObject({ code: 'report-unreadable', exitCode: 5 });
  });
});
