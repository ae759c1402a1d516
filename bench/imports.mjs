// Faults in names, imports and exports, seeded into real packages that the rules were not written with, and repaired by
// the offline engine alone through the whole pipeline. A fault that no test notices does not count, nor one with which
// the tests never end: then no test fails, and there is nothing to report. Imports that run commands are left out: patches
// with them are refused. Build first; needs npm and pip.
// Run: npm run bench:imports [-- --each N] [--only CLASS] [--language NAME,...] [--subject NAME] [--seed N] [--time SECONDS] [--place FOLDER]
// A folder that is named keeps what was installed, for the next run. --held-out: the packages of imports-held-out.mjs alone.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultOptions } from '../dist/pipeline/default-options.js';
import { repairProject } from '../dist/pipeline/repair.js';
import { importsOf } from '../dist/syntax/imports.js';
import { nodesOfType } from '../dist/syntax/nodes.js';
import { createParser } from '../dist/syntax/parser.js';
import { CLASSES } from './imports-faults.mjs';
import { FORMERLY_HELD_OUT_SUBJECTS } from './imports-formerly-held-out.mjs';
import { HELD_OUT_SUBJECTS } from './imports-held-out.mjs';
import { NODE_SUBJECTS } from './imports-javascript.mjs';
import { laidOut } from './imports-projects.mjs';
import { PYTHON_SUBJECTS } from './imports-python.mjs';
import { importStatements } from './imports-statements.mjs';
import { TYPESCRIPT_SUBJECTS } from './imports-typescript.mjs';
import { seededRandom } from './localization-seeds.mjs';

const { values } = parseArgs({
  options: {
    each: { type: 'string', default: '5' },
    only: { type: 'string', default: '' },
    language: { type: 'string', default: '' },
    subject: { type: 'string', default: '' },
    seed: { type: 'string', default: '20261130' },
    time: { type: 'string', default: '20' },
    place: { type: 'string', default: '' },
    tries: { type: 'string', default: '12' },
    'held-out': { type: 'boolean', default: false },
  },
});

const place = values.place || mkdtempSync(join(tmpdir(), 'bench-imports-'));
const random = seededRandom(Number(values.seed));
const parsers = {
  python: await createParser('python'),
  javascript: await createParser('javascript'),
  typescript: await createParser('typescript'),
};
const FUNCTIONS = ['function_declaration', 'method_definition', 'function_definition', 'variable_declarator'];
const rows = [];
const missed = [];
try {
  const tuned = [...PYTHON_SUBJECTS, ...NODE_SUBJECTS, ...TYPESCRIPT_SUBJECTS, ...FORMERLY_HELD_OUT_SUBJECTS];
  const subjects = (values['held-out'] ? HELD_OUT_SUBJECTS : tuned).filter(
    ({ name, language = 'python' }) =>
      name.includes(values.subject) &&
      (values.language === '' || values.language.split(',').some((wanted) => wanted.startsWith(language))),
  );
  const projects = subjects.flatMap((subject) => laidOut(subject, place) ?? left(subject)).map(surveyed);
  for (const { name, language, files, cases } of projects)
    console.log(`${language}: ${name}, ${files.length} files, ${cases} tests`);
  console.log('\nclass                     language                 status           at  exact      s  package: fault');
  for (const language of new Set(projects.map((project) => project.language))) {
    if (values.language !== '' && !values.language.split(',').includes(language)) continue;
    for (const [name, faultsOf] of Object.entries(CLASSES).filter(([name]) => name.includes(values.only))) {
      const row = await campaign(
        name,
        faultsOf,
        language,
        projects.filter((project) => project.language === language),
      );
      if (row.seeded > 0) rows.push(row);
    }
  }
} finally {
  if (values.place === '') rmSync(place, { recursive: true, force: true });
}
summary();

function left({ name, version }) {
  console.log(`left out: ${name} ${version} could not be installed`);
  return [];
}

/** The project with what the faults are made from. */
function surveyed(project) {
  const sources = project.files.map((path) => {
    const text = readFileSync(join(project.folder, path), 'utf8');
    return { path, text, language: project.grammar, root: parsers[project.grammar](text).root };
  });
  const asynchronous = asynchronousNames(sources);
  const whole = { ...project, asynchronous };
  return {
    ...whole,
    sources: sources.map((source) => ({
      ...source,
      project: whole,
      statements: importStatements(source.root, project.grammar),
    })),
  };
}

/** Names of async functions that no plain function and no parameter has as well: what else is called so is not known. */
function asynchronousNames(sources) {
  const named = { asynchronous: new Set(), other: new Set() };
  for (const { root } of sources) {
    for (const node of nodesOfType(root, FUNCTIONS)) {
      const holder = node.type === 'variable_declarator' ? node.childForFieldName('value') : node;
      const isAsync = holder?.children.some((child) => child?.type === 'async');
      const isFunction = node.type !== 'variable_declarator' || /function/.test(holder?.type ?? '');
      if (isFunction) named[isAsync ? 'asynchronous' : 'other'].add(node.childForFieldName('name').text);
      const parameters = holder?.childForFieldName('parameters');
      for (const part of parameters === null || parameters === undefined ? [] : nodesOfType(parameters, ['identifier']))
        named.other.add(part.text);
    }
  }
  return new Set([...named.asynchronous].filter((name) => !named.other.has(name)));
}

async function campaign(name, faultsOf, language, projects) {
  const row = { name, language, seeded: 0, first: 0, fixed: 0, exact: 0 };
  const queues = shuffled(projects).map((project) =>
    shuffled(
      project.sources.flatMap((source) =>
        shuffled(faultsOf(source))
          .slice(0, 6)
          .map((fault) => ({ project, source, fault })),
      ),
    ),
  );
  let tries = Number(values.each) * Number(values.tries);
  while (row.seeded < Number(values.each) && tries > 0 && queues.some((queue) => queue.length > 0)) {
    for (const queue of queues) {
      for (; queue.length > 0 && tries > 0 && row.seeded < Number(values.each); ) {
        tries--;
        const seeded = queue.pop();
        const wrong = applied(seeded.source.text, seeded.fault.edits);
        if (!isNoticed(seeded, wrong)) continue;
        await tried(row, seeded, wrong);
        break;
      }
    }
  }
  return row;
}

function applied(text, edits) {
  return [...edits]
    .sort((one, other) => other.start - one.start)
    .reduce((sum, edit) => sum.slice(0, edit.start) + edit.text + sum.slice(edit.end), text);
}

function isNoticed({ project, source }, wrong) {
  writeFileSync(join(project.folder, source.path), wrong);
  const [program, ...args] = project.command;
  const { status, signal } = spawnSync(program, args, {
    cwd: project.folder,
    timeout: 20_000,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
  });
  writeFileSync(join(project.folder, source.path), source.text);
  return signal === null && status !== 0;
}

/** What the engine makes of one fault. */
async function tried(row, { project, source, fault }, wrong) {
  const folder = join(place, 'faulty');
  rmSync(folder, { recursive: true, force: true });
  cpSync(project.folder, folder, { recursive: true, filter: (path) => !path.endsWith('/node_modules') });
  writeFileSync(join(folder, source.path), wrong);
  const options = {
    ...defaultOptions(folder),
    providers: ['offline'],
    offlineTimeMs: Number(values.time) * 1000,
    testTimeoutMs: 20_000,
    repeat: 1,
    install: project.install !== undefined,
    installCommand: project.install ?? null,
    write: true,
    runsFolder: join(place, 'runs'),
    stateFolder: join(place, 'state'),
  };
  const started = performance.now();
  const outcome = await repairProject(options, {
    env: {},
    emit: () => {},
    signal: new AbortController().signal,
    redact: (text) => text,
  });
  const seconds = (performance.now() - started) / 1000;
  if (outcome.status === 'nothing-to-fix') return;
  const at = outcome.attempts.findIndex(({ verdict }) => verdict === 'plausible') + 1;
  const isFixed = outcome.status === 'fixed';
  const isExact = isFixed && sameSource(readFileSync(join(folder, source.path), 'utf8'), source.text, project.grammar);
  row.seeded++;
  if (at === 1) row.first++;
  if (isFixed) row.fixed++;
  if (isExact) row.exact++;
  const line = `${row.name.padEnd(25)} ${row.language.padEnd(24)} ${outcome.status.padEnd(15)} ${String(at || '-').padStart(3)}  ${isExact ? 'yes' : 'no '}  ${seconds.toFixed(1).padStart(7)}  ${project.name}: ${source.path}: ${fault.what}`;
  console.log(line);
  if (!isFixed) missed.push(`${line}${outcome.error ? ` (${outcome.error.message})` : ''}`);
  else if (!isExact && values.subject !== '') console.log(outcome.patch?.diff);
}

/** Whether two texts are the same but for the order of imports and of lists, space, and brackets that change nothing. */
function sameSource(one, other, grammar) {
  const parts = (text) => {
    const parsed = parsers[grammar](text);
    const imports = importsOf({ ...parsed, text, language: grammar });
    let rest = text;
    for (const { startIndex, endIndex } of [...imports].sort((left, right) => right.startIndex - left.startIndex))
      if (rest.length >= endIndex)
        rest = rest.slice(0, startIndex) + ' '.repeat(endIndex - startIndex) + rest.slice(endIndex);
    const names = imports.map(({ specifier, style, imported, local }) => [specifier, style, imported, local].join(' '));
    parsed.dispose();
    return JSON.stringify([[...new Set(names)].sort(), (rest.match(/[\w$]+|[^\s\w$();,]/g) ?? []).sort()]);
  };
  return parts(one) === parts(other);
}

function shuffled(items) {
  const all = [...items];
  for (let index = all.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    [all[index], all[other]] = [all[other], all[index]];
  }
  return all;
}

function summary() {
  console.log('\nclass                     language                 seeded  first  fixed  exact');
  const print = ({ name, language, seeded, first, fixed, exact }) =>
    console.log(
      name.padEnd(25),
      language.padEnd(24),
      ...[seeded, first, fixed, exact].map((count) => String(count).padStart(6)),
    );
  for (const name of Object.keys(CLASSES)) {
    const own = rows.filter((row) => row.name === name);
    own.forEach(print);
    if (own.length > 0) print(own.reduce(added, { name, language: 'all', seeded: 0, first: 0, fixed: 0, exact: 0 }));
  }
  if (rows.length > 0)
    print(rows.reduce(added, { name: 'all', language: 'all', seeded: 0, first: 0, fixed: 0, exact: 0 }));
  if (missed.length > 0) console.log(`\nmissed:\n${missed.join('\n')}`);
}

function added(sum, row) {
  return {
    ...sum,
    seeded: sum.seeded + row.seeded,
    first: sum.first + row.first,
    fixed: sum.fixed + row.fixed,
    exact: sum.exact + row.exact,
  };
}
