import { describe, expect, it } from '@jest/globals';
import { failedTest, manifest, planOf, reportOf, SCRATCH } from './plan-of.ts';

const ALL = { kind: 'all' } as const;

const files = (
  test: string | null,
  more: Record<string, string> = {},
  root: object = { workspaces: ['packages/*', '!packages/old'] },
) => ({
  'package.json': manifest(test, [], root),
  'packages/a/package.json': manifest('jest', ['jest']),
  'packages/a/a.test.js': '',
  'packages/b/package.json': manifest('mocha test', ['mocha']),
  'packages/b/test/b.js': '',
  'packages/old/package.json': manifest('mocha', ['mocha']),
  'packages/old/test/old.js': '',
  'examples/c/package.json': manifest('mocha', ['mocha']),
  'examples/c/test/c.js': '',
  ...more,
});

describe('a workspace of Node packages', () => {
  it('is tested package by package, each by its own runner', () => {
    const plan = planOf(files('npm test --workspaces'));
    expect(plan).toMatchObject({ toolchain: 'jest+mocha', folder: '', guessed: false, packageManager: 'npm' });
    expect(plan.evidence).toContain('packages with tests: packages/a, packages/b');
    const command = plan.test(ALL, SCRATCH);
    expect(command.display).toBe('(cd packages/a && npx jest); (cd packages/b && npx mocha test)');
    expect(command.results).toEqual({ kind: 'files', files: ['results-n0nce-1-1.json', 'results-n0nce-2-1.json'] });
    expect(command.argv[2]).toMatch(/^status=0\n\(\ncd packages\/a \|\| exit 1\n[\s\S]*exit \$status$/);
  });

  it.each([
    'turbo run test',
    'lerna run test --stream',
    'pnpm -r test',
    'yarn workspaces foreach -A run test',
    'nx run-many -t test',
  ])('is known behind %s', (script) => {
    expect(planOf(files(script))).toMatchObject({ toolchain: 'jest+mocha', guessed: false });
  });

  it('is read from pnpm-workspace.yaml', () => {
    const yaml = 'packages:\n  # all of them\n  - \'packages/**\'\n  - "!packages/old"\n';
    const plan = planOf(files(null, { 'pnpm-workspace.yaml': yaml, 'pnpm-lock.yaml': '' }, {}));
    expect(plan).toMatchObject({ toolchain: 'jest+mocha', guessed: true, packageManager: 'pnpm' });
  });

  it('is left to one package when the report knows no other', () => {
    const plan = planOf(files('npm test --workspaces'), {}, reportOf(null, 'packages/b/test/b.js'));
    expect(plan).toMatchObject({ toolchain: 'mocha', folder: 'packages/b' });
  });

  it('runs only the packages of a selection', () => {
    const report = reportOf(null, 'packages/a/a.test.js', 'packages/b/test/b.js');
    const plan = planOf(files('turbo run test'), {}, report);
    const one = plan.test({ kind: 'files', files: ['packages/b/test/b.js'] }, SCRATCH);
    expect(one).toMatchObject({ display: '(cd packages/b && npx mocha test/b.js)', runs: 'files' });
    const named = plan.test({ kind: 'names', tests: [failedTest('packages/a/a.test.js', 'is [1]')] }, SCRATCH);
    expect(named.display).toBe(
      "(cd packages/a && npx jest --runTestsByPath a.test.js --testNamePattern '^(is \\[1\\])$')",
    );
    expect(plan.test({ kind: 'tests', tests: [failedTest(null)] }, SCRATCH).runs).toBe('all');
  });
});
