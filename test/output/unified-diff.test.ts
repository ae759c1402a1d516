import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Project } from '../../src/domain/project.ts';
import { changedPaths, unifiedDiff } from '../../src/output/unified-diff.ts';
import { MASK } from '../../src/shared/masked-secret.ts';
import { type EntrySpec, projectOf } from './sample-project.ts';

type Tree = Readonly<Record<string, string | Uint8Array | EntrySpec>>;

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}\n`).join('');

/** What a patch must carry from one state of a project to the other. */
const CHANGES: readonly { readonly name: string; readonly before: Tree; readonly after: Tree }[] = [
  { name: 'one changed line', before: { 'a.js': numbered(30) }, after: { 'a.js': numbered(30).replace('12', 'x') } },
  {
    name: 'hunks far apart in several files',
    before: { 'src/a.js': numbered(60), 'src/b.js': 'b\n', 'c.txt': 'same\n' },
    after: {
      'src/a.js': numbered(60).replace('line 3\n', '').replace('line 50\n', 'fifty\n51\n'),
      'src/b.js': 'B\n',
      'c.txt': 'same\n',
    },
  },
  { name: 'a created file in a new folder', before: { a: '1\n' }, after: { a: '1\n', 'new/deep/b.js': 'x\ny\n' } },
  { name: 'a deleted file', before: { a: '1\n', 'b/c.js': 'x\ny\n' }, after: { a: '1\n' } },
  { name: 'an empty file created', before: { a: '1\n' }, after: { a: '1\n', empty: '' } },
  { name: 'an empty file deleted', before: { a: '1\n', empty: '' }, after: { a: '1\n' } },
  { name: 'a file emptied', before: { a: '1\n2\n' }, after: { a: '' } },
  { name: 'the final newline lost', before: { a: '1\n2\n' }, after: { a: '1\n2' } },
  { name: 'the final newline gained', before: { a: '1\n2' }, after: { a: '1\n2\n' } },
  { name: 'no final newline on either side', before: { a: '1\n2' }, after: { a: '1\n3' } },
  { name: 'Windows line ends', before: { a: '1\r\n2\r\n3\r\n' }, after: { a: '1\r\n2!\r\n3\r\n' } },
  { name: 'Windows line ends made Unix ones', before: { a: '1\r\n2\r\n' }, after: { a: '1\n2\r\n' } },
  { name: 'carriage returns inside lines', before: { a: '1\r2\r3\n4\n' }, after: { a: '1\r2!\r3\n4\n' } },
  { name: 'a byte-order mark', before: { a: '\uFEFFone\ntwo\n' }, after: { a: '\uFEFFuno\ntwo\n' } },
  { name: 'other separators that are not newlines', before: { a: 'x\u2028y\fz\n' }, after: { a: 'x\u2028y\fZ\n' } },
  { name: 'a path with spaces', before: { 'my src/a b.js': '1\n' }, after: { 'my src/a b.js': '2\n' } },
  { name: 'a path with other letters', before: { 'äß/日本.js': '1\n' }, after: { 'äß/日本.js': '2\n' } },
  { name: 'a path with quotes', before: { 'a"b\\c.js': '1\n' }, after: { 'a"b\\c.js': '2\n' } },
  { name: 'lines that look like a patch', before: { a: '-- x\n++ y\n@@ z\n' }, after: { a: '-- x\n++ Y\n@@ z\n' } },
  {
    name: 'a mode',
    before: { 'run.sh': { content: 'echo\n', mode: 0o644 } },
    after: { 'run.sh': { content: 'echo\n', mode: 0o755 } },
  },
  {
    name: 'a mode and a line',
    before: { 'run.sh': { content: 'echo\n', mode: 0o755 } },
    after: { 'run.sh': { content: 'echo 2\n', mode: 0o644 } },
  },
  { name: 'an executable created', before: { a: '1\n' }, after: { a: '1\n', x: { content: '#!\n', mode: 0o755 } } },
  {
    name: 'a file turned into a link',
    before: { a: '1\n', b: 'text\n' },
    after: { a: '1\n', b: { content: 'a', kind: 'symlink' } },
  },
  {
    name: 'thousands of changed lines',
    before: { a: numbered(9000) },
    after: { a: numbered(9000).replaceAll('line', 'row') },
  },
];

describe('unifiedDiff', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'autofix-diff-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it.each(CHANGES)('gives git a patch for $name', ({ before, after }) => {
    const [old, next] = [projectOf(before), projectOf(after)];
    write(folder, old);
    const diff = unifiedDiff(old, next);
    const env = { ...process.env, GIT_CEILING_DIRECTORIES: dirname(folder) };
    execFileSync('git', ['apply', '--whitespace=nowarn', '-'], { cwd: folder, input: diff, env });
    expect(read(folder, [...Object.keys(before), ...Object.keys(after)])).toEqual(wanted(next, before));
    expect(changedPaths(old, next).length).toBeGreaterThan(0);
  });

  it('is empty without a change', () => {
    const content = { 'a.js': numbered(3), 'logo.png': new Uint8Array([0, 1]) };
    expect(unifiedDiff(projectOf(content), projectOf(content))).toBe('');
    expect(changedPaths(projectOf(content), projectOf(content))).toEqual([]);
  });

  it('shows a change as git does', () => {
    const diff = unifiedDiff(
      projectOf({ 'a.js': numbered(9) }),
      projectOf({ 'a.js': numbered(9).replace('5', 'five') }),
    );
    expect(diff).toBe(
      'diff --git a/a.js b/a.js\n--- a/a.js\n+++ b/a.js\n@@ -2,7 +2,7 @@\n line 2\n line 3\n line 4\n' +
        '-line 5\n+line five\n line 6\n line 7\n line 8\n',
    );
  });

  describe('of a file with secrets', () => {
    const mask = (text: string) => text.replaceAll(/s3cret\d/g, MASK);
    const [six, seven] = ["six('s3cret6');\n", "seven('s3cret7');\n"];
    const lines = numbered(9).replace('line 6\n', six);
    const concealed = (before: string, after: string) =>
      unifiedDiff(projectOf({ 'a.js': before }), projectOf({ 'a.js': after }), mask);

    it('leaves out the lines around a change from there on, and applies all the same', () => {
      const after = lines.replace('line 3', 'three').replace('line 9', 'nine');
      const diff = concealed(lines, after);
      expect(diff).not.toContain('s3cret');
      expect(diff).toContain(
        '@@ -1,5 +1,5 @@\n line 1\n line 2\n-line 3\n+three\n line 4\n line 5\n@@ -7,3 +7,3 @@\n line 7\n',
      );
      write(folder, projectOf({ 'a.js': lines }));
      execFileSync('git', ['apply', '-'], { cwd: folder, input: diff });
      expect(readFileSync(join(folder, 'a.js'), 'utf8')).toBe(after);
    });

    it('masks those that change, and those of the new file', () => {
      expect(concealed(lines, lines.replace(six, seven))).toContain(`-six('${MASK}');\n+seven('${MASK}');\n`);
      const created = unifiedDiff(projectOf({ 'b.js': '' }), projectOf({ 'b.js': '', 'a.js': seven }), mask);
      expect(created).toContain(`@@ -0,0 +1,1 @@\n+seven('${MASK}');\n`);
    });

    it('keeps the word on a final newline with its line', () => {
      const [before, after] = ["one\ntwo\nthree('s3cret3')", "one\n2\nthree('s3cret3')"];
      expect(concealed(before, after)).toMatch(/ one\n-two\n\+2\n$/);
    });
  });

  it.each([
    ['bytes', new Uint8Array([1, 0, 2]), new Uint8Array([1, 0, 3])],
    ['UTF-16', Buffer.from('\uFEFFa', 'utf16le'), Buffer.from('\uFEFFb', 'utf16le')],
  ])('only names a change of %s', (_, old, next) => {
    const diff = unifiedDiff(projectOf({ 'a.bin': old }), projectOf({ 'a.bin': next, 'b.bin': next }));
    expect(diff).toBe(
      'diff --git a/a.bin b/a.bin\nBinary files a/a.bin and b/a.bin differ\n' +
        'diff --git a/b.bin b/b.bin\nnew file mode 100644\nBinary files /dev/null and b/b.bin differ\n',
    );
  });
});

function write(folder: string, project: Project): void {
  for (const entry of project.entries.values()) {
    const file = join(folder, entry.path);
    mkdirSync(dirname(file), { recursive: true });
    if (entry.kind === 'symlink') symlinkSync(Buffer.from(entry.bytes()).toString(), file);
    else {
      writeFileSync(file, entry.bytes());
      chmodSync(file, entry.mode);
    }
  }
}

function read(folder: string, paths: readonly string[]): Record<string, string | null> {
  return Object.fromEntries(paths.map((path) => [path, describeFile(join(folder, path))]));
}

function describeFile(file: string): string | null {
  if (!existsSync(file)) return null;
  const stat = lstatSync(file);
  if (stat.isSymbolicLink()) return `link ${readlinkSync(file)}`;
  return `${(stat.mode & 0o100) === 0 ? 'plain' : 'executable'} ${readFileSync(file).toString('latin1')}`;
}

function wanted(project: Project, before: Tree): Record<string, string | null> {
  const gone = Object.fromEntries(Object.keys(before).map((path) => [path, null]));
  const kept = [...project.entries.values()].map((entry) => {
    const bytes = Buffer.from(entry.bytes());
    const kind = (entry.mode & 0o100) === 0 ? 'plain' : 'executable';
    return [entry.path, entry.kind === 'symlink' ? `link ${bytes}` : `${kind} ${bytes.toString('latin1')}`];
  });
  return { ...gone, ...Object.fromEntries(kept) };
}
