import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { countTests, type TestReport } from '../../src/domain/test-report.ts';
import { readReport } from '../../src/report/read-report.ts';
import { reportFilesIn } from '../../src/report/report-folder.ts';
import { fixtureBytes, NO_PROJECT } from './fixture-reports.ts';

const text = (name: string) => fixtureBytes(name).toString('utf8');
const read = (log: string): TestReport => readReport(Buffer.from(log), null, NO_PROJECT);

describe('several reports in one log', () => {
  it('reads what a type checker and a test runner printed one after another, and says so', () => {
    const report = read(`${text('tsc.txt')}\n${text('jest.console.txt')}`);
    expect(report.format).toBe('jest-console+tsc');
    expect(countTests(report.results).failed).toBe(4 + 9);
    expect(report.warnings.join('\n')).toContain('also holds a report of the form tsc');
  });

  it('reads the consoles of two languages', () => {
    const report = read(`${text('pytest.console.txt')}\n${text('go-test.console.txt')}`);
    expect(countTests(report.results).failed).toBe(11 + 10);
  });

  it('reads the JSON of two packages with the lines of npm between them', () => {
    const other = text('jest.json').replaceAll('/shop/shop/', '/shop/shop/packages/other/');
    const report = read(`> shop@1.0.0 test\n${text('jest.json')}\n> other@1.0.0 test\n${other}\n`);
    expect(report).toMatchObject({ format: 'jest-json', truncated: false });
    expect(countTests(report.results)).toEqual({ passed: 6, failed: 18, skipped: 4, total: 28 });
  });

  it('keeps the whole of the first document when the second is cut off', () => {
    const both = `${text('jest.json')}\n${text('eslint.json')}`;
    const report = read(both.slice(0, both.length - 300));
    expect(report.truncated).toBe(true);
    expect(countTests(report.results).failed).toBeGreaterThan(9);
  });

  it('reads XML files that were put together into one', () => {
    const report = read(text('pytest.xunit1.xml') + text('phpunit.junit.xml'));
    expect(countTests(report.results).failed).toBe(11 + 8);
  });
});

describe('reportFilesIn', () => {
  const folders: string[] = [];
  afterEach(async () => {
    for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
  });

  async function folderOf(files: readonly string[]): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'reports-'));
    folders.push(folder);
    for (const file of files) {
      await mkdir(join(folder, file, '..'), { recursive: true });
      await writeFile(join(folder, file), '');
    }
    return folder;
  }

  it('is null for a file and for what does not exist', async () => {
    const folder = await folderOf(['a.xml']);
    expect(await reportFilesIn(join(folder, 'a.xml'))).toBeNull();
    expect(await reportFilesIn(join(folder, 'absent'))).toBeNull();
  });

  it("finds the XML of all modules and leaves the runner's texts beside them", async () => {
    const folder = await folderOf(['b/TEST-B.xml', 'a/TEST-A.xml', 'a/A.txt', 'readme.md', 'node_modules/x/y.json']);
    expect(await reportFilesIn(folder)).toEqual([join(folder, 'a/TEST-A.xml'), join(folder, 'b/TEST-B.xml')]);
  });

  it('takes the texts when there is nothing better, and follows no link', async () => {
    const folder = await folderOf(['A.txt', 'run.log']);
    await symlink('/', join(folder, 'root'));
    expect(await reportFilesIn(folder)).toEqual([join(folder, 'A.txt'), join(folder, 'run.log')]);
  });
});
