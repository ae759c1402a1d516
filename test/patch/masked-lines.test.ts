import { describe, expect, it } from '@jest/globals';
import type { Edit } from '../../src/domain/edit.ts';
import { applyEdits } from '../../src/patch/apply-edits.ts';
import { MASK } from '../../src/shared/masked-secret.ts';
import { decodeSource } from '../../src/shared/source-text.ts';
import { memoryProject } from '../support/memory-project.ts';

const SECRET = ['gsk_', 'abcdEFGH1234567890abcdEFGH1234567890'].join('');
const CLIENT = `const key = '${SECRET}';
const limit = 5;

export function connect() {
  return open('${SECRET}', limit);
}
`;

function edited(edits: readonly Edit[], files: Readonly<Record<string, string>> = { 'src/client.js': CLIENT }) {
  const applied = applyEdits(memoryProject(files), edits);
  if (applied.kind === 'invalid') return applied.reason;
  const entry = applied.project.entries.get(edits[0]?.file ?? '');
  return entry === undefined ? 'gone' : (decodeSource(entry.bytes())?.text ?? '');
}

function replace(search: readonly string[], replacement: readonly string[], nearLine?: number): Edit {
  const lines = (texts: readonly string[]) => texts.map((text) => `${text}\n`).join('');
  const target = { kind: 'text' as const, text: lines(search), ...(nearLine === undefined ? {} : { nearLine }) };
  return { kind: 'replace', file: 'src/client.js', target, replacement: lines(replacement) };
}

describe('an edit that quotes a masked line', () => {
  it('finds the line of the file and leaves the secret as it is', () => {
    const edit = replace(
      [`const key = '${MASK}';`, 'const limit = 5;'],
      [`const key = '${MASK}';`, 'const limit = 6;'],
    );
    expect(edited([edit])).toBe(CLIENT.replace('limit = 5', 'limit = 6'));
  });

  it('may change the line around the secret', () => {
    const edit = replace([`  return open('${MASK}', limit);`], [`  return open('${MASK}', limit + 1);`]);
    expect(edited([edit])).toBe(CLIENT.replace(', limit);', ', limit + 1);'));
  });

  it('may remove it', () => {
    expect(edited([replace([`const key = '${MASK}';`], [])])).toBe(CLIENT.split('\n').slice(1).join('\n'));
  });

  it('keeps Windows line ends and the rest of the bytes', () => {
    const windows = CLIENT.replaceAll('\n', '\r\n');
    const edit = replace(
      [`const key = '${MASK}';`, 'const limit = 5;'],
      [`const key = '${MASK}';`, 'const limit = 6;'],
    );
    expect(edited([edit], { 'src/client.js': windows })).toBe(windows.replace('limit = 5', 'limit = 6'));
  });

  it.each([
    ['a mask where none was searched', replace(['const limit = 5;'], [`const limit = '${MASK}';`])],
    ['lines that are not there', replace([`const token = '${MASK}';`], ["const token = '';"])],
    ['a new file', { kind: 'create', file: 'src/new.js', content: `const key = '${MASK}';\n` } as const],
  ])('is refused for %s', (_what, edit) => {
    expect(edited([edit])).toContain('stands for a credential that was not shown');
  });

  it('may say the one secret twice', () => {
    const edit = replace([`const key = '${MASK}';`], [`const key = '${MASK}';`, `const other = '${MASK}';`]);
    expect(edited([edit])).toBe(CLIENT.replace('\n', `\nconst other = '${SECRET}';\n`));
  });

  it('is refused when several lines agree, unless the line number tells', () => {
    const file = `a('${SECRET}');\nb();\na('${SECRET}x');\n`;
    const edit = (nearLine?: number) => replace([`a('${MASK}');`], [`a('${MASK}', 1);`], nearLine);
    expect(edited([edit()], { 'src/client.js': file })).toContain('several places');
    expect(edited([edit(3)], { 'src/client.js': file })).toBe(file.replace(`'${SECRET}x'`, `'${SECRET}x', 1`));
  });

  it('leaves a file alone that holds the very words', () => {
    const file = `const text = '${MASK}';\n`;
    const edit = replace([`const text = '${MASK}';`], [`const text = '${MASK}!';`]);
    expect(edited([edit], { 'src/client.js': file })).toBe(`const text = '${MASK}!';\n`);
  });
});
