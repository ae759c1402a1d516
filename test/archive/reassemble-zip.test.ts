import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import AdmZip from 'adm-zip';
import { withArchiveFile } from '../../src/archive/archive-file.ts';
import { NO_ARCHIVE_LIMITS } from '../../src/archive/archive-limits.ts';
import { listArchive } from '../../src/archive/list-archive.ts';
import { openProject } from '../../src/archive/open-project.ts';
import { reassembleZip } from '../../src/archive/reassemble-zip.ts';
import { type Project, type ProjectChange, withChanges } from '../../src/domain/project.ts';
import { randomNumbers } from './random-numbers.ts';
import { temporaryFolders } from './temporary-folder.ts';
import { withTools } from './tools.ts';
import { type BuiltEntry, buildZip, extraField } from './zip-builder.ts';

const newFolder = temporaryFolders();
const MODIFIED = new Date(2026, 4, 6, 7, 8, 10);

function sha256(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

function contents(project: Project): Record<string, string> {
  return Object.fromEntries(
    [...project.entries.values()].map((entry) => [
      `${entry.path} ${entry.kind} ${entry.mode.toString(8)}`,
      Buffer.from(entry.bytes()).toString('latin1'),
    ]),
  );
}

/** Raw local and central records by name, without the offset, which may move. */
async function rawRecords(path: string): Promise<Map<string, string>> {
  const bytes = readFileSync(path);
  return await withArchiveFile(path, (file) => {
    const { records } = listArchive(file, NO_ARCHIVE_LIMITS);
    return new Map(
      Array.from({ length: records.length }, (_, index) => {
        const record = records.at(index);
        const central = Buffer.from(record.raw);
        central.writeUInt32LE(0, 42);
        const local = bytes.subarray(record.offset, record.spanEnd);
        return [record.name, `${local.toString('hex')} ${central.toString('hex')}`];
      }),
    );
  });
}

function write(bytes: Uint8Array): string {
  const path = join(newFolder(), 'input.zip');
  writeFileSync(path, bytes);
  return path;
}

const change = (path: string, content: string): ProjectChange => ({ kind: 'write', path, bytes: Buffer.from(content) });

const odd: BuiltEntry[] = [
  { name: 'top/', method: 0, mode: 0o040755 },
  { name: 'top/a.js', content: 'let a = 1;\n', comment: 'first', mode: 0o100755 },
  { name: 'top/descriptor.js', content: 'let d;\n', descriptor: 16 },
  { name: Buffer.from([0x74, 0x6f, 0x70, 0x2f, 0x95, 0x5c]), content: 'shift-jis name' },
  { name: '__MACOSX/top/._a.js', content: 'fork' },
  {
    name: 'top/stored.bin',
    content: Buffer.from([0, 1, 2]),
    method: 0,
    localExtra: extraField(0x9999, Buffer.from('local')),
    centralExtra: extraField(0x8888, Buffer.from('central')),
  },
  { name: 'top/link', content: 'a.js', method: 0, mode: 0o120777 },
  { name: 'top/empty/', method: 0, mode: 0o040700 },
  { name: 'top/last.js', content: 'last', centralExtra: extraField(0x5455, Buffer.from([1, 0, 0, 0, 64])) },
];

function oddZip(extra: Partial<Parameters<typeof buildZip>[0]> = {}): Buffer {
  return buildZip({ entries: odd, comment: Buffer.from('the comment'), ...extra });
}

describe('splicing', () => {
  it('without changes gives the input, byte for byte', async () => {
    for (const extra of [
      {},
      { zip64: true },
      { prepended: Buffer.from('#!/bin/sh\n') },
      { prepended: Buffer.from('stub'), adjusted: true },
      { prepended: Buffer.from('stub'), zip64: true },
    ]) {
      const input = write(oddZip(extra));
      const target = join(newFolder(), 'out.zip');
      await reassembleZip(await openProject(input), [], target);
      expect(readFileSync(target).equals(readFileSync(input))).toBe(true);
    }
  });

  it.each([
    ['plain', {}],
    ['ZIP64', { zip64: true }],
    ['prepended', { prepended: Buffer.from('#!/bin/sh\nexit\n') }],
    ['prepended and ZIP64', { prepended: Buffer.from('#!/bin/sh\nexit\n'), zip64: true }],
  ])('%s: changes, additions and removals leave every other record as it was', async (_what, extra) => {
    const input = write(oddZip(extra));
    const before = sha256(input);
    const project = await openProject(input);
    const changes: ProjectChange[] = [
      change('descriptor.js', 'let descriptor = "changed";\n'),
      change('stored.bin', 'now text'),
      change('src/new ü.js', 'export {};\n'),
      { kind: 'remove', path: 'last.js' },
    ];
    const target = join(newFolder(), 'out.zip');
    await reassembleZip(project, changes, target, MODIFIED);
    const after = await openProject(target);
    expect(contents(after)).toEqual(contents(withChanges(project, changes)));
    expect([...after.entries.keys()]).toEqual(
      [...project.entries.keys()].filter((path) => path !== 'last.js').concat('src/new ü.js'),
    );
    const [old, now] = [await rawRecords(input), await rawRecords(target)];
    const touched = ['top/descriptor.js', 'top/stored.bin', 'top/src/new ü.js', 'top/last.js'];
    const strip = (records: Map<string, string>) => [...records].filter(([name]) => !touched.includes(name));
    expect(strip(now)).toEqual(strip(old));
    expect(sha256(input)).toBe(before);
    expect(readFileSync(target).includes(Buffer.from('the comment'))).toBe(true);
  });

  it('changed entries keep method, mode, name, comment and foreign extra fields; the time moves on', async () => {
    const input = write(oddZip());
    const target = join(newFolder(), 'out.zip');
    const changes = [change('a.js', 'let a = 2;\n'), change('stored.bin', 'xyz'), change('last.js', 'LAST')];
    await reassembleZip(await openProject(input), changes, target, MODIFIED);
    const entries = new Map(new AdmZip(target).getEntries().map((entry) => [entry.entryName, entry]));
    expect(entries.get('top/a.js')).toMatchObject({ comment: 'first', attr: 0o100755 * 0x10000 });
    expect(entries.get('top/a.js')?.header.time).toEqual(MODIFIED);
    expect(entries.get('top/a.js')?.getData().toString()).toBe('let a = 2;\n');
    expect(entries.get('top/stored.bin')?.header.method).toBe(0);
    expect(entries.get('top/stored.bin')?.extra.includes(Buffer.from('central'))).toBe(true);
    expect(entries.get('top/last.js')?.extra.readInt32LE(5)).toBe(MODIFIED.getTime() / 1000);
  });

  it('an emptied file, and a mode that changes', async () => {
    const input = write(oddZip());
    const target = join(newFolder(), 'out.zip');
    const changes: ProjectChange[] = [
      change('a.js', ''),
      { kind: 'write', path: 'last.js', bytes: Buffer.from('#!'), mode: 0o755 },
    ];
    await reassembleZip(await openProject(input), changes, target);
    const after = await openProject(target);
    expect(after.entries.get('a.js')?.bytes()).toHaveLength(0);
    expect(after.entries.get('last.js')?.mode).toBe(0o755);
  });

  withTools(
    'zip',
    'unzip',
    'python3',
  )('Info-ZIP and Python find the result sound', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'a.txt'), 'a'.repeat(3000));
    writeFileSync(join(folder, 'run.sh'), '#!/bin/sh\n', { mode: 0o755 });
    symlinkSync('a.txt', join(folder, 'link'));
    execFileSync('zip', ['-qry', 'in.zip', '.'], { cwd: folder });
    const target = join(newFolder(), 'out.zip');
    const changes = [change('a.txt', 'b'), change('new/é.txt', 'new')];
    await reassembleZip(await openProject(join(folder, 'in.zip')), changes, target);
    expect(execFileSync('unzip', ['-tq', target]).toString()).toContain('No errors detected');
    const script =
      'import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print(z.read("a.txt"), "new/é.txt" in z.namelist())';
    expect(execFileSync('python3', ['-X', 'utf8', '-c', script, target]).toString().trim()).toBe("b'b' True");
  });

  it('70,000 entries without ZIP64 records get them', async () => {
    const entries = Array.from({ length: 65_600 }, (_, index) => ({ name: `f/${index}`, content: 'x', method: 0 }));
    const target = join(newFolder(), 'out.zip');
    await reassembleZip(await openProject(write(buildZip({ entries }))), [change('7', 'changed')], target);
    const after = await openProject(target);
    expect(after.entries.size).toBe(65_600);
    expect(Buffer.from(after.entries.get('7')?.bytes() ?? '').toString()).toBe('changed');
  });
});

describe('a folder becomes a new ZIP', () => {
  it('with its files, links, empty folders and modes', async () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'src'));
    mkdirSync(join(folder, 'empty'));
    mkdirSync(join(folder, 'node_modules/x'), { recursive: true });
    writeFileSync(join(folder, 'node_modules/x/index.js'), 'installed');
    writeFileSync(join(folder, 'src/a.js'), 'a');
    writeFileSync(join(folder, 'run.sh'), '#!', { mode: 0o755 });
    symlinkSync('src/a.js', join(folder, 'link'));
    symlinkSync('/etc/passwd', join(folder, 'out'));
    const project = await openProject(folder);
    const changes: ProjectChange[] = [
      change('src/a.js', 'A'),
      change('src/b.js', 'B'),
      { kind: 'remove', path: 'run.sh' },
    ];
    const target = join(newFolder(), 'out.zip');
    await reassembleZip(project, changes, target);
    const after = await openProject(target);
    expect(contents(after)).toEqual({
      'empty directory 755': '',
      'link symlink 777': 'src/a.js',
      'src/a.js file 644': 'A',
      'src/b.js file 644': 'B',
    });
  });
});

describe('property', () => {
  it('any archive with any changes gives exactly the changed project, other records untouched', async () => {
    const random = randomNumbers(42);
    for (let round = 0; round < 40; round++) {
      const entries = Array.from({ length: 1 + random(8) }, (_, index) => ({
        name: `d${random(3)}/f${index}`,
        content: String.fromCharCode(97 + random(26)).repeat(random(300)),
        method: random(2) * 8,
        mode: random(2) === 0 ? 0o100644 : 0o100755,
        localExtra: random(2) === 0 ? Buffer.alloc(0) : extraField(0x7777, Buffer.alloc(random(40))),
      }));
      const input = write(
        buildZip({ entries, prepended: Buffer.alloc(random(30)), zip64: random(2) === 0, adjusted: random(2) === 0 }),
      );
      const project = await openProject(input);
      const changes: ProjectChange[] = [];
      for (const path of project.entries.keys()) {
        const fate = random(4);
        if (fate === 0 && changes.length + 1 < project.entries.size) changes.push({ kind: 'remove', path });
        if (fate === 1) changes.push(change(path, `changed ${round}`));
      }
      if (random(2) === 0) changes.push(change('brand/new', 'new'));
      const target = join(newFolder(), 'out.zip');
      await reassembleZip(project, changes, target);
      const expected = { ...withChanges(project, changes), prefix: project.prefix };
      expect(wholePaths(await openProject(target))).toEqual(wholePaths(expected));
    }
  });
});

/** Contents by path in the archive: with fewer files another top folder may be the only one. */
function wholePaths(project: Project): Record<string, string> {
  return Object.fromEntries(
    Object.entries(contents(project)).map(([path, content]) => [project.prefix + path, content]),
  );
}
