import { describe, expect, it } from '@jest/globals';
import type { Project, ProjectChange } from '../../src/domain/project.ts';
import { hashFiles } from '../../src/patch/hash-files.ts';
import { DEFAULT_INTEGRITY_POLICY, type IntegrityPolicy, judgeIntegrity } from '../../src/patch/integrity-policy.ts';
import { protectedFiles } from '../../src/patch/protected-files.ts';
import { fakeEntries, fakeEntry, fakeProject } from './fake-project.ts';

const write = (path: string, content = 'x'): ProjectChange => ({ kind: 'write', path, bytes: Buffer.from(content) });

/** The name of the rule that refuses a change, or 'allowed'. */
function ruling(
  changes: readonly ProjectChange[],
  policy: Partial<IntegrityPolicy> = {},
  project: Project = fakeProject({}),
): string {
  const result = judgeIntegrity(project, changes, { ...DEFAULT_INTEGRITY_POLICY, ...policy });
  return result.kind === 'allowed' ? 'allowed' : result.policy;
}

describe('paths', () => {
  it.each<[string, string[]]>([
    [
      'tests',
      [
        'test/a.js',
        'src/a.test.ts',
        'tests/unit/helper.py',
        'pkg/__tests__/x.js',
        'test_app.py',
        'app/x_test.go',
        'a.spec.js',
        'TEST/a.js',
        'Src/A.Test.TS',
        'e2e/login.ts',
        'src/test/java/AppTest.java',
        'tests.py',
        'cypress/e2e/a.cy.ts',
      ],
    ],
    ['snapshots', ['src/__snapshots__/a.js.snap', 'a.snap', 'x.approved.txt']],
    ['mocks', ['__mocks__/fs.js', 'src/api.mock.ts']],
    ['test-fixtures', ['fixtures/a.json', 'pkg/testdata/x.txt', '__fixtures__/b.js']],
    [
      'runner-configuration',
      [
        'jest.config.js',
        'jest.config.e2e.ts',
        'jest.setup.js',
        'vitest.config.mts',
        'vitest.workspace.ts',
        'vite.config.js',
        '.mocharc.yml',
        'pytest.ini',
        'tox.ini',
        'setup.cfg',
        'pyproject.toml',
        'packages/a/jest.config.cjs',
        'setupTests.js',
        'Makefile',
        'playwright.config.ts',
        'src/setup-tests.ts',
      ],
    ],
    [
      'editor-configuration',
      ['.vscode/tasks.json', 'web/.idea/runConfigurations/x.xml', '.devcontainer/devcontainer.json', '.exrc'],
    ],
    ['start-hooks', ['conftest.py', 'app/conftest.py', 'sitecustomize.py', 'usercustomize.py', 'lib/x.pth']],
    [
      'ci',
      [
        '.github/workflows/ci.yml',
        '.gitlab-ci.yml',
        '.circleci/config.yml',
        'Jenkinsfile',
        '.husky/pre-commit',
        'azure-pipelines.yml',
      ],
    ],
    [
      'lock-files',
      [
        'package-lock.json',
        'yarn.lock',
        'pnpm-lock.yaml',
        'poetry.lock',
        'uv.lock',
        'go.sum',
        'Cargo.lock',
        'a/Gemfile.lock',
        'bun.lockb',
      ],
    ],
    ['dependencies', ['requirements.txt', 'dev-requirements.in', 'Pipfile', 'setup.py', 'go.mod', 'pom.xml']],
    ['package-settings', ['.npmrc', 'sub/.npmrc', '.yarnrc.yml', '.pnp.cjs', '.nvmrc']],
    ['secrets', ['.env', '.env.local', 'app/.ENV', 'key.pem']],
    ['build-configuration', ['tsconfig.json', 'tsconfig.build.json', 'babel.config.js', '.swcrc']],
    [
      'installed-code',
      ['node_modules/x/index.js', 'a/node_modules/y.js', '.venv/lib/x.py', 'lib/python3/site-packages/x.py'],
    ],
    ['version-control', ['.git/hooks/pre-commit', '.GIT/config', 'sub/.git', '.gitattributes']],
    ['test-library-shadow', ['pytest.py', 'src/unittest.py', 'unittest/__init__.py']],
    [
      'odd-path',
      [
        '../x',
        '/etc/x',
        '~/.bashrc',
        '~root/x',
        'a//b',
        './a',
        'a\\b',
        'a/../b',
        'a\0b',
        '.git\u200c/config',
        'con\u202eftest.py',
        'GIT~1/config',
        'src/a.js.',
        'src/a.js ',
        'a.js::$DATA',
        'a\nb',
      ],
    ],
    [
      'allowed',
      [
        'src/a.js',
        'app/main.py',
        'lib/latest.js',
        'src/contest.py',
        'README.md',
        'src/protest.ts',
        'src/attestation.py',
        'src/Audit.java',
        'config/index.js',
        'src/specification.js',
        'src/mocking.ts',
        'src/environment.js',
        'src/avatar.config.js',
      ],
    ],
  ])('%s', (policy, paths) => {
    expect(paths.map((path) => [path, ruling([write(path)])])).toEqual(paths.map((path) => [path, policy]));
  });

  it('one bad path refuses the whole patch, also a removal', () => {
    expect(ruling([write('src/a.js'), { kind: 'remove', path: 'test/a.js' }])).toBe('tests');
  });

  it('links, and names that differ in case only', () => {
    const project = fakeEntries([
      fakeEntry('l', 'src', 'symlink'),
      fakeEntry('src/a.js', ''),
      fakeEntry('x', 'y', 'symlink'),
    ]);
    expect(ruling([write('l/a.js')], {}, project)).toBe('link');
    expect(ruling([write('x')], {}, project)).toBe('link');
    expect(ruling([write('SRC/A.js')], {}, project)).toBe('odd-path');
    expect(ruling([write('src/a.js')], {}, project)).toBe('allowed');
  });

  it('tells path and kind', () => {
    expect(judgeIntegrity(fakeProject({}), [write('a/conftest.py')], DEFAULT_INTEGRITY_POLICY)).toEqual({
      kind: 'refused',
      policy: 'start-hooks',
      detail: 'a/conftest.py must not be changed: it is code that Python or a runner loads by itself',
    });
  });
});

describe('what the user says', () => {
  it('--allow opens, --deny closes and wins, odd paths stay closed', () => {
    expect(ruling([write('test/a.js')], { allow: ['test/**'] })).toBe('allowed');
    expect(ruling([write('deep/jest.config.js')], { allow: ['jest.config.js'] })).toBe('allowed');
    expect(ruling([write('src/core/a.js')], { deny: ['src/core/**'] })).toBe('deny');
    expect(ruling([write('test/a.js')], { allow: ['**'], deny: ['test/**'] })).toBe('deny');
    expect(ruling([write('../a.js')], { allow: ['**'] })).toBe('odd-path');
  });

  it('--allow-test-edits opens tests and what belongs to them, never the runner', () => {
    const open = { allowTestEdits: true };
    for (const path of ['test/a.js', 'a.test.ts', 'a.snap', '__mocks__/b.js', 'fixtures/c.json'])
      expect(ruling([write(path)], open)).toBe('allowed');
    expect(ruling([write('jest.config.js')], open)).toBe('runner-configuration');
    expect(ruling([write('conftest.py')], open)).toBe('start-hooks');
  });

  it('toolchains add the paths that steer their runners', () => {
    expect(ruling([write('checks/run.js')], { runnerGlobs: ['checks/**'] })).toBe('runner-configuration');
  });
});

describe('package.json', () => {
  const manifest = {
    name: 'x',
    main: 'a.js',
    scripts: { test: 'jest' },
    dependencies: { a: '1' },
    jest: { setupFiles: ['./boot'] },
  };
  const project = fakeProject({ 'package.json': JSON.stringify(manifest), 'boot.js': '', 'a.js': '' });
  const changed = (parts: object) =>
    ruling([write('package.json', JSON.stringify({ ...manifest, ...parts }, null, 2))], {}, project);

  it('is open in its entry points only', () => {
    expect(changed({ main: 'b.js', type: 'module', exports: { '.': './b.js' } })).toBe('allowed');
    expect(changed({ scripts: { test: 'true' } })).toBe('package-scripts');
    expect(changed({ dependencies: {} })).toBe('dependencies');
    expect(changed({ devDependencies: { b: '1' } })).toBe('dependencies');
    expect(changed({ jest: {} })).toBe('package-manifest');
    expect(changed({ mocha: { require: 'x' } })).toBe('package-manifest');
    expect(ruling([write('package.json', 'not json')], {}, project)).toBe('package-manifest');
    expect(ruling([{ kind: 'remove', path: 'package.json' }], {}, project)).toBe('package-manifest');
    expect(ruling([write('sub/package.json', '{}')], {}, project)).toBe('package-manifest');
    expect(ruling([write('package.json', '{}')], { allow: ['package.json'] }, project)).toBe('allowed');
  });

  it('files that a runner loads are protected by what names them', () => {
    expect(ruling([write('boot.js')], {}, project)).toBe('runner-configuration');
    const configured = fakeProject({
      'cfg/jest.config.js': "module.exports = { globalSetup: '<rootDir>/start.ts', moduleNameMapper: { x: './a.js' } }",
      'cfg/start.ts': '',
      'cfg/a.js': '',
    });
    expect(ruling([write('cfg/start.ts')], {}, configured)).toBe('runner-configuration');
    expect(ruling([write('cfg/a.js')], {}, configured)).toBe('allowed');
  });
});

describe('the statement', () => {
  const files = {
    'src/a.js': 'a',
    'test/a.test.js': 't',
    'package.json': '{"main":"a","scripts":{"test":"x"}}',
    'yarn.lock': 'l',
  };
  it('lists protected files and hashes them; of a package.json its protected parts', () => {
    const project = fakeProject(files);
    const paths = protectedFiles(project, DEFAULT_INTEGRITY_POLICY);
    expect(paths).toEqual(['test/a.test.js', 'package.json', 'yarn.lock']);
    const hashes = hashFiles(project, [...paths, 'missing']);
    expect([...hashes.keys()]).toEqual(paths);
    expect(hashes.get('test/a.test.js')).toBe('e3b98a4da31a127d4bde6e43033f66ba274cab0eb7eb1c70ec41402bf6273dd8');
    const other = (name: string, content: string) =>
      hashFiles(fakeProject({ ...files, [name]: content }), paths).get(name);
    expect(other('package.json', '{"scripts":{"test":"x"},"main":"b"}')).toBe(hashes.get('package.json'));
    expect(other('package.json', '{"main":"a","scripts":{"test":"y"}}')).not.toBe(hashes.get('package.json'));
    expect(other('yarn.lock', 'm')).not.toBe(hashes.get('yarn.lock'));
  });
});
