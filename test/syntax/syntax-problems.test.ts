import { describe, expect, it } from '@jest/globals';
import { languageOf } from '../../src/syntax/languages.ts';
import { newSyntaxErrors } from '../../src/syntax/syntax-problems.ts';

describe('new syntax errors', () => {
  it('are errors that were not there before, with line and message', async () => {
    const before = 'function f() {\n  return 1;\n}\n';
    expect(await newSyntaxErrors('javascript', before, before)).toEqual([]);
    const [problem] = await newSyntaxErrors('javascript', before, 'function f() {\n  return (1;\n}\n');
    expect(problem).toEqual({ line: 2, message: 'missing `)`' });
  });

  it('forgives an old error that moved', async () => {
    const broken = 'const a = ;\n';
    expect(await newSyntaxErrors('typescript', broken, `\n\nconst ok = 1;\n${broken}`)).toEqual([]);
    expect(await newSyntaxErrors('typescript', broken, `${broken}const b = ) 2;\n`)).not.toEqual([]);
  });

  it('sees a lost colon in Python', async () => {
    expect(await newSyntaxErrors('python', 'def f():\n    pass\n', 'def f()\n    pass\n')).not.toEqual([]);
  });
});

it('knows languages by extension', () => {
  const paths = [
    'a.js',
    'a.mjs',
    'a.cjs',
    'a.jsx',
    'a.ts',
    'a.mts',
    'a.cts',
    'a.tsx',
    'a.py',
    'a.pyi',
    'A.JS',
    'x/.js',
    'a',
  ];
  expect(paths.map(languageOf)).toEqual([
    ...['javascript', 'javascript', 'javascript', 'javascript', 'typescript', 'typescript', 'typescript', 'tsx'],
    ...['python', 'python', 'javascript', null, null],
  ]);
});
