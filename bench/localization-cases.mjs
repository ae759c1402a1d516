// Makes cases for the localization bench: seeds faults into real npm packages and keeps those that their tests catch.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import AdmZip from 'adm-zip';
import { possibleFaults, seededRandom } from './localization-seeds.mjs';
import { RECORDER, SUBJECTS } from './localization-subjects.mjs';

const TAPE = 'tape@5.9.0';
const MOCHA = 'mocha@10.8.2';
const TEST_LIMIT_MS = 60_000;
/** Faults that are tried for each one that is wanted: most are not caught, or stop the whole suite. */
const TRIES_PER_CASE = 12;

/** Writes `perSubject` cases of each package into `folder`, each a folder with project.zip, a report and gold.json. */
export function makeCases(folder, perSubject, log) {
  mkdirSync(folder, { recursive: true });
  return SUBJECTS.reduce(async (before, subject) => {
    await before;
    const root = install(subject, join(folder, '.packages'));
    const made = await seedSubject(subject, root, folder, perSubject);
    log(`${subject.name}@${subject.version}: ${made === null ? 'its tests fail as they are' : `${made} cases`}`);
  }, Promise.resolve());
}

/** Unpacks the package and installs what its tests need into it. */
function install(subject, cache) {
  const { name, version, runner, needs = [], recorded } = subject;
  const root = join(cache, `${name}-${version}`);
  if (existsSync(join(root, '.ready'))) return root;
  rmSync(root, { recursive: true, force: true });
  const around = join(cache, `.${name}`);
  mkdirSync(around, { recursive: true });
  writeFileSync(join(around, 'package.json'), '{}');
  npm(around, ['install', '--ignore-scripts', '--no-save', `${name}@${version}`]);
  cpSync(join(around, 'node_modules', name), root, { recursive: true });
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const tests = filesBelow(root).filter((path) => /(^|\/)tests?(\/|\.js)/.test(path));
  const text = tests.map((path) => readFileSync(join(root, path), 'utf8')).join('\n');
  const required = Object.entries(manifest.devDependencies ?? {}).filter(
    ([each]) => new RegExp(`require\\(['"]${each}['"/]`).test(text) && !/^(tape|mocha|chai|htmlparser2)$/.test(each),
  );
  const extra = [runner === 'tape' ? TAPE : MOCHA, ...needs, ...required.map(([each, range]) => `${each}@${range}`)];
  const written = readFileSync(join(root, 'package.json'), 'utf8');
  // npm looks up all of the development dependencies, even those that it shall not install.
  writeFileSync(join(root, 'package.json'), JSON.stringify({ ...manifest, devDependencies: {} }));
  npm(root, ['install', '--ignore-scripts', '--no-save', ...extra]);
  writeFileSync(join(root, 'package.json'), written);
  if (recorded !== undefined) execFileSync(process.execPath, ['-e', RECORDER, recorded], { cwd: root });
  writeFileSync(join(root, '.ready'), '');
  return root;
}

function npm(cwd, argv) {
  const options = ['--no-audit', '--no-fund', '--no-package-lock', '--legacy-peer-deps', '--loglevel=error'];
  const done = spawnSync('npm', [...argv, ...options], { cwd, encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`npm ${argv.join(' ')} failed: ${done.stderr}`);
}

function filesBelow(root) {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter((path) => !/^(node_modules|\.git)\/|^\.(ready|package-lock)/.test(path))
    .sort();
}

async function seedSubject(subject, root, folder, wanted) {
  const paths = filesBelow(root);
  const sources = paths.filter((path) => subject.sources.test(path) && !subject.tests.test(path));
  const random = seededRandom(1999);
  if (report(runTests(subject, root, paths)).failed !== 0) return null;
  const used = new Map();
  let made = 0;
  for (let attempt = 0; attempt < wanted * TRIES_PER_CASE && made < wanted; attempt++) {
    const path = sources[Math.floor(random() * sources.length)];
    const text = readFileSync(join(root, path), 'utf8');
    const faults = await possibleFaults(text);
    const fault = faults[Math.floor(random() * faults.length)];
    if (fault === undefined || used.get(`${path}:${fault.line}`)) continue;
    used.set(`${path}:${fault.line}`, true);
    writeFileSync(join(root, path), text.slice(0, fault.start) + fault.replacement + text.slice(fault.end));
    const output = runTests(subject, root, paths);
    const { failed, passed } = report(output);
    // A fault that stops everything leaves no tests to compare with; one that few see is the usual case.
    if (failed > 0 && passed >= failed) {
      made++;
      writeCase(join(folder, `${subject.name}-${made}`), root, paths, output, { file: path, ...fault });
    }
    writeFileSync(join(root, path), text);
  }
  return made;
}

function runTests({ runner, tests }, root, paths) {
  const files = paths.filter((path) => tests.test(path));
  const bin = runner === 'tape' ? 'tape/bin/tape' : 'mocha/bin/mocha.js';
  const argv = [join(root, 'node_modules', bin), ...(runner === 'mocha' ? ['--reporter', 'json'] : []), ...files];
  const limits = { timeout: TEST_LIMIT_MS, maxBuffer: 64_000_000, encoding: 'utf8' };
  return spawnSync(process.execPath, argv, { cwd: root, ...limits }).stdout ?? '';
}

function report(output) {
  if (output.trimStart().startsWith('{')) {
    const { stats } = JSON.parse(output);
    return { failed: stats.failures, passed: stats.passes };
  }
  const count = (pattern) => Number(pattern.exec(output)?.[1] ?? 0);
  // Without its last lines the run did not come to its end.
  if (!/^1\.\.\d+/m.test(output)) return { failed: 0.5, passed: 0 };
  return { failed: count(/^# fail\s+(\d+)/m), passed: count(/^# pass\s+(\d+)/m) };
}

function writeCase(target, root, paths, output, gold) {
  mkdirSync(target, { recursive: true });
  const zip = new AdmZip();
  for (const path of paths) zip.addFile(path, readFileSync(join(root, path)));
  zip.writeZip(join(target, 'project.zip'));
  writeFileSync(join(target, 'report.txt'), output);
  const { file, line, what } = gold;
  writeFileSync(join(target, 'gold.json'), `${JSON.stringify({ files: [{ file, lines: [line] }], what }, null, 2)}\n`);
}
