// Writes src/offline/tables/python-stdlib.json and node-builtins.json from the interpreters of this machine:
//   node tooling/make-symbol-tables.mjs [python3]
// The offline engine reads them to know what the standard libraries export. Nothing in them is typed by hand.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { builtinModules, createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);
const folder = fileURLToPath(new URL('../src/offline/tables/', import.meta.url));

/** Names that are keys of every object or only of V8's inspector. */
const OBJECT_NAMES = new Set(Object.getOwnPropertyNames(Object.prototype));
const IDENTIFIER = /^[A-Za-z$][\w$]*$/;

function pythonTable(interpreter) {
  const run = spawnSync(interpreter, [fileURLToPath(new URL('make-symbol-tables.py', import.meta.url))], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (run.status !== 0) throw new Error(`${interpreter} failed: ${run.stderr}`);
  return JSON.parse(run.stdout);
}

/** Public names of each built-in module, most used first. */
async function modulesTable(usage) {
  const modules = {};
  for (const name of builtinModules) {
    if (name.startsWith('_') || name === 'sys' || name === 'punycode') continue;
    const namespace = await import(`node:${name}`);
    const names = Object.keys(namespace).filter((key) => key !== 'default' && IDENTIFIER.test(key));
    names.sort((left, right) => (usage.get(`${name}.${right}`) ?? 0) - (usage.get(`${name}.${left}`) ?? 0));
    modules[name] = names.join(' ');
  }
  for (const name of ['test', 'test/reporters', 'sea', 'sqlite']) {
    try {
      const namespace = await import(`node:${name}`);
      modules[name] = Object.keys(namespace)
        .filter((key) => key !== 'default')
        .join(' ');
    } catch {
      // Not in this version of Node.
    }
  }
  return modules;
}

/** In how many files of npm (which comes with Node) each built-in module and each of its names is used. */
function countUsage() {
  const root = path.join(path.dirname(process.execPath), '..', 'lib', 'node_modules', 'npm');
  const files = walkFolder(root);
  const usage = new Map();
  for (const file of files) {
    for (const name of namesUsedIn(readFileSync(file, 'utf8'))) usage.set(name, (usage.get(name) ?? 0) + 1);
  }
  return usage;
}

function namesUsedIn(text) {
  const found = new Set();
  const known = new Set(builtinModules);
  for (const match of text.matchAll(
    /\b(?:const|let|var)\s+([\w$]+|\{[^}]*\})\s*=\s*require\(\s*['"](?:node:)?([\w/]+)['"]\s*\)/g,
  )) {
    const [, left, name] = match;
    if (!known.has(name)) continue;
    found.add(name);
    if (left.startsWith('{')) {
      for (const part of left.slice(1, -1).split(',')) found.add(`${name}.${part.split(':')[0].trim()}`);
    } else {
      for (const use of text.matchAll(new RegExp(`(?<![\\w$.])${left.replaceAll('$', '\\$')}\\.([\\w$]+)`, 'g'))) {
        found.add(`${name}.${use[1]}`);
      }
    }
  }
  return found;
}

function walkFolder(root) {
  return readdirSync(root, { recursive: true })
    .filter((file) => file.endsWith('.js'))
    .map((file) => path.join(root, file));
}

/** Folder with lib.es5.d.ts and its like: in TypeScript 7 it lies in the package of the platform. */
function typeScriptLibrary() {
  const home = path.dirname(require.resolve('typescript/package.json'));
  const platform = path.join(home, '..', '@typescript');
  const places = [home, ...readdirSync(platform).map((name) => path.join(platform, name))].map((place) =>
    path.join(place, 'lib'),
  );
  const found = places.find((place) => existsSync(path.join(place, 'lib.es5.d.ts')));
  if (found === undefined) throw new Error('No TypeScript library files are installed.');
  return found;
}

/** What a module of each kind finds without importing it. */
function globalsTable() {
  const lib = typeScriptLibrary();
  const declared = (pattern) => {
    const values = new Set();
    const types = new Set();
    for (const file of readdirSync(lib).filter((entry) => pattern.test(entry))) {
      const text = readFileSync(path.join(lib, file), 'utf8');
      for (const match of text.matchAll(
        /^\s{0,4}(declare (?:var|let|const|function|class)|interface|type) ([A-Za-z_$][\w$]*)/gm,
      )) {
        (match[1].startsWith('declare') ? values : types).add(match[2]);
      }
    }
    return { values, types };
  };
  const language = declared(/^lib\.(es|decorators)[\w.]*\.d\.ts$/);
  const browser = declared(/^lib\.(dom|webworker\.importscripts)[\w.]*\.d\.ts$/);
  const runtime = Object.getOwnPropertyNames(globalThis).filter((name) => IDENTIFIER.test(name));
  const known = new Set([...runtime, ...language.values]);
  return {
    runtime: [...new Set([...runtime, 'undefined', 'arguments'])].sort().join(' '),
    commonJs: 'exports module require __dirname __filename',
    browser: [...browser.values]
      .filter((name) => !known.has(name))
      .sort()
      .join(' '),
    types: [...new Set([...language.types, ...language.values])].sort().join(' '),
    browserTypes: [...browser.types]
      .filter((name) => !language.types.has(name))
      .sort()
      .join(' '),
  };
}

/** Members of the built-in objects: `statics` of the constructors and namespaces, `members` of their instances. */
async function membersTable() {
  const statics = {};
  const members = {};
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    const value = globalThis[name];
    const isHolder = typeof value === 'function' || (typeof value === 'object' && value !== null);
    if (!isHolder || !/^[A-Z]|^(console|process|performance|crypto)$/.test(name)) continue;
    if (name === 'WebAssembly' || name === 'Function') continue;
    const own = namesOf(value).filter((key) => !['length', 'name', 'prototype', 'arguments', 'caller'].includes(key));
    if (own.length > 0) statics[name] = own.join(' ');
    const instance = typeof value === 'function' && value.prototype ? namesOf(value.prototype) : [];
    const ownMembers = instance.filter(
      (key) => key !== 'constructor' && (name === 'Object' || !OBJECT_NAMES.has(key) || key === 'toString'),
    );
    if (
      ownMembers.length > 0 &&
      !/Error$|^(Intl|Atomics|.*(Controller|Reader|Stream|Request|Strategy|Event|List|Entry|Timing|Observer))$/.test(
        name,
      )
    ) {
      members[name] = ownMembers.join(' ');
    }
  }
  Object.assign(members, await classMembers());
  members.Array = `length ${members.Array}`;
  members.String = `length ${members.String}`;
  members.Function = 'apply bind call length name';
  members.Error = 'cause message name stack';
  return { statics, members };
}

/** Methods of the classes that the built-in modules export: `fs.Stats` has `isFile`. */
async function classMembers() {
  const members = {};
  for (const module of [
    'fs',
    'events',
    'stream',
    'http',
    'net',
    'readline',
    'url',
    'crypto',
    'child_process',
    'util',
  ]) {
    const namespace = await import(`node:${module}`);
    for (const [name, value] of Object.entries(namespace)) {
      if (typeof value !== 'function' || !/^[A-Z]/.test(name) || value.prototype == null || name in globalThis)
        continue;
      const names = namesOf(value.prototype).filter((key) => key !== 'constructor' && !key.startsWith('_'));
      if (names.length > 0) members[`${module}.${name}`] = names.join(' ');
    }
  }
  return members;
}

function namesOf(holder) {
  return Object.getOwnPropertyNames(holder).filter((key) => IDENTIFIER.test(key) && !key.startsWith('__'));
}

async function nodeTable() {
  const usage = countUsage();
  const modules = await modulesTable(usage);
  const counted = Object.fromEntries(
    [...usage]
      .filter(([name]) => name in modules || /^[\w/]+\.[A-Za-z]/.test(name))
      .sort(([left], [right]) => (left < right ? -1 : 1)),
  );
  return {
    version: process.versions.node.split('.')[0],
    globals: globalsTable(),
    modules,
    usage: counted,
    ...(await membersTable()),
  };
}

function write(file, table) {
  const text = `${JSON.stringify(table, null, 1).replaceAll(/\n\s+/g, '\n')}\n`;
  writeFileSync(path.join(folder, file), text);
  process.stdout.write(`${file}: ${text.length} bytes\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  mkdirSync(folder, { recursive: true });
  write('node-builtins.json', await nodeTable());
  write('python-stdlib.json', pythonTable(process.argv[2] ?? 'python3'));
}
