import { describe, expect, it } from '@jest/globals';
import { applyLineEdits, parseShellLine, quoteShell } from '../../src/toolchain/shell-line.ts';

const words = (line: string) => parseShellLine(line).map((command) => command.words.map((word) => word.value));

describe('parseShellLine', () => {
  it('splits at operators and keeps quoted text together', () => {
    expect(words(`tsc -p . && A=1 mocha "a b" 'c;d' e\\ f || (echo $(date; x) > log 2>&1; true) | tee x & y`)).toEqual([
      ['tsc', '-p', '.'],
      ['mocha', 'a b', 'c;d', 'e f'],
      ['echo', '$(date; x)'],
      ['true'],
      ['tee', 'x'],
      ['y'],
    ]);
  });

  it('tells assignments from words', () => {
    const [command] = parseShellLine('NODE_ENV=test TZ=UTC jest --a=b');
    expect(command?.assignments.map((word) => word.value)).toEqual(['NODE_ENV=test', 'TZ=UTC']);
    expect(command?.words.map((word) => word.value)).toEqual(['jest', '--a=b']);
  });

  it('survives unfinished quotes', () => {
    expect(words(`jest "open`)).toEqual([['jest', 'open']]);
    expect(words('jest $(open')).toEqual([['jest', '$(open']]);
  });
});

describe('applyLineEdits', () => {
  it('applies edits at one place in their order', () => {
    const edits = [
      { start: 4, end: 7, text: '' },
      { start: 4, end: 4, text: ' one' },
      { start: 4, end: 4, text: ' two' },
    ];
    expect(applyLineEdits('jest -w x', edits)).toBe('jest one two x');
  });
});

describe('quoteShell', () => {
  it('quotes what a shell would read otherwise', () => {
    expect(['a-b/c.js', '.[dev]', "it's", ''].map(quoteShell)).toEqual(['a-b/c.js', "'.[dev]'", "'it'\\''s'", "''"]);
  });
});
