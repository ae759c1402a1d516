import { describe, expect, it } from '@jest/globals';
import type { RepairTask } from '../../src/domain/repair-task.ts';
import { REPAIR_OPERATORS } from '../../src/offline/operators.ts';
import { PRIORS } from '../../src/offline/priors.ts';
import { languageOf } from '../../src/syntax/languages.ts';
import { newSyntaxErrors } from '../../src/syntax/syntax-problems.ts';
import { memoryProject } from '../support/memory-project.ts';
import { failure, reportOf, testResult } from '../support/test-results.ts';
import { CONTENT_JAVASCRIPT_CASES, CONTENT_PYTHON_CASES } from './content-operator-cases.ts';
import { JAVA_CASES } from './java-operator-cases.ts';
import { OBJECT_JAVA_CASES, OBJECT_JAVASCRIPT_CASES, OBJECT_PYTHON_CASES } from './object-operator-cases.ts';
import { PARALLEL_JAVASCRIPT_CASES, PARALLEL_PYTHON_CASES } from './parallel-operator-cases.ts';
import * as registry from './registry-operator-cases.ts';
import { candidatesFor, changedTexts, UNLIMITED, wholeFile, withReplaced } from './registry-rig.ts';
import { STATE_JAVASCRIPT_CASES, STATE_PYTHON_CASES } from './state-operator-cases.ts';

const JAVASCRIPT_CASES = [
  ...registry.JAVASCRIPT_CASES,
  ...CONTENT_JAVASCRIPT_CASES,
  ...STATE_JAVASCRIPT_CASES,
  ...OBJECT_JAVASCRIPT_CASES,
  ...PARALLEL_JAVASCRIPT_CASES,
];
const PYTHON_CASES = [
  ...registry.PYTHON_CASES,
  ...CONTENT_PYTHON_CASES,
  ...STATE_PYTHON_CASES,
  ...OBJECT_PYTHON_CASES,
  ...PARALLEL_PYTHON_CASES,
];

const UNTOLD = failure('the wrong value came');

function taskFor(path: string, { source, told }: registry.OperatorCase): RepairTask {
  const project = memoryProject({ 'package.json': '{"type":"module"}', [path]: source });
  const failing = [testResult('test/subject.test.js', ['does what it says'], { failure: told ?? UNTOLD })];
  return { project, failing, baseline: reportOf(failing), suspects: [wholeFile(project, path)] };
}

describe.each([
  ['JavaScript', 'src/subject.js', JAVASCRIPT_CASES],
  ['TypeScript', 'src/subject.ts', JAVASCRIPT_CASES],
  ['Python', 'src/subject.py', PYTHON_CASES],
  ['Java', 'src/main/java/Subject.java', [...JAVA_CASES, ...OBJECT_JAVA_CASES]],
] as const)('operators on %s', (_language, path, cases) => {
  it.each(cases.map((entry) => [entry.operator, entry.from, entry.to, entry] as const))(
    '%s: %j → %j',
    async (operator, from, to, entry) => {
      const task = taskFor(path, entry);
      const own = (await candidatesFor(task)).filter(
        ({ origin }) => origin.kind === 'offline' && origin.operator === operator,
      );
      const texts = own.map((patch) => changedTexts(task.project, patch)[path]);
      expect(texts).toContain(withReplaced(entry.source, from, to));
    },
  );

  it('brings no new syntax error with any candidate', async () => {
    const language = languageOf(path);
    if (language === null) throw new Error(`${path} has no language`);
    let looked = 0;
    for (const entry of cases) {
      const task = taskFor(path, entry);
      for (const patch of await candidatesFor(task)) {
        const after = changedTexts(task.project, patch)[path] ?? '';
        expect({ after, errors: await newSyntaxErrors(language, entry.source, after) }).toEqual({ after, errors: [] });
        looked++;
      }
    }
    expect(looked).toBeGreaterThan(cases.length);
  }, 90_000);
});

it('does not take a method for evident because other values are often put through it', async () => {
  const trimmed = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => `${name}.trim()`).join(', ');
  const source = `export const parts = (a, b, c, d, e, f, g) => [${trimmed}];\nexport const rest = (x, y) => (x > y ? x - y : 0);\n`;
  const task = taskFor('src/subject.js', { operator: 'call-wrap', source, from: '', to: '' });
  const first = await candidatesFor(task, UNLIMITED, { most: 50 });
  expect(first.filter(({ rationale }) => /[xy]\.trim\(\)` instead of/.test(rationale))).toEqual([]);
});

it('bears with texts of long words', async () => {
  const source = `export function joined(x) {\n  return "${'a'.repeat(100_000)}" + x + 'foo';\n}\n`;
  const task = taskFor('src/subject.js', { operator: 'text-replace', source, from: '', to: '' });
  const started = performance.now();
  await candidatesFor(task);
  expect(performance.now() - started).toBeLessThan(8000);
});

describe('the registry of the operators', () => {
  it.each(REPAIR_OPERATORS.map(({ name }) => name))('%s has a case in each language, and a prior', (name) => {
    expect(JAVASCRIPT_CASES.map(({ operator }) => operator)).toContain(name);
    expect(PYTHON_CASES.map(({ operator }) => operator)).toContain(name);
    expect(PRIORS[name]?.perThousand).toBeGreaterThan(0);
  });

  it('holds every operator that has a case or a prior, once', () => {
    const names = REPAIR_OPERATORS.map(({ name }) => name);
    const known = [...JAVASCRIPT_CASES, ...PYTHON_CASES].map(({ operator }) => operator);
    expect(new Set(names).size).toBe(names.length);
    expect([...new Set([...known, ...Object.keys(PRIORS)])].sort()).toEqual([...names].sort());
  });
});
