// Makes the reports in fixtures/reports/ by running the real runners on the projects in fixtures/reports/projects/.
// Usage: node tooling/make-report-fixtures.mjs [name of a project]...
// Needs the npm registry, Python 3 with pytest, and for `ctest` and `surefire` CMake and Maven; what is missing is skipped.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FIXTURES = join(dirname(fileURLToPath(import.meta.url)), '..', 'fixtures', 'reports');
/** Where a CI machine would have had the project: stands in the reports in place of the temporary folder. */
const CI_ROOT = '/home/runner/work/shop/shop';

/** Each: packages from the npm registry, and commands; `out` is the report, read from `file` or from what was printed. */
const PROJECTS = {
  'node-test': {
    runs: [
      { out: 'node-test.tap', command: 'node --test --test-reporter=tap' },
      { out: 'node-test.junit.xml', command: 'node --test --test-reporter=junit' },
      { out: 'node-test.spec.txt', command: 'node --test --test-reporter=spec' },
    ],
  },
  jest: {
    packages: ['jest@30.5.2', 'jest-junit@17.0.0', 'jest-ctrf-json-reporter@0.0.11'],
    runs: [
      { out: 'jest.json', command: 'npx jest --ci --json --testLocationInResults --outputFile=r.json', file: 'r.json' },
      { out: 'jest.console.txt', command: 'npx jest --ci' },
      { out: 'jest.colour.txt', command: 'npx jest --ci --color test/invoice.test.js test/ok.test.js' },
      {
        out: 'jest-junit.xml',
        command: 'npx jest --ci --reporters=jest-junit',
        env: { JEST_JUNIT_REPORT_TEST_SUITE_ERRORS: 'true', JEST_JUNIT_ADD_FILE_ATTRIBUTE: 'true' },
        file: 'junit.xml',
      },
      {
        out: 'jest-ctrf.json',
        command: 'npx jest --ci --reporters=jest-ctrf-json-reporter',
        file: 'ctrf/ctrf-report.json',
      },
    ],
  },
  vitest: {
    packages: ['vitest@4.1.12'],
    runs: [
      { out: 'vitest.json', command: 'npx vitest run --reporter=json --outputFile=r.json', file: 'r.json' },
      { out: 'vitest.junit.xml', command: 'npx vitest run --reporter=junit --outputFile=r.xml', file: 'r.xml' },
      { out: 'vitest.tap', command: 'npx vitest run --reporter=tap' },
      { out: 'vitest.console.txt', command: 'npx vitest run' },
    ],
  },
  mocha: {
    packages: ['mocha@11.8.0', 'chai@6', 'mocha-junit-reporter@2.2.1'],
    runs: [
      {
        out: 'mocha.json',
        command: 'npx mocha --reporter json --reporter-option output=r.json test/cart.test.js test/ok.test.js',
        file: 'r.json',
      },
      { out: 'mocha.load.txt', command: 'npx mocha --reporter json test/invoice.test.js' },
      { out: 'mocha.xunit.xml', command: 'npx mocha --reporter xunit test/cart.test.js test/ok.test.js' },
      { out: 'mocha.tap', command: 'npx mocha --reporter tap test/cart.test.js test/ok.test.js' },
      { out: 'mocha.spec.txt', command: 'npx mocha test/cart.test.js test/ok.test.js' },
      {
        out: 'mocha.junit.xml',
        command: 'npx mocha --reporter mocha-junit-reporter test/cart.test.js test/ok.test.js',
        file: 'test-results.xml',
      },
    ],
  },
  'tap-runners': {
    packages: ['tape@5.10.2', 'ava@6.4.1'],
    runs: [
      { out: 'tape.tap', command: 'node test/tape.js' },
      { out: 'ava.tap', command: 'npx ava --tap test/ava.js' },
    ],
  },
  pytest: {
    runs: [
      { out: 'pytest.console.txt', command: 'python3 -m pytest --continue-on-collection-errors' },
      { out: 'pytest.verbose.txt', command: 'python3 -m pytest --continue-on-collection-errors -v --tb=short' },
      { out: 'pytest.native.txt', command: 'python3 -m pytest --continue-on-collection-errors -rA --tb=native' },
      { out: 'pytest.quiet.txt', command: 'python3 -m pytest --continue-on-collection-errors -q --tb=line' },
      { out: 'pytest.no-traceback.txt', command: 'python3 -m pytest --continue-on-collection-errors -q --tb=no' },
      { out: 'pytest.load.txt', command: 'python3 -m pytest test/test_invoice.py' },
      {
        out: 'pytest.xunit1.xml',
        command: 'python3 -m pytest --continue-on-collection-errors -o junit_family=xunit1 --junitxml=r.xml',
        file: 'r.xml',
      },
      {
        out: 'pytest.xunit2.xml',
        command: 'python3 -m pytest --continue-on-collection-errors --junitxml=r.xml',
        file: 'r.xml',
      },
    ],
  },
  unittest: {
    runs: [
      { out: 'unittest.console.txt', command: 'python3 -m unittest discover' },
      { out: 'unittest.verbose.txt', command: 'python3 -m unittest discover -v -b' },
      { out: 'unittest.missing.txt', command: 'python3 -m unittest test.test_absent' },
    ],
  },
  ctest: {
    runs: [
      {
        out: 'ctest.junit.xml',
        command: 'cmake -S . -B out && cmake --build out && ctest --test-dir out --output-junit r.xml; true',
        file: 'out/r.xml',
      },
    ],
  },
  surefire: {
    runs: [
      { out: 'surefire.xml', command: 'mvn -o -q -B test', file: 'target/surefire-reports/TEST-shop.CartTest.xml' },
      {
        out: 'surefire.nested.xml',
        command: 'mvn -o -q -B test',
        file: 'target/surefire-reports/TEST-shop.CartTest$Filled.xml',
      },
      { out: 'surefire.console.txt', command: 'mvn -o -B test' },
    ],
  },
};

const wanted = process.argv.slice(2);
for (const [name, project] of Object.entries(PROJECTS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const folder = mkdtempSync(join(tmpdir(), 'report-fixture-'));
  try {
    const root = join(folder, 'shop');
    cpSync(join(FIXTURES, 'projects', name), root, { recursive: true });
    if (project.packages) shell(`npm install --no-audit --no-fund --no-save ${project.packages.join(' ')}`, root, {});
    for (const run of project.runs) makeReport(run, root);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function makeReport(run, root) {
  const result = shell(run.file ? run.command : `(${run.command}) 2>&1`, root, run.env ?? {});
  const file = run.file && join(root, run.file);
  if (file && !existsSync(file)) {
    console.error(`no ${run.out}: ${run.command} wrote no ${run.file}\n${result.stderr}`);
    return;
  }
  const text = file ? readFileSync(file, 'utf8') : result.stdout;
  mkdirSync(FIXTURES, { recursive: true });
  writeFileSync(join(FIXTURES, run.out), neutral(text, root));
  console.log(`${run.out} (exit code ${result.status})`);
}

function shell(command, cwd, env) {
  const { PATH, HOME } = process.env;
  return spawnSync(command, {
    cwd,
    shell: true,
    encoding: 'utf8',
    env: {
      PATH,
      HOME,
      LANG: 'C.UTF-8',
      CI: 'true',
      PYTHONDONTWRITEBYTECODE: '1',
      npm_config_loglevel: 'error',
      ...env,
    },
  });
}

/** Takes this machine's own paths and name out of a report. */
function neutral(text, root) {
  const python = spawnSync('python3', ['-c', 'import sys; print(sys.base_prefix)'], { encoding: 'utf8' }).stdout.trim();
  let clean = text.replaceAll(root, CI_ROOT).replaceAll(encodeURI(root), CI_ROOT);
  if (python) clean = clean.replaceAll(python, '/opt/hostedtoolcache/Python/x64');
  clean = clean.replaceAll(/<properties>[\s\S]*?<\/properties>/g, '<properties/>');
  clean = clean.replaceAll(/hostname="[^"]*"/g, 'hostname="ci"');
  return hostname().length > 3 ? clean.replaceAll(hostname(), 'ci') : clean;
}
