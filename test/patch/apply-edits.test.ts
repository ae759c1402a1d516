import { describe, expect, it } from '@jest/globals';
import type { Edit } from '../../src/domain/edit.ts';
import { applied, edit, reason, refusal, replace } from './applying.ts';
import { fakeEntries, fakeEntry, fakeProject, textIn } from './fake-project.ts';

describe('bytes', () => {
  it.each([
    ['LF', 'a\nb\nc\n', 'a\nB\nB2\nc\n'],
    ['CRLF', 'a\r\nb\r\nc\r\n', 'a\r\nB\r\nB2\r\nc\r\n'],
    ['CR', 'a\rb\rc\r', 'a\rB\rB2\rc\r'],
    ['mixed', 'a\nb\r\nc\n', 'a\nB\r\nB2\r\nc\n'],
    ['no final end', 'a\r\nb', 'a\r\nB\r\nB2'],
  ])('%s line ends: new lines take those of their neighbours', (_what, before, after) => {
    expect(edit(before, 'b\n', 'B\nB2\n')).toBe(after);
  });

  it('untouched lines of a searched block keep their own line ends', () => {
    expect(edit('a\r\nb\nc\rd\n', 'a\nb\nc\nd\n', 'a\nb\nX\nd\n')).toBe('a\r\nb\nX\rd\n');
  });

  it('adding after a last line without an end, and removing it', () => {
    expect(edit('a\r\nb', 'b\n', 'b\nc\n')).toBe('a\r\nb\r\nc');
    expect(edit('a\nb', 'b\n', '')).toBe('a\n');
    expect(edit('a\nb\nc\n', 'b\n', '')).toBe('a\nc\n');
    expect(edit('a\nb\n', 'a\n', '\n')).toBe('\nb\n');
    expect(edit('', '', 'new\n')).toBe('new\n');
  });

  it('byte-order marks and encodings stay', () => {
    const files = {
      'bom.js': Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from('é\r\nold\r\n')]),
      'le.js': Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('é\nold\n', 'utf16le')]),
      'be.js': Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from('é\nold\n', 'utf16le').swap16()]),
      'latin.js': Buffer.from('\xe9\nold\n', 'latin1'),
      'sjis.js': Buffer.from([0x83, 0x5c, 0x0a, ...Buffer.from('old\n')]),
    };
    const project = fakeProject(files);
    const edits = Object.keys(files).map((file) => replace('old\n', 'new ü\n', undefined, file));
    const { project: after } = applied(project, edits.slice(0, 4));
    expect(after.entries.get('bom.js')?.bytes()).toEqual(
      Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from('é\r\nnew ü\r\n')]),
    );
    expect(after.entries.get('le.js')?.bytes()).toEqual(
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('é\nnew ü\n', 'utf16le')]),
    );
    expect(after.entries.get('be.js')?.bytes()).toEqual(
      Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from('é\nnew ü\n', 'utf16le').swap16()]),
    );
    expect(after.entries.get('latin.js')?.bytes()).toEqual(Buffer.from('\xe9\nnew \xfc\n', 'latin1'));
    const shiftJis = applied(project, [replace('old\n', 'new\n', undefined, 'sjis.js')]).project;
    expect(shiftJis.entries.get('sjis.js')?.bytes()).toEqual(Buffer.from([0x83, 0x5c, 0x0a, ...Buffer.from('new\n')]));
    expect(reason(project, [replace('old\n', '→\n', undefined, 'latin.js')])).toContain(
      'latin1, which cannot hold "→" (U+2192)',
    );
  });

  it('replacement text is literal', () => {
    expect(edit('a\nb\n', 'b\n', "$& $1 $' \\n $$\n")).toBe("a\n$& $1 $' \\n $$\n");
  });

  it('keeps the mode, and says which bytes were replaced', () => {
    const project = fakeEntries([fakeEntry('a.js', '#!/usr/bin/env node\nold();\n', 'file', 0o755)]);
    const result = applied(project, [replace('old();\n', 'newer();\n')]);
    expect(result.project.entries.get('a.js')?.mode).toBe(0o755);
    expect(result.replacements).toEqual([
      { file: 'a.js', to: 'a.js', replacements: [{ start: 20, end: 27, bytes: Buffer.from('newer();\n') }] },
    ]);
  });

  it('refuses what is not text', () => {
    expect(refusal(Buffer.from([0, 1, 2, 3]), 'a', 'b')).toContain('not a text file');
    expect(refusal(Buffer.from([0xff, 0xfe, 0x61, 0x00, 0x62]), 'a', 'b')).toContain('not a text file');
    expect(refusal('a\n', 'a\n', '\ud800\n')).toContain('half a character');
  });
});

describe('spans', () => {
  const span = (start: number, end: number, replacement: string, verbatim?: true): Edit => ({
    kind: 'replace',
    file: 'a.js',
    target: { kind: 'span', start, end, ...(verbatim ? { verbatim } : {}) },
    replacement,
  });

  it('replace exactly their range, after the byte-order mark and multi-byte characters', () => {
    const project = fakeProject({ 'a.js': Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from('😀é a < b')]) });
    expect(textIn(applied(project, [span(6, 7, '<=')]).project, 'a.js')).toBe('\ufeff😀é a <= b');
  });

  it('take the line ends of their neighbours unless verbatim', () => {
    const project = fakeProject({ 'a.js': 'a\r\nb\r\n' });
    expect(textIn(applied(project, [span(3, 3, 'x\ny\n')]).project, 'a.js')).toBe('a\r\nx\r\ny\r\nb\r\n');
    expect(textIn(applied(project, [span(3, 3, 'x\n', true)]).project, 'a.js')).toBe('a\r\nx\nb\r\n');
  });

  it('touching ones are in order, overlapping ones are refused', () => {
    const project = fakeProject({ 'a.js': 'abcdef' });
    expect(textIn(applied(project, [span(2, 4, 'X'), span(0, 2, 'Y'), span(4, 4, 'Z')]).project, 'a.js')).toBe('YXZef');
    expect(reason(project, [span(0, 3, 'X'), span(2, 4, 'Y')])).toContain('same place');
    expect(reason(project, [span(2, 2, 'X'), span(2, 2, 'Y')])).toContain('same place');
    expect(reason(project, [span(4, 9, 'X')])).toContain('no range');
    expect(reason(fakeProject({ 'a.js': '😀' }), [span(1, 2, 'X')])).toContain('cuts a character');
  });
});

describe('whole files', () => {
  const project = fakeProject({ 'a.js': 'a\n', 'lib/b.js': 'b\n' }, 'top/');

  it('creates, deletes and renames', () => {
    const { project: after } = applied(project, [
      { kind: 'create', file: 'lib/c.js', content: 'c\n' },
      { kind: 'delete', file: 'a.js' },
      { kind: 'rename', file: 'lib/b.js', to: 'lib/d.js' },
      replace('b\n', 'B\n', undefined, 'lib/b.js'),
    ]);
    expect([...after.entries.keys()].map((path) => [path, textIn(after, path)])).toEqual([
      ['lib/d.js', 'B\n'],
      ['lib/c.js', 'c\n'],
    ]);
  });

  it('takes paths with the top folder of the archive, or with a dot in front', () => {
    expect(textIn(applied(project, [replace('a\n', 'A\n', undefined, 'top/a.js')]).project, 'a.js')).toBe('A\n');
    expect(textIn(applied(project, [replace('a\n', 'A\n', undefined, './lib/../a.js')]).project, 'a.js')).toBe('A\n');
    expect(applied(project, [{ kind: 'create', file: 'top/new.js', content: 'x' }]).project.entries.has('new.js')).toBe(
      true,
    );
  });

  it.each<[string, Edit[], string]>([
    ['nothing', [], 'no edits'],
    ['create over a file', [{ kind: 'create', file: 'a.js', content: 'x' }], 'exists already'],
    ['create in another case', [{ kind: 'create', file: 'A.JS', content: 'x' }], 'exists already'],
    ['create over a folder', [{ kind: 'create', file: 'lib', content: 'x' }], 'exists already'],
    ['create below a file', [{ kind: 'create', file: 'a.js/x', content: 'x' }], 'not a folder'],
    [
      'create twice',
      [
        { kind: 'create', file: 'n', content: 'x' },
        { kind: 'create', file: 'n', content: 'y' },
      ],
      'twice',
    ],
    [
      'create with a placeholder',
      [{ kind: 'create', file: 'n.js', content: 'a();\n// ... rest of the code\n' }],
      'left out',
    ],
    ['rename onto a file', [{ kind: 'rename', file: 'a.js', to: 'lib/b.js' }], 'exists already'],
    ['delete and replace', [{ kind: 'delete', file: 'a.js' }, replace('a\n', 'b\n')], 'deleted by the same patch'],
    ['replace and delete', [replace('a\n', 'b\n'), { kind: 'delete', file: 'a.js' }], 'twice'],
    ['a missing file', [replace('b\n', 'x\n', undefined, 'src/b.js')], 'did you mean lib/b.js'],
    ['a path outside', [{ kind: 'create', file: '../x', content: 'x' }], 'not a path inside'],
    ['an absolute path', [{ kind: 'create', file: '/etc/x', content: 'x' }], 'not a path inside'],
    ['a drive', [{ kind: 'create', file: 'C:\\x', content: 'x' }], 'not a path inside'],
    ['control characters', [{ kind: 'create', file: 'a\nb', content: 'x' }], 'control characters'],
    ['no change', [replace('a\n', 'a\n')], 'changes nothing'],
    ['overlapping edits', [replace('a\n', 'b\n'), replace('a\n', 'c\n')], 'same place'],
  ])('%s is refused', (_what, edits, message) => {
    expect(reason(project, edits)).toContain(message);
  });

  it('is all or nothing', () => {
    expect(
      reason(project, [replace('a\n', 'x\n'), replace('nowhere to be found\n', 'y\n', undefined, 'lib/b.js')]),
    ).toContain('lib/b.js');
    expect(textIn(project, 'a.js')).toBe('a\n');
  });

  it('never edits through a link', () => {
    const linked = fakeEntries([
      fakeEntry('a.js', 'a'),
      fakeEntry('l', 'a.js', 'symlink'),
      fakeEntry('d', 'lib', 'symlink'),
    ]);
    expect(reason(linked, [replace('a', 'b', undefined, 'l')])).toContain('is a link');
    expect(reason(linked, [{ kind: 'create', file: 'd/x.js', content: 'x' }])).toContain('not a folder');
  });
});
