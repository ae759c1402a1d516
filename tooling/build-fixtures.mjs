// Makes fixtures/<name>.zip and the reports of the fixtures: `npm run fixtures [-- name ...]`.
//
// Each project is copied to a temporary folder that ends like the workspace of a hosted CI runner, installed with
// its own lock file, and tested with its own runner; the report keeps only the part of the paths from /home on.
// Then the reference solution is applied and everything has to pass.

import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { FIXTURE_TABLE, FIXTURES, fixtureFiles, fixtureZip } from './fixture-zip.mjs';

const REPOSITORY = fileURLToPath(new URL('../', import.meta.url));
const NODE_TEST_REPORTER = pathToFileURL(`${REPOSITORY}src/toolchain/support/node-test-reporter.mjs`).href;

/** How each project is tested so that its report lands in `report`; `output`: the report is what is printed. */
const COMMANDS = {
  'task-api': (report) => nodeTest(NODE_TEST_REPORTER, report),
  'task-api-py': () => ({ argv: ['python3', '-m', 'unittest', '-v'], output: true }),
  inventory: (report) => ({
    argv: [
      'node',
      'node_modules/jest/bin/jest.js',
      '--ci',
      '--json',
      '--testLocationInResults',
      `--outputFile=${report}`,
    ],
  }),
  geometry: (report) => ({
    argv: ['node', 'node_modules/vitest/vitest.mjs', 'run', '--reporter=json', `--outputFile=${report}`],
  }),
  'report-cli': (report) => ({
    argv: ['node', 'node_modules/mocha/bin/mocha.js', '--reporter', 'xunit', '--reporter-option', `output=${report}`],
  }),
  green: (report) => nodeTest('tap', report),
};

function nodeTest(reporter, report) {
  return { argv: ['node', '--test', `--test-reporter=${reporter}`, `--test-reporter-destination=${report}`] };
}

function build(fixture) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'autofix-fixture-')));
  try {
    const workspace = `${root}/home/runner/work/${fixture.name}/${fixture.name}`;
    for (const file of fixtureFiles(fixture.name)) {
      cpSync(`${FIXTURES}projects/${fixture.name}/${file}`, `${workspace}/${file}`);
    }
    if (existsSync(`${workspace}/package-lock.json`)) execFileSync('npm', ['ci'], { cwd: workspace, stdio: 'inherit' });
    writeFileSync(`${FIXTURES}${fixture.name}.zip`, fixtureZip(fixture));
    keepUnlessNews(`${FIXTURES}${fixture.report}`, neutral(testReport(fixture, workspace, root), root));
    checkSolution(fixture, workspace, root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function runTests(fixture, workspace, root) {
  const file = `${root}/report`;
  const { argv, output } = COMMANDS[fixture.name](file);
  const [program, ...rest] = argv;
  const env = {
    PATH: process.env.PATH,
    HOME: root,
    CI: 'true',
    NO_COLOR: '1',
    TZ: 'UTC',
    PYTHONDONTWRITEBYTECODE: '1',
  };
  const run = spawnSync(program, rest, { cwd: workspace, env, encoding: 'utf8' });
  if (run.error) throw run.error;
  return { status: run.status, report: () => (output ? run.stdout + run.stderr : readFileSync(file, 'utf8')) };
}

function testReport(fixture, workspace, root) {
  const { status, report } = runTests(fixture, workspace, root);
  const broken = existsSync(solutionFile(fixture));
  if ((status !== 0) !== broken) throw new Error(`${fixture.name}: the tests ended with ${status}`);
  return report();
}

/** Takes this machine out of a report. */
function neutral(report, root) {
  const question = 'import sys, platform; print(sys.base_prefix, platform.python_version())';
  const answer = spawnSync('python3', ['-c', question], { encoding: 'utf8' }).stdout.trim();
  const [prefix, version] = [answer.slice(0, answer.lastIndexOf(' ')), answer.slice(answer.lastIndexOf(' ') + 1)];
  const text = report.replaceAll(root, '').replaceAll(prefix, `/opt/hostedtoolcache/Python/${version}/x64`);
  for (const trace of [REPOSITORY, homedir(), `${dirname(root)}/`]) {
    if (text.includes(trace)) throw new Error(`the report still names ${trace}`);
  }
  return text;
}

/** Leaves a report alone when nothing but times differ, so that a rebuild shows what really changed. */
function keepUnlessNews(file, report) {
  const untimed = (text) =>
    text
      .replace(/timestamp="[^"]*"/g, '')
      .replace(/((?:time|duration|start|stop|end)\w*"?\s*[=: ]\s*"?)[\d.]+/gi, '$1')
      .replace(/in \d+\.\d+s/g, '');
  if (existsSync(file) && untimed(readFileSync(file, 'utf8')) === untimed(report)) return;
  writeFileSync(file, report);
}

function solutionFile(fixture) {
  return `${FIXTURES}solutions/${fixture.name}.json`;
}

function checkSolution(fixture, workspace, root) {
  if (!existsSync(solutionFile(fixture))) return;
  for (const { file, search, replace } of JSON.parse(readFileSync(solutionFile(fixture), 'utf8'))) {
    const text = readFileSync(`${workspace}/${file}`, 'utf8');
    if (text.split(search).length !== 2) throw new Error(`${fixture.name}: ${file} does not hold the text once`);
    writeFileSync(
      `${workspace}/${file}`,
      text.replace(search, () => replace),
    );
  }
  const { status } = runTests(fixture, workspace, root);
  if (status !== 0) throw new Error(`${fixture.name}: the solution leaves tests failing (${status})`);
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !FIXTURE_TABLE.some((fixture) => fixture.name === name));
if (unknown.length > 0) throw new Error(`no fixture ${unknown.join(', ')}`);
for (const fixture of FIXTURE_TABLE) {
  if (wanted.length > 0 && !wanted.includes(fixture.name)) continue;
  build(fixture);
  console.log(`${fixture.name}: ${fixture.name}.zip, ${fixture.report}`);
}
