import { describe, expect, it } from '@jest/globals';
import { inspectionText } from '../../src/cli/inspect-text.ts';
import { wrapped } from '../../src/cli/wrap-text.ts';
import type { Inspection } from '../../src/pipeline/inspect.ts';
import { memoryProject } from '../support/memory-project.ts';
import { failure, reportOf, testResult } from '../support/test-results.ts';

const ESCAPE = '\u001b';

function inspection(): Inspection {
  const evil = `adds${ESCAPE}[2J${ESCAPE}]0;owned\u0007 \u202etax\n\nToolchain\n  evil (none): nothing`;
  const failing = [
    testResult('test/cart.test.js', ['cart', evil], {
      line: 3,
      failure: failure(`${ESCAPE}[31mexpected 7.14${ESCAPE}[0m\nto be 11.81`, { expected: '7.14', actual: '11.81' }),
    }),
  ];
  const evidence = [
    { kind: 'symbol' as const, detail: 'total is called by the failing test and by none that passes.', weight: 0.6 },
  ];
  const suspects = [
    {
      file: `src/${'deep/'.repeat(12)}cart.js`,
      startLine: 3,
      endLine: 9,
      symbol: 'total',
      suspiciousness: 0.8,
      evidence,
    },
  ];
  const prompt = {
    system: 'SYSTEM RULES',
    user: `a line of the prompt that is longer than forty columns, ${ESCAPE}[31mred`,
    tokens: 900,
    files: ['src/cart.js', 'test/cart.test.js'],
    masked: 2,
    pieces: [],
  };
  const common = { budgetTokens: 4000, prompt };
  return {
    task: { project: memoryProject({}), failing, baseline: reportOf(failing), suspects },
    toolchain: {
      name: 'jest',
      language: 'javascript',
      folder: 'packages/cart',
      packageManager: 'npm',
      install: 'npm ci',
      test: 'npx jest',
      reporting: { script: 'npx jest --json', format: 'jest-json' },
      only: {
        tests: { command: 'npx jest test/cart.test.js -t "adds a rather long name of a test"', runs: 'tests' },
        files: { command: 'npx jest test/cart.test.js', runs: 'files' },
      },
      overrides: { test: '--test-command', install: '--install-command' },
      evidence: ['jest in package.json'],
      guessed: true,
    },
    problem: null,
    prompts: [
      {
        ...common,
        provider: 'gemini',
        model: 'gemini-x',
        leftOut: 'Gemini has no key: set GOOGLE_API_KEY',
        estimatedCostUsd: 0.00123,
        costReason: null,
      },
      {
        ...common,
        provider: 'openai',
        model: 'local',
        leftOut: null,
        estimatedCostUsd: null,
        costReason: 'the list price of local is not known',
      },
    ],
    offline: true,
    warnings: ['2 values that look like secrets are masked in what the models are shown'],
  };
}

describe('what autofix inspect shows', () => {
  it.each([40, 80, 200])('fits %d columns, but for the prompt', (width) => {
    const [table = ''] = inspectionText(inspection(), width).split('--- system');
    for (const line of table.split('\n')) expect(line.length).toBeLessThanOrEqual(width);
    const words = table.replace(/\s+/g, ' ');
    for (const part of ['Failures (1 of 1 tests)', 'expected: 7.14', '0.80 src/deep', 'called by the failing test'])
      expect(words).toContain(part);
  });

  it('tells tokens, price or why there is none, what is masked and who would be left out, for each provider', () => {
    const words = inspectionText(inspection(), 100).replace(/\s+/g, ' ');
    expect(words).toContain('gemini gemini-x: about 900 tokens of 4000; about $0.0012');
    expect(words).toContain('would be left out: Gemini has no key: set GOOGLE_API_KEY');
    expect(words).toContain('openai local: about 900 tokens of 4000; price not known: the list price of local');
    expect(words).toContain('masked secrets: 2');
    expect(words).toContain('warning: 2 values that look like secrets are masked');
  });

  it('lets nothing of the project steer the terminal or pass for a line of its own', () => {
    const text = inspectionText(inspection(), 80);
    expect(text).not.toContain(ESCAPE);
    expect(text).not.toContain('\u0007');
    expect(text).not.toContain('\u202e');
    expect(text.match(/^Toolchain$/gm)).toHaveLength(1);
  });
});

describe('wrapping', () => {
  it('breaks between words, within long ones, and keeps the indentation', () => {
    expect(wrapped('  one two three', 9, '    ')).toEqual(['  one two', '    three']);
    expect(wrapped('abcdefghijklmnop', 10, '  ')).toEqual(['abcdefghij', '  klmnop']);
    expect(wrapped('', 10, '  ')).toEqual(['']);
  });
});
