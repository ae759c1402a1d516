import { describe, expect, it } from '@jest/globals';
import { applied, edit, refusal, replace } from './applying.ts';
import { fakeProject, textIn } from './fake-project.ts';

describe('finding the place', () => {
  const source = 'function f(a) {\n  if (a > 1) {\n    return a;\n  }\n  return 0;\n}\n';

  it('exact lines', () => {
    expect(edit(source, '  if (a > 1) {\n    return a;\n', '  if (a >= 1) {\n    return a;\n')).toBe(
      source.replace('>', '>='),
    );
  });

  it('trailing whitespace apart, and keeps that of untouched lines', () => {
    const padded = 'one  \ntwo\t\nthree\n';
    expect(edit(padded, 'one\ntwo\nthree\n', 'one\nTWO\nthree\n')).toBe('one  \nTWO\nthree\n');
    expect(edit('one\ntwo\n', 'one   \ntwo', 'one   \n2')).toBe('one\n2\n');
  });

  it('shifted indentation, and indents new lines alike', () => {
    const wanted = 'if (a > 1) {\n  return a;\n}\n';
    const result = edit(source, wanted, 'if (a > 1) {\n  log(a);\n  if (b) {\n    b();\n  }\n  return a;\n}\n');
    expect(result).toBe(
      'function f(a) {\n  if (a > 1) {\n    log(a);\n    if (b) {\n      b();\n    }\n    return a;\n  }\n  return 0;\n}\n',
    );
  });

  it('tabs in the file for spaces in the search', () => {
    const tabs = 'def f(a):\n\tif a:\n\t\treturn 1\n\treturn 0\n';
    const result = edit(
      tabs,
      '    if a:\n        return 1\n',
      '    if a:\n        x()\n        if b:\n            y()\n        return 1\n',
    );
    expect(result).toBe('def f(a):\n\tif a:\n\t\tx()\n\t\tif b:\n\t\t\ty()\n\t\treturn 1\n\treturn 0\n');
  });

  it('whitespace within lines apart, untouched lines keep theirs', () => {
    const spaced = 'const  a = { x:  1 };\nconst b = 2;\n';
    expect(edit(spaced, 'const a = { x: 1 };\nconst b = 2;\n', 'const a = { x: 1 };\nconst b = 3;\n')).toBe(
      'const  a = { x:  1 };\nconst b = 3;\n',
    );
  });

  it('blank lines that the search leaves out or adds', () => {
    const blank = 'start();\n\nmiddle();\n\n\nend();\n';
    expect(edit(blank, 'start();\nmiddle();\nend();\n', 'start();\nMIDDLE();\nend();\n')).toBe(
      'start();\n\nMIDDLE();\n\n\nend();\n',
    );
    expect(edit('a1();\nb1();\n', 'a1();\n\nb1();\n', 'a1();\n\nb2();\n')).toBe('a1();\nb2();\n');
  });

  it('the only place that is nearly the same', () => {
    const long = 'const total = items.reduce((sum, item) => sum + item.price, 0);\nreturn total;\n';
    const wanted = 'const total = items.reduce((sum, item) => sum + item.prices, 0);\nreturn total;\n';
    expect(edit(long, wanted, 'const total = 0;\nreturn total;\n')).toBe('const total = 0;\nreturn total;\n');
  });

  it('never the wrong one of two near places', () => {
    const twice = 'send(alpha, beta, gamma, 1);\nx();\nsend(alpha, beta, gamma, 2);\n';
    expect(refusal(twice, 'send(alpha, beta, gamma, 3);\n', 'nothing();\n')).toContain('2 places (lines 1, 3)');
  });

  it('a fragment of a line that stands there once, never half a word', () => {
    expect(edit(source, 'return 0;', 'return 1;')).toBe(source.replace('return 0', 'return 1'));
    expect(edit('x = value + 1;\n', 'value + 1', 'value - 1')).toBe('x = value - 1;\n');
    expect(refusal('x = newvalue + 1;\n', 'value + 1', 'value - 1')).toContain('most like it');
  });

  it('line numbers and diff signs that were copied along', () => {
    expect(edit('a\nb\nc\n', '1| a\n2| b\n', '1| a\n2| B\n')).toBe('a\nB\nc\n');
    expect(edit('  a();\nb();\n', '-  a();\n', '+  c();\n')).toBe('  c();\nb();\n');
  });

  it('several places are refused unless a line number decides', () => {
    const twice = 'x();\nreturn 1;\ny();\nz();\n1;\n2;\n3;\nreturn 1;\n';
    expect(refusal(twice, 'return 1;\n', 'return 2;\n')).toContain('2 places (lines 2, 8)');
    expect(edit(twice, 'return 1;\n', 'return 2;\n', 8)).toBe(twice.replace(/1;\n$/, '2;\n'));
    expect(edit(twice, 'return 1;\n', 'return 2;\n', 3)).toBe(twice.replace('return 1', 'return 2'));
    expect(refusal(twice, 'return 1;\n', 'return 2;\n', 5)).toContain('2 places');
  });

  it('teaches with the nearest lines when there is none', () => {
    const message = refusal(source, '  if (a < limit) {\n    throw new Error(a);\n', 'x');
    expect(message).toContain('2|   if (a > 1) {');
    expect(message).toContain('without line numbers');
    expect(refusal(source, 'something_else_entirely = {}', 'x')).toContain('right file');
    expect(refusal(source, '', 'x')).toContain('search text is empty');
    expect(refusal(source, '  if (a > 1) {\n  // ...\n  return 0;\n', 'x')).toContain('leaves lines out');
  });
});

describe('several edits in one file', () => {
  it('refer to the original, also when their contexts overlap', () => {
    const project = fakeProject({ 'a.js': 'one\ntwo\nthree\nfour\n' });
    const edits = [replace('three\nfour\n', 'three\nFOUR\n'), replace('one\ntwo\nthree\n', 'ONE\nmore\ntwo\nthree\n')];
    expect(textIn(applied(project, edits).project, 'a.js')).toBe('ONE\nmore\ntwo\nthree\nFOUR\n');
  });
});

describe('omission placeholders', () => {
  it.each([
    '// ... rest unchanged',
    '    # existing code',
    '// ...existing code...',
    '/* ... */',
    '# ... (rest of the function remains the same)',
    '// rest of the file unchanged',
    '// Other methods remain unchanged',
    '{/* existing code */}',
    '<!-- ... existing markup ... -->',
    '... rest of the code ...',
    '[existing code]',
    '// … unchanged',
    '# the rest stays the same',
  ])('%j is refused', (line) => {
    expect(refusal('a\nb\n', 'b\n', `c\n${line}\n`)).toContain('left out');
  });

  it.each([
    '...args',
    '...',
    'const [first, ...rest] = items;',
    '// returns the list unchanged',
    '# existing users keep their role',
    '// the original value wins',
    'return existing;',
    '// see the rest of the arguments below',
    'def f(self): ...',
  ])('%j is honest code', (line) => {
    expect(edit('a\nb\n', 'b\n', `c\n${line}\n`)).toBe(`a\nc\n${line}\n`);
  });

  it('one that stood in the file before may stay', () => {
    expect(edit('// ...\nold();\n', '// ...\nold();\n', '// ...\nnewer();\n')).toBe('// ...\nnewer();\n');
  });
});
