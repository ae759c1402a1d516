import { describe, expect, it } from '@jest/globals';
import { lineOf, only, planOf, SCRATCH } from './plan-of.ts';

const PYTEST = 'def test_x(): pass\n';
const project = (files: Record<string, string>) => planOf({ 'tests/test_a.py': PYTEST, ...files });
const PROJECT = '[project]\nname = "shop"\ndependencies = ["attrs", "pytest"]\n';

describe('the manager of a Python project', () => {
  it.each<[string, Record<string, string>, string, string]>([
    ['uv.lock', { 'uv.lock': '', 'pyproject.toml': PROJECT }, 'uv', 'uv sync --locked'],
    [
      'uv with a group and an extra of tests',
      {
        'uv.lock': '',
        'pyproject.toml': `${PROJECT}[project.optional-dependencies]\ntest = ["x"]\ndocs = ["y"]\n[dependency-groups]\ntests = ["z"]\ndev = ["w"]\n`,
      },
      'uv',
      'uv sync --locked --group tests --extra test',
    ],
    ['[tool.uv]', { 'pyproject.toml': `${PROJECT}[tool.uv]\n` }, 'uv', 'uv sync'],
    ['poetry.lock', { 'poetry.lock': '', 'pyproject.toml': PROJECT }, 'poetry', 'poetry install --no-interaction'],
    [
      'an optional group of Poetry',
      {
        'pyproject.toml':
          '[tool.poetry.group.test]\noptional = true\n[tool.poetry.group.test.dependencies]\npytest = "*"\n',
      },
      'poetry',
      'poetry install --no-interaction --with test',
    ],
    ['Pipfile.lock', { Pipfile: '[packages]\n', 'Pipfile.lock': '{}' }, 'pipenv', 'pipenv sync --dev'],
    ['Pipfile', { Pipfile: '[packages]\n' }, 'pipenv', 'pipenv install --dev --skip-lock'],
    ['pdm.lock', { 'pdm.lock': '', 'pyproject.toml': PROJECT }, 'pdm', 'pdm sync --dev'],
    [
      'requirements.txt',
      { 'requirements.txt': 'pytest\n' },
      'pip',
      'python3 -m venv .venv && .venv/bin/python -m pip install -r requirements.txt',
    ],
  ])('%s', (_title, files, manager, display) => {
    const plan = project(files);
    expect(plan).toMatchObject({ packageManager: manager, install: { display }, installedFolders: ['.venv'] });
  });

  it('falls back on pip where the manager is not on the machine', () => {
    const line = project({ 'uv.lock': '', 'pyproject.toml': PROJECT }).install?.argv[2] ?? '';
    expect(line).toMatch(/^if command -v uv .*; then\n.*UV_PROJECT_ENVIRONMENT=\.venv.*\nuv sync --locked\nelse\n/);
    expect(line).toContain('.venv/bin/python -m pip install .');
  });

  it('adds pytest where nothing asks for it', () => {
    const line = project({ 'Pipfile.lock': '{}', Pipfile: '' }).install?.argv[2] ?? '';
    expect(line).toContain('pipenv sync --dev && pipenv run pip install pytest\n');
  });
});

describe('tox', () => {
  const INI = `[tox]
envlist = py311,lint

[base]
deps =
    pytest>=7
    -r requirements-test.in

[testenv]
deps =
    {[base]deps}
    py311: attrs
    lint: ruff
setenv =
    SHOP_MODE = test run
commands =
    pip list
    pytest {posargs:tests} \\
        -q
    coverage report
`;

  it('tells what is installed and how the tests are run', () => {
    const plan = project({ 'tox.ini': INI });
    expect(plan).toMatchObject({ toolchain: 'pytest', guessed: false });
    expect(plan.evidence[0]).toBe('the commands in tox.ini run pytest');
    expect(plan.install?.display).toMatch(/pip install -r requirements-test\.in 'pytest>=7' attrs$/);
    expect(plan.test({ kind: 'all' }, SCRATCH).display).toBe("SHOP_MODE='test run' pytest tests -q");
    expect(plan.test(only('tests/test_a.py'), SCRATCH).display).toBe("SHOP_MODE='test run' pytest -q tests/test_a.py");
    expect(lineOf(plan)).toContain("SHOP_MODE='test run' .venv/bin/python -m pytest -o junit_family=xunit1");
  });

  it('is followed in a given command', () => {
    const plan = planOf(
      {
        'a/test_a.py': 'import unittest\nclass T(unittest.TestCase): pass\n',
        'tox.ini': '[testenv]\ncommands = python -m unittest discover a\n',
      },
      { testCommand: 'tox -e py' },
    );
    expect(plan.toolchain).toBe('unittest');
    expect(plan.test({ kind: 'all' }, SCRATCH).display).toBe('python -m unittest discover a');
  });

  it.each([
    ['pyproject.toml', '[tool.tox]\nlegacy_tox_ini = """\n[testenv]\ncommands = pytest unit\n"""\n', 'pytest unit'],
    [
      'tox.toml',
      '[env_run_base]\ncommands = [["pytest", { replace = "posargs", default = ["unit"], extend = true }]]\n',
      'pytest unit',
    ],
  ])('is read from %s too', (file, text, line) => {
    expect(project({ [file]: text }).test({ kind: 'all' }, SCRATCH).display).toBe(line);
  });
});
