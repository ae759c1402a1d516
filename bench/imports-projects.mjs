// Turns a package of bench/imports.mjs into a project with a test: installs it in a temporary folder, lays its sources out,
// and records what its cases give.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const TSX = 'tsx@4.20.3';

/** The project of a subject below `place`: `{ name, language, folder, files, command }`; null when it cannot be installed. */
export function laidOut(subject, place) {
  const own = join(place, subject.name.replace(/\W+/g, '-'));
  const folder = join(own, 'project');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const project =
    subject.language === undefined ? pythonProject(subject, own, folder) : nodeProject(subject, own, folder);
  if (project === null) return null;
  const first = runs(project, record(subject, project));
  const second = runs(project, record(subject, project));
  const kept = subject.cases.flatMap((code, index) => {
    const value = first[index];
    if (value === undefined || value !== second[index]) console.log(`${subject.name}: left out ${code}: ${value}`);
    return value !== undefined && value === second[index] ? [[code, value]] : [];
  });
  write(folder, project.testFile, project.tests(subject.head, kept));
  rmSync(join(folder, project.recordFile));
  return { ...project, name: subject.name, cases: kept.length };
}

function run(command, args, cwd) {
  return spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 28, timeout: 300_000 });
}

/** JSON texts of what the cases give; undefined for those that throw or give no JSON. */
function runs(project, file) {
  const { stdout, stderr } = run(project.command[0], [...project.loader, file], project.folder);
  const line = stdout.split('\n').find((each) => each.startsWith('RECORDED '));
  if (line === undefined) throw new Error(`${project.folder}: the sound sources do not run.\n${stdout}${stderr}`);
  return JSON.parse(line.slice(9)).map((value) => value ?? undefined);
}

function record({ head, cases }, project) {
  write(project.folder, project.recordFile, project.recorder(head, cases));
  return project.recordFile;
}

function write(folder, path, text) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function filesBelow(folder) {
  const entries = existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }) : [];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)));
}

function nodeProject(subject, own, folder) {
  const { name, version, language, needs = [] } = subject;
  const isTypeScript = language === 'typescript';
  const wanted = [`${name}@${version}`, ...needs, ...(isTypeScript ? [TSX] : [])];
  write(own, 'installed/package.json', '{}');
  const install = ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...wanted];
  const modules = join(own, 'installed', 'node_modules');
  if (!existsSync(modules) && run('npm', install, join(own, 'installed')).status !== 0) return null;
  const files = copied(subject, join(modules, name, subject.from), folder);
  const isOwn = (path) => path === join(modules, name) || path.endsWith('.package-lock.json');
  cpSync(modules, join(folder, 'node_modules'), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !isOwn(path),
  });
  // The engine installs by itself, and does without a network here.
  run('tar', ['cf', 'modules.tar', 'node_modules'], folder);
  const extension = isTypeScript ? 'ts' : 'js';
  const loader = isTypeScript ? ['--import', 'tsx'] : [];
  const command = ['node', ...loader, '--test', ...(isTypeScript ? ['test/cases.test.ts'] : [])];
  const type = subject.module ?? { esm: 'module', commonjs: 'commonjs' }[language];
  const declared = JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')).dependencies ?? {};
  const dependencies = { ...declared, ...Object.fromEntries(needs.map((need) => need.split(/@(?=\d)/))) };
  const manifest = { name: 'subject', type, scripts: { test: command.join(' ') }, dependencies };
  write(folder, 'package.json', JSON.stringify(manifest, null, 2));
  if (subject.alias !== undefined)
    write(
      folder,
      'tsconfig.json',
      JSON.stringify({ compilerOptions: { paths: { [subject.alias]: [`./${subject.to}/*`] } } }),
    );
  const asModule = language !== 'commonjs';
  return {
    language: isTypeScript && subject.alias !== undefined ? 'typescript with aliases' : language,
    grammar: isTypeScript ? 'typescript' : 'javascript',
    folder,
    files,
    command,
    install: 'tar xf modules.tar',
    loader,
    testFile: `test/cases.test.${extension}`,
    recordFile: `test/record.${extension}`,
    recorder: scriptRecorder,
    tests: (head, cases) => scriptTests(head, cases, asModule),
  };
}

/** Sources of the package in the project, with what a build would have put in, and with aliases where they are asked for. */
function copied({ to, only = /./, replace = {}, alias }, from, folder) {
  const files = filesBelow(from).filter(
    (path) => only.test(path) && !/(^|\/)(node_modules|__tests__|tests?)\//.test(path),
  );
  for (const path of files) {
    let text = readFileSync(join(from, path), 'utf8');
    if (replace[path] !== undefined) text = text.replace(...replace[path]);
    if (alias !== undefined) text = withAliases(text, path);
    write(folder, join(to, path), text);
  }
  return files.map((path) => join(to, path)).filter((path) => /\.[cm]?[jt]s$/.test(path) && !path.endsWith('.d.ts'));
}

/** Relative imports as `@/…`. */
function withAliases(text, path) {
  return text.replaceAll(
    /(\bfrom\s+['"])(\.{1,2}\/[^'"]*)/g,
    (_, head, specifier) => `${head}@/${join(dirname(path), specifier)}`,
  );
}

function scriptRecorder(head, cases) {
  const functions = cases.map((code) => `  async () => (${code}),`);
  return `${head.join('\n')}
const cases = [
${functions.join('\n')}
];
async function main() {
  const recorded = [];
  for (const run of cases) {
    try {
      recorded.push(JSON.stringify((await run()) ?? null));
    } catch (error) {
      recorded.push(null);
    }
  }
  console.log('RECORDED ' + JSON.stringify(recorded));
}
main();
`;
}

function scriptTests(head, cases, asModule) {
  const bring = asModule
    ? ["import assert from 'node:assert/strict';", "import test from 'node:test';"]
    : ["const assert = require('node:assert/strict');", "const test = require('node:test');"];
  const tests = cases.map(
    ([code, value], index) =>
      `test('case ${index + 1}', async () => {\n  const result = (await (${code})) ?? null;\n  assert.deepEqual(JSON.parse(JSON.stringify(result)), ${value});\n});`,
  );
  return `${[...bring, ...head, ...tests].join('\n')}\n`;
}

function pythonProject(subject, own, folder) {
  const { name, version, with: others = [] } = subject;
  const top = subject.package ?? name;
  const target = join(own, 'installed');
  const pip = ['-m', 'pip', 'install', '-q', '--no-deps', '--no-compile', '--target', target];
  if (!existsSync(target) && run('python3', [...pip, `${name}==${version}`, ...others], own).status !== 0) return null;
  // A file called like a test library must not be patched.
  const files = filesBelow(join(target, top)).filter(
    (path) =>
      path.endsWith('.py') &&
      !/(^|\/)(mock|tests?)\.py$/.test(path) &&
      path.split('/').every((part) => isNoTest(`/${part}`)),
  );
  for (const entry of [top, ...others].flatMap((each) => [each, `${each}.py`]))
    if (existsSync(join(target, entry)))
      cpSync(join(target, entry), join(folder, entry), { recursive: true, filter: isNoTest });
  write(folder, 'tests/__init__.py', '');
  return {
    language: 'python',
    grammar: 'python',
    folder,
    files: files.map((path) => join(top, path)),
    tops: new Set([top]),
    command: ['python3', '-m', 'unittest', 'discover', '-s', 'tests', '-t', '.'],
    loader: ['-B'],
    testFile: 'tests/test_cases.py',
    recordFile: 'record.py',
    recorder: pythonRecorder,
    tests: pythonTests,
  };
}

/** Tests that a package brings along, and what unittest takes for such, need what is not installed here. */
function isNoTest(path) {
  return !/[/\\](_?tests?|test(_\w+|client)\.py)$/.test(path);
}

function pythonRecorder(head, cases) {
  return `import json
${head.join('\n')}
CASES = [
${cases.map((code) => `    lambda: ${code},`).join('\n')}
]
recorded = []
for run in CASES:
    try:
        recorded.append(json.dumps(run()))
    except Exception as error:
        recorded.append(None)
print("RECORDED " + json.dumps(recorded))
`;
}

function pythonTests(head, cases) {
  const tests = cases.map(
    ([code, value], index) =>
      `    def test_case_${index + 1}(self):\n        result = ${code}\n        self.assertEqual(json.loads(json.dumps(result)), json.loads(${JSON.stringify(value)}))\n`,
  );
  return `import json\nimport unittest\n\n${head.join('\n')}\n\n\nclass Cases(unittest.TestCase):\n${tests.join('\n')}`;
}
