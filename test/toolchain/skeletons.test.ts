import { describe, expect, it } from '@jest/globals';
import { manifest, planOf, reportOf, SCRATCH } from './plan-of.ts';

const PYTEST = 'def test_a():\n    assert True\n';
const UNITTEST = 'import unittest\nclass A(unittest.TestCase):\n    def test_a(self): pass\n';

interface Skeleton {
  readonly files: Readonly<Record<string, string>>;
  readonly report?: readonly [runner: string | null, file: string];
  /** Toolchain, folder, installation, test command. */
  readonly plan: readonly [toolchain: string, folder: string, install: string | null, test: string];
  /** One file alone. */
  readonly one?: readonly [file: string, command: string];
}

const NODE: Readonly<Record<string, Skeleton>> = {
  'a bundle of scripts': {
    files: {
      'package.json': manifest(null, ['vitest'], {
        scripts: { test: 'npm-run-all lint test:*', lint: 'eslint .', 'test:unit': 'vitest' },
      }),
    },
    plan: ['vitest', '', 'npm install', 'npx vitest run'],
  },
  wireit: {
    files: {
      'package.json': manifest('wireit', ['vitest'], {
        scripts: { test: 'wireit', build: 'wireit' },
        wireit: { test: { command: 'vitest run', dependencies: ['build'] }, build: { command: 'tsc' } },
      }),
    },
    plan: ['vitest', '', 'npm install', '(tsc) && vitest run'],
  },
  'the Vue CLI with Jest': {
    files: {
      'package.json': manifest(null, ['@vue/cli-plugin-unit-jest'], {
        scripts: { 'test:unit': 'vue-cli-service test:unit' },
      }),
      'tests/unit/a.spec.js': '',
    },
    plan: ['jest', '', 'npm install', 'npx vue-cli-service test:unit'],
    one: ['tests/unit/a.spec.js', 'npx vue-cli-service test:unit --runTestsByPath tests/unit/a.spec.js'],
  },
  'the Vue CLI with Mocha': {
    files: {
      'package.json': manifest('vue-cli-service test:unit', ['@vue/cli-plugin-unit-mocha']),
    },
    plan: ['custom', '', 'npm install', 'vue-cli-service test:unit'],
  },
  tsdx: {
    files: { 'package.json': manifest('tsdx test', ['tsdx']) },
    plan: ['jest', '', 'npm install', 'npx tsdx test'],
  },
  'Angular, which would watch': {
    files: { 'package.json': manifest('ng test', ['@angular/cli']), 'angular.json': '{}' },
    plan: ['custom', '', 'npm install', 'ng test --watch=false'],
  },
  'a configuration of Jest elsewhere': {
    files: { 'package.json': manifest(null, ['jest']), 'config/jest.config.js': '' },
    plan: ['jest', '', 'npm install', 'npx jest --config config/jest.config.js'],
  },
  'a script for the tests of the report': {
    files: {
      'package.json': manifest(null, ['jest'], {
        scripts: { test: 'jest', 'test:e2e': 'jest --config test/jest-e2e.json' },
      }),
      'test/app.e2e-spec.ts': '',
    },
    report: ['jest', 'test/app.e2e-spec.ts'],
    plan: ['jest', '', 'npm install', 'npx jest --config test/jest-e2e.json'],
  },
  'Lerna alone': {
    files: {
      'package.json': manifest('lerna run test', ['lerna']),
      'lerna.json': '{"packages":["packages/*"]}',
      'yarn.lock': '',
      'packages/a/package.json': manifest('mocha', ['mocha']),
      'packages/b/package.json': manifest('mocha test/b.js', ['mocha']),
      'packages/b/test/b.js': '',
    },
    plan: [
      'mocha',
      '',
      'yarn install --frozen-lockfile && npx lerna bootstrap',
      '(cd packages/a && npx mocha); (cd packages/b && npx mocha test/b.js)',
    ],
    one: ['packages/b/test/b.js', '(cd packages/b && npx mocha test/b.js)'],
  },
  'a package beside the workspace': {
    files: {
      'package.json': manifest(null, [], { workspaces: ['packages/*'] }),
      'package-lock.json': '{}',
      'packages/a/package.json': manifest(null),
      'examples/x/package.json': manifest('jest', ['jest']),
      'examples/x/a.test.js': '',
    },
    report: ['jest', 'examples/x/a.test.js'],
    plan: ['jest', 'examples/x', 'npm install', 'npx jest'],
  },
  'another runner than the one that is listed': {
    files: { 'package.json': manifest('jasmine', ['jasmine', 'jest']), 'spec/aSpec.js': '' },
    plan: ['custom', '', 'npm install', 'jasmine'],
  },
  'a file of tests that runs by itself': {
    files: { 'package.json': manifest('node --enable-source-maps test/run.js', ['mocha']), 'test/run.js': '' },
    plan: ['custom', '', 'npm install', 'node --enable-source-maps test/run.js'],
  },
  devEngines: {
    files: {
      'package.json': manifest('mocha', ['mocha'], { devEngines: { packageManager: { name: 'pnpm', version: '^9' } } }),
    },
    plan: ['mocha', '', 'pnpm install', 'npx mocha'],
  },
  Deno: {
    files: {
      'deno.json': '{"tasks":{"test":"deno test -A"}}',
      'main_test.ts': 'import { assert } from "jsr:@std/assert";\nDeno.test("a", () => {});',
    },
    plan: ['deno-test', '', 'deno cache main_test.ts', 'deno test -A'],
    one: ['main_test.ts', 'deno test -A main_test.ts'],
  },
};

const PIP = 'python3 -m venv .venv && .venv/bin/python -m pip install';

const PYTHON: Readonly<Record<string, Skeleton>> = {
  'Poetry by its build backend': {
    files: {
      'pyproject.toml':
        '[project]\nname="x"\ndependencies=["six"]\n[project.optional-dependencies]\ntest=["pytest"]\n[build-system]\nbuild-backend="poetry.core.masonry.api"\n',
      'tests/test_x.py': PYTEST,
    },
    plan: ['pytest', '', 'poetry install --no-interaction --extras test', '.venv/bin/python -m pytest'],
  },
  'PDM without a lock file': {
    files: {
      'pyproject.toml': '[project]\nname="x"\n[tool.pdm.dev-dependencies]\ntest=["pytest"]\n',
      'tests/test_x.py': PYTEST,
    },
    plan: ['pytest', '', 'pdm install --dev --no-lock', '.venv/bin/python -m pytest'],
  },
  Hatch: {
    files: {
      'pyproject.toml':
        '[project]\nname="x"\n[tool.hatch.envs.default]\ndependencies=["pytest","mock"]\n[tool.hatch.envs.default.scripts]\ntest="pytest {args:tests}"\n',
      'tests/test_x.py': PYTEST,
    },
    plan: ['pytest', '', `${PIP} pytest mock`, 'pytest tests'],
  },
  nox: {
    files: {
      'noxfile.py':
        'import nox\n@nox.session\ndef lint(session):\n    session.run("flake8")\n@nox.session(python=["3.9"])\ndef tests(session):\n    session.install("-e", ".[socks]", "mock", silent=False)\n    session.install("-r", "ci.txt")\n    session.run("pytest", "-q", *session.posargs, env={"A": "b"})\n    session.run("coverage", "report")\n',
      'tests/test_x.py': UNITTEST,
    },
    plan: ['pytest', '', `${PIP} -r ci.txt '.[socks]' mock pytest`, 'pytest -q'],
  },
  'extras of setup.cfg': {
    files: {
      'setup.cfg':
        '[options]\ninstall_requires =\n    six\n[options.extras_require]\ntests =\n    pytest\n    mock\ndocs = sphinx\n[tool:pytest]\n',
      'tests/test_x.py': PYTEST,
    },
    plan: ['pytest', '', `${PIP} '.[tests]'`, '.venv/bin/python -m pytest'],
  },
  'extras of setup.py': {
    files: {
      'setup.py': "setup(install_requires=['six'], extras_require={'docs': ['sphinx'], 'dev': ['pytest', 'mock']})",
      'tests/test_x.py': PYTEST,
    },
    plan: ['pytest', '', `${PIP} '.[dev]'`, '.venv/bin/python -m pytest'],
  },
  'requirements in an odd place': {
    files: { 'etc/requirements/unit.txt': 'pytest\n', 'docs/requirements.txt': 'sphinx\n', 'test_x.py': PYTEST },
    plan: ['pytest', '', `${PIP} -r etc/requirements/unit.txt`, '.venv/bin/python -m pytest'],
  },
  Conda: {
    files: {
      'environment.yml':
        'name: x\ndependencies:\n  - python=3.11\n  - six=1.16\n  - pytest\n  - pip:\n    - responses>=1\n',
      'test_x.py': PYTEST,
    },
    plan: ['pytest', '', `${PIP} 'six==1.16.*' pytest 'responses>=1'`, '.venv/bin/python -m pytest'],
  },
  'Django below its requirements': {
    files: {
      'requirements.txt': 'Django\n',
      'site/manage.py': 'import django\n',
      'site/polls/tests.py': 'from django.test import TestCase\nclass A(TestCase): pass\n',
    },
    plan: ['django', 'site', `${PIP} -r requirements.txt`, '../.venv/bin/python manage.py test'],
    one: ['site/polls/tests.py', '../.venv/bin/python manage.py test polls.tests'],
  },
  'a script that tox starts': {
    files: {
      'tox.ini': '[testenv]\ndeps = Django\ncommands = python runtests.py {posargs}\n',
      'runtests.py': 'import django\n',
      'tests/test_a.py': 'from django.test import TestCase\nclass A(TestCase): pass\n',
    },
    plan: ['python-script', '', `${PIP} Django`, 'python runtests.py'],
  },
};

const OTHERS: Readonly<Record<string, Skeleton>> = {
  'Go without modules': {
    files: { 'main.go': 'package main', 'main_test.go': 'package main' },
    plan: ['go-test', '', null, 'go test ./...'],
  },
  Meson: {
    files: { 'meson.build': "project('x', 'c')\ntest('a', executable('t', 't.c'))\n", 't.c': '' },
    plan: ['meson', '', null, 'if [ ! -f build/build.ninja ]; then meson setup build; fi && meson test -C build'],
  },
  Bats: {
    files: { 'bin/x.sh': '', 'test/a.bats': '@test "a" { true; }' },
    plan: ['bats', '', null, 'bats -r test'],
    one: ['test/a.bats', 'bats -r test/a.bats'],
  },
  Mix: { files: { 'mix.exs': '', 'test/x_test.exs': '' }, plan: ['mix', '', null, 'mix test --seed 0'] },
  Ant: { files: { 'build.xml': '<project/>' }, plan: ['ant', '', null, 'ant test'] },
  'CMake without tests beside a Makefile with some': {
    files: { 'CMakeLists.txt': 'project(x)\n', Makefile: '.PHONY: all test\nall check test: x\n\t./x\n', 'x.c': '' },
    plan: ['make', '', null, 'make test'],
  },
};

describe.each(Object.entries({ ...NODE, ...PYTHON, ...OTHERS }))('%s', (_name, { files, report, plan, one }) => {
  it('is planned', () => {
    const found = planOf(files, {}, report === undefined ? null : reportOf(...report));
    const { display } = found.test({ kind: 'all' }, SCRATCH);
    expect([found.toolchain, found.folder, found.install?.display ?? null, display]).toEqual(plan);
    if (one === undefined) return;
    expect(found.test({ kind: 'files', files: [one[0]] }, SCRATCH)).toMatchObject({ display: one[1], runs: 'files' });
  });
});
