import { describe, expect, it } from '@jest/globals';
import { lineOf, only, planOf, SCRATCH } from './plan-of.ts';

const UNITTEST = 'import unittest\nclass T(unittest.TestCase):\n  pass\n';
const PYTEST = 'def test_x(): pass\n';
const PYTEST_FLAGS =
  '-o junit_family=xunit1 --junitxml=/scratch/results-n0nce-1.xml -p no:cacheprovider -p no:randomly --maxfail=0 --continue-on-collection-errors';
const RUNNER = '/scratch/n0nce-1-unittest-runner.py --output /scratch/results-n0nce-1.json';
const squeezed = (line: string) => line.replace(/ {2,}/g, ' ').trim();

const installed = (files: Record<string, string>) =>
  planOf({ 'tests/test_a.py': PYTEST, ...files }).install?.argv[2]?.replace(/^.* -m pip install |\nfi$/gs, '') ?? null;

describe('unittest', () => {
  it('starts discovery where the test files can be found', () => {
    expect(lineOf(planOf({ 'tests/test_a.py': UNITTEST }))).toBe(`python3 ${RUNNER} -- discover -s tests`);
    const packaged = { 'tests/__init__.py': '', 'tests/test_a.py': UNITTEST };
    expect(lineOf(planOf(packaged))).toBe(`python3 ${RUNNER} -- discover`);
    const named = planOf({ 'unit/a_test.py': UNITTEST });
    expect(lineOf(named)).toBe(`python3 ${RUNNER} -- discover -s unit -p '*_test.py'`);
  });

  it('starts several times when the files lie apart', () => {
    const plan = planOf({ 'a/test_a.py': UNITTEST, 'b/test_b.py': UNITTEST });
    expect(plan.test({ kind: 'all' }, SCRATCH).display).toBe(
      'python3 -m unittest discover -s a; python3 -m unittest discover -s b',
    );
    expect(plan.test({ kind: 'all' }, SCRATCH).results).toMatchObject({ files: { length: 2 } });
  });

  it('keeps to the files of a selection', () => {
    const plan = planOf({ 'tests/test_a.py': UNITTEST, 'tests/test_b.py': UNITTEST });
    const one = only('tests/test_a.py');
    expect(lineOf(plan, one)).toBe(`python3 ${RUNNER} --only tests/test_a.py -- discover -s tests`);
    expect(plan.test(one, SCRATCH).display).toBe('python3 -m unittest tests/test_a.py');
  });

  it.each([
    [
      'python -m unittest discover -s tests -p "*_test.py" -v',
      `python3 ${RUNNER} -- discover -s tests -p "*_test.py" -v`,
    ],
    ['python3.12 -m unittest tests.test_a', `python3.12 ${RUNNER} -- tests.test_a`],
    ['coverage run -m unittest && coverage report', `coverage run ${RUNNER} -- && coverage report`],
  ])('keeps the arguments of %s', (testCommand, line) => {
    const plan = planOf({ 'tests/test_a.py': UNITTEST }, { testCommand });
    expect(plan).toMatchObject({ toolchain: 'unittest', guessed: false, reportFormat: 'ctrf' });
    expect(lineOf(plan)).toBe(line);
  });
});

describe('pytest', () => {
  it('runs from the machine when nothing is to be installed', () => {
    const plan = planOf({ 'tests/test_a.py': PYTEST });
    expect(plan).toMatchObject({ toolchain: 'pytest', install: null, reportFormat: 'junit-xml' });
    expect(lineOf(plan)).toBe(`python3 -m pytest ${PYTEST_FLAGS}`);
    expect(lineOf(plan, only('tests/test_a.py'))).toBe(`python3 -m pytest ${PYTEST_FLAGS} tests/test_a.py`);
  });

  it('runs from the environment when there is one', () => {
    const plan = planOf({ 'tests/test_a.py': PYTEST, 'requirements.txt': 'pytest\n' });
    expect(lineOf(plan)).toBe(`.venv/bin/python -m pytest ${PYTEST_FLAGS}`);
    expect(plan.installedFolders).toEqual(['.venv']);
  });

  it.each([
    [
      'pytest -x -q tests --cov=app -k "a and b"',
      `python3 -m pytest ${PYTEST_FLAGS} -q tests -k "a and b"`,
      `python3 -m pytest ${PYTEST_FLAGS} -q -k "a and b" tests/test_a.py`,
    ],
    [
      'poetry run python -m pytest tests/test_a.py::test_x',
      `python3 -m pytest ${PYTEST_FLAGS} tests/test_a.py::test_x`,
      `python3 -m pytest ${PYTEST_FLAGS} tests/test_a.py`,
    ],
    [
      'coverage run -m pytest && coverage report',
      `coverage run -m pytest ${PYTEST_FLAGS} && coverage report`,
      `coverage run -m pytest ${PYTEST_FLAGS} tests/test_a.py && coverage report`,
    ],
  ])('keeps the arguments of %s', (testCommand, all, one) => {
    const plan = planOf({ 'tests/test_a.py': PYTEST }, { testCommand });
    expect(squeezed(lineOf(plan))).toBe(all);
    expect(squeezed(lineOf(plan, only('tests/test_a.py')))).toBe(one);
  });

  it('makes the sources importable and keeps stale bytecode away', () => {
    const command = planOf({ 'tests/test_a.py': PYTEST, 'src/app/__init__.py': '' }).test({ kind: 'all' }, SCRATCH);
    expect(command.argv[2]).toContain('export PYTHONPATH="$PWD/src:$PWD');
    expect(command.env).toEqual({ PYTHONDONTWRITEBYTECODE: '1' });
  });
});

describe('installation of Python projects', () => {
  it.each<[string, Record<string, string>, string | null]>([
    ['no manifest', {}, null],
    ['an empty file', { 'requirements.txt': '# nothing\n' }, null],
    ['a file without pytest', { 'requirements.txt': 'requests==2\n' }, '-r requirements.txt pytest'],
    [
      'several files',
      { 'requirements.txt': 'requests\n', 'requirements-dev.txt': 'pytest\n', 'docs/requirements.txt': 'sphinx\n' },
      '-r requirements.txt -r requirements-dev.txt',
    ],
    ['a file in a folder', { 'requirements/test.txt': 'pytest-mock\npytest\n' }, '-r requirements/test.txt'],
    ['PEP 621', { 'pyproject.toml': '[project]\ndependencies = ["attrs"]\n' }, '. pytest'],
    ['PEP 621 without any', { 'pyproject.toml': '[project]\ndependencies = []\n' }, null],
    [
      'extras',
      { 'pyproject.toml': '[project.optional-dependencies]\ntest = ["pytest"]\ndocs = ["sphinx"]\n' },
      "'.[test]' pytest",
    ],
    [
      'PEP 735',
      { 'pyproject.toml': '[dependency-groups]\ndev = [{include-group = "test"}, "ruff"]\ntest = ["pytest>=8"]\n' },
      "'pytest>=8' ruff",
    ],
    [
      'Poetry',
      {
        'pyproject.toml':
          '[tool.poetry.dependencies]\npython = "^3.9"\nrequests = "^2.31"\n[tool.poetry.group.dev.dependencies]\npytest = "^7.4.1"\nblack = {version = "~23.1", extras = ["d"]}\nzero = "^0.2.3"\nany = "*"\n',
      },
      ". 'pytest>=7.4.1,<8' 'black[d]>=23.1,<23.2' 'zero>=0.2.3,<0.3' any",
    ],
    ['Pipfile', { Pipfile: '[packages]\nflask = "*"\n[dev-packages]\npytest = ">=8"\n' }, "flask 'pytest>=8'"],
    ['setup.py', { 'setup.py': 'setup(install_requires=["six"], tests_require=["pytest"])' }, '.'],
    ['setup.py without any', { 'setup.py': 'setup(install_requires=[])' }, null],
    ['broken TOML', { 'pyproject.toml': '[project\n' }, null],
  ])('%s', (_title, files, expected) => {
    expect(installed(files)).toBe(expected);
  });
});
