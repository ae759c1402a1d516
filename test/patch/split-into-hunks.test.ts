import { describe, expect, it } from '@jest/globals';
import type { Edit } from '../../src/domain/edit.ts';
import { type Project, withChanges } from '../../src/domain/project.ts';
import { applyEdits } from '../../src/patch/apply-edits.ts';
import { outsideHunksUnchanged } from '../../src/patch/outside-hunks.ts';
import { splitIntoHunks } from '../../src/patch/split-into-hunks.ts';
import { randomNumbers } from '../archive/random-numbers.ts';
import { fakeEntries, fakeEntry, fakeProject } from './fake-project.ts';

function bytesByPath(project: Project): [string, string, number][] {
  return [...project.entries.values()].map((entry) => [
    entry.path,
    Buffer.from(entry.bytes()).toString('hex'),
    entry.mode,
  ]);
}

function sorted(project: Project): [string, string, number][] {
  return bytesByPath(project).sort(([left], [right]) => (left < right ? -1 : 1));
}

/** Applies all hunks and expects the second project. */
function roundTrip(before: Project, after: Project): Edit[] {
  const edits = splitIntoHunks(before, after);
  if (edits.length === 0) {
    expect(sorted(after)).toEqual(sorted(before));
    return edits;
  }
  const result = applyEdits(before, edits);
  if (result.kind === 'invalid') throw new Error(result.reason);
  expect(sorted(result.project)).toEqual(sorted(after));
  expect(outsideHunksUnchanged(before, after, result)).toBe(true);
  return edits;
}

describe('hunks', () => {
  it('are one for each run of changed lines', () => {
    const before = fakeProject({ 'a.js': 'import a;\n\none();\ntwo();\nthree();\nfour();\n', 'b.js': 'b' });
    const after = fakeProject({ 'a.js': 'import a;\nimport b;\n\none();\nTWO();\nthree();\n', 'b.js': 'b' });
    expect(roundTrip(before, after)).toEqual([
      {
        kind: 'replace',
        file: 'a.js',
        target: { kind: 'span', start: 10, end: 10, verbatim: true },
        replacement: 'import b;\n',
      },
      {
        kind: 'replace',
        file: 'a.js',
        target: { kind: 'span', start: 18, end: 25, verbatim: true },
        replacement: 'TWO();\n',
      },
      { kind: 'replace', file: 'a.js', target: { kind: 'span', start: 34, end: 42, verbatim: true }, replacement: '' },
    ]);
  });

  it('are one for each file that comes, goes or moves', () => {
    const before = fakeProject({ 'gone.js': 'gone', 'moved.js': 'the same', 'kept.js': 'k' });
    const after = fakeProject({ 'there.js': 'the same', 'kept.js': 'k', 'new.js': 'né\r\nw' });
    expect(roundTrip(before, after)).toEqual([
      { kind: 'delete', file: 'gone.js' },
      { kind: 'rename', file: 'moved.js', to: 'there.js' },
      { kind: 'create', file: 'new.js', content: 'né\r\nw' },
    ]);
  });

  it('nothing for equal projects', () => {
    expect(roundTrip(fakeProject({ a: 'x' }), fakeProject({ a: 'x' }))).toEqual([]);
  });

  it('keep every encoding, also when the result could be read as another one', () => {
    const latin = fakeProject({ 'a.js': Buffer.from('\xe9\nold\n', 'latin1') });
    roundTrip(latin, fakeProject({ 'a.js': Buffer.from('e\nold\n') }));
    roundTrip(latin, fakeProject({ 'a.js': Buffer.from('\xc3\xa9\n\xe9\n', 'latin1') }));
    const wide = (text: string) =>
      fakeProject({ 'a.js': Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]) });
    roundTrip(wide('a\nb\n'), wide('a\nß😀\nb'));
  });

  it('a file that changes altogether is still exact, and quick', () => {
    const lines = (word: string) => Array.from({ length: 20_000 }, (_, index) => `${word} ${index}\n`).join('');
    expect(roundTrip(fakeProject({ 'a.js': lines('old') }), fakeProject({ 'a.js': lines('new') }))).toHaveLength(1);
  });
});

describe('the proof of untouched bytes', () => {
  const before = fakeEntries([
    fakeEntry('a.js', 'one\ntwo\nthree\n'),
    fakeEntry('b.js', 'b'),
    fakeEntry('x.sh', '#!', 'file', 0o755),
  ]);
  const edit: Edit = { kind: 'replace', file: 'a.js', target: { kind: 'text', text: 'two\n' }, replacement: 'TWO\n' };
  const result = applyEdits(before, [edit]);
  if (result.kind === 'invalid') throw new Error(result.reason);
  const after = result.project;

  it('holds for what was applied, also for other objects of the same bytes', () => {
    expect(outsideHunksUnchanged(before, after, result)).toBe(true);
    const copies = [...after.entries.values()].map((entry) => ({ ...entry, bytes: () => Buffer.from(entry.bytes()) }));
    expect(outsideHunksUnchanged(before, fakeEntries(copies), result)).toBe(true);
  });

  it.each<[string, Project]>([
    [
      'another byte in the edited file',
      withChanges(after, [{ kind: 'write', path: 'a.js', bytes: Buffer.from('one\nTWO\nthree') }]),
    ],
    [
      'a byte before the hunk',
      withChanges(after, [{ kind: 'write', path: 'a.js', bytes: Buffer.from('One\nTWO\nthree\n') }]),
    ],
    ['another file', withChanges(after, [{ kind: 'write', path: 'b.js', bytes: Buffer.from('B') }])],
    ['a new file', withChanges(after, [{ kind: 'write', path: 'c.js', bytes: Buffer.from('c') }])],
    ['a lost file', withChanges(after, [{ kind: 'remove', path: 'b.js' }])],
    ['another mode', withChanges(after, [{ kind: 'write', path: 'x.sh', bytes: Buffer.from('#!'), mode: 0o644 }])],
  ])('fails for %s', (_what, tampered) => {
    expect(outsideHunksUnchanged(before, tampered, result)).toBe(false);
  });
});

describe('property', () => {
  const pick = <Item>(random: (limit: number) => number, items: readonly Item[]): Item =>
    items[random(items.length)] as Item;
  const WORDS = ['a', 'b', 'return x;', '  y();', '\tz', '', 'ü', '😀', '   ', 'b\ufeff', '$&'];
  const ENDINGS = ['\n', '\r\n', '\r'];

  function randomText(random: (limit: number) => number): string {
    const lines = Array.from({ length: random(12) }, () => pick(random, WORDS) + pick(random, ENDINGS));
    return lines.join('') + (random(2) === 0 ? pick(random, WORDS) : '');
  }

  const ENCODERS: readonly ((text: string) => Buffer)[] = [
    (text) => Buffer.from(text),
    (text) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)]),
    (text) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]),
    (text) => Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(text, 'utf16le').swap16()]),
    (text) => Buffer.from(`\xe9${text.replace(/[\u0100-\uffff]/g, '?')}\n\xff`, 'latin1'),
  ];

  it('any two texts of one encoding: the hunks lead from one to the other, byte for byte', () => {
    const random = randomNumbers(7);
    for (let round = 0; round < 1500; round++) {
      const encode = pick(random, ENCODERS);
      roundTrip(
        fakeProject({ 'a.txt': encode(randomText(random)) }),
        fakeProject({ 'a.txt': encode(randomText(random)) }),
      );
    }
  });

  it('any textual edit of any text: whatever is not replaced stays, whatever is refused changes nothing', () => {
    const random = randomNumbers(11);
    let appliedEdits = 0;
    for (let round = 0; round < 3000; round++) {
      const text = `${randomText(random)}unique line\n${randomText(random)}`;
      const project = fakeProject({ 'a.txt': pick(random, ENCODERS)(text) });
      const lines = text.split(/\r\n|\r|\n/);
      const from = random(lines.length);
      const search = lines.slice(from, from + 1 + random(4)).join('\n');
      const target = { kind: 'text' as const, text: search, ...(random(2) === 0 ? { nearLine: from + 1 } : {}) };
      const result = applyEdits(project, [{ kind: 'replace', file: 'a.txt', target, replacement: randomText(random) }]);
      if (result.kind === 'invalid') continue;
      appliedEdits++;
      expect(outsideHunksUnchanged(project, result.project, result)).toBe(true);
      roundTrip(project, result.project);
    }
    expect(appliedEdits).toBeGreaterThan(500);
  });
});
