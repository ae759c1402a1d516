// Makes the reports in fixtures/reports/ by running the real runners on the projects in fixtures/reports/projects/.
// Usage: node tooling/make-report-fixtures.mjs [name of a project]...
// Needs the npm registry, Python 3 with pytest, Maven, Cargo and these packages of Debian; what is missing is skipped:
// golang-go gotestsum golang-github-stretchr-testify-dev ruby-rspec ruby-minitest ruby-test-unit phpunit php-xml php-mbstring
// libtap-formatter-junit-perl bats cmake libgtest-dev catch2.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PROJECTS } from './report-fixture-runs.mjs';

const FIXTURES = join(dirname(fileURLToPath(import.meta.url)), '..', 'fixtures', 'reports');
/** Where a CI machine would have had the project: stands in the reports in place of the temporary folder. */
const CI_ROOT = '/home/runner/work/shop/shop';

const wanted = process.argv.slice(2);
for (const [name, project] of Object.entries(PROJECTS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const folder = mkdtempSync(join(tmpdir(), 'report-fixture-'));
  try {
    const root = join(folder, 'shop');
    cpSync(join(FIXTURES, 'projects', name), root, { recursive: true });
    if (project.packages) shell(`npm install --no-audit --no-fund --no-save ${project.packages.join(' ')}`, root, {});
    if (project.prepare) shell(project.prepare, root, {});
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
  let clean = text
    .replaceAll(realpathSync(root), CI_ROOT)
    .replaceAll(root, CI_ROOT)
    .replaceAll(encodeURI(root), CI_ROOT);
  if (python) clean = clean.replaceAll(python, '/opt/hostedtoolcache/Python/x64');
  clean = clean.replaceAll(/<properties>[\s\S]*?<\/properties>/g, '<properties/>');
  clean = clean.replaceAll(tmpdir(), '/tmp').replaceAll(`${homedir()}/`, '/home/runner/');
  clean = clean.replaceAll(/hostname="[^"]*"/g, 'hostname="ci"');
  return hostname().length > 3 ? clean.replaceAll(hostname(), 'ci') : clean;
}
