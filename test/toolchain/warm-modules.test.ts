import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { WarmAnswer, WarmRequest } from '../../src/domain/warm-judging.ts';

const SUPPORT = join(process.cwd(), 'src/toolchain/support');
const OPTIONS = ['--experimental-vm-modules', '--experimental-import-meta-resolve'];
const MARKER = 'answer: ';

const folders: string[] = [];
const processes: ChildProcess[] = [];

afterEach(async () => {
  for (const child of processes.splice(0)) {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

interface Warm {
  readonly ready: Extract<WarmAnswer, { kind: 'ready' }>;
  ask(changes: WarmRequest['changes'], seconds?: number): Promise<string[] | string>;
}

/** Tests named a, b, c … of `test/it.test.js` with these bodies, judged by a warm process. */
async function started(
  bodies: readonly string[],
  files: Readonly<Record<string, string>>,
  options = OPTIONS,
): Promise<Warm> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'autofix-test-')));
  folders.push(root);
  const names = bodies.map((_, place) => String.fromCharCode(97 + place));
  const head = `import assert from 'node:assert/strict';\nimport { test } from 'node:test';\n${files.head ?? ''}\n`;
  const tests = bodies.map((body, place) => `test('${names[place]}', async () => {\n${body}\n});\n`);
  const { head: _, ...rest } = files;
  const all = { 'package.json': '{ "type": "module" }', 'test/it.test.js': head + tests.join(''), ...rest };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const targets = names.map((name) => ({ file: 'test/it.test.js', namePath: [name] }));
  writeFileSync(join(root, 'settings.json'), JSON.stringify({ root, marker: MARKER, targets, guards: [] }));
  const child = spawn(process.execPath, [...options, join(SUPPORT, 'warm-node-tests.cjs')], {
    cwd: root,
    env: { PATH: process.env.PATH, AUTOFIX_WARM: join(root, 'settings.json') },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  processes.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<WarmAnswer> => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error('the process has ended');
      if (value.startsWith(MARKER)) return JSON.parse(value.slice(MARKER.length));
    }
  };
  const ready = await next();
  if (ready.kind !== 'ready') throw new Error(JSON.stringify(ready));
  const ask = async (changes: WarmRequest['changes'], seconds = 10) => {
    child.stdin.write(`${JSON.stringify({ changes, seconds })}\n`);
    return outcome(await next());
  };
  return { ready, ask };
}

/** The status of each test in their order, with the first line of its message. */
function outcome(answer: WarmAnswer): string[] | string {
  if (answer.kind !== 'ran') return answer.kind;
  return [...answer.results]
    .sort(([left], [right]) => left - right)
    .map(([, status, message]) => (message === '' ? status : `${status}: ${message.split('\n', 1)[0]}`));
}

const NUMBER = 'export const number = () => 1;\n';
const SHOWS = `assert.equal(number(), 2, 'is ' + import.meta.url.replace(/.*[/]/, ''));`;
const IMPORTS = `import { number } from '../src/number.js';`;
/** The message of that test tells which loader has loaded it. */
const BY_OWN_LOADER = 'failed: is it.test.js';
const BY_NODE = expect.stringMatching(/^failed: is it\.test\.js\?autofix=\d+$/);

describe('ES modules in the warm process', () => {
  it('are loaded anew for each candidate, each one once', async () => {
    const files = {
      head: `${IMPORTS}\nimport { next } from '../src/count.js';\nimport { again } from '../src/again.js';`,
      'src/number.js': NUMBER,
      'src/count.js': 'let count = 0;\nexport const next = () => ++count;\n',
      'src/again.js': `export const again = async () => (await import('./count.js')).next();\n`,
    };
    const { ask } = await started([SHOWS, 'assert.deepEqual([next(), await again(), next()], [1, 2, 4]);'], files);
    const state = expect.stringMatching(/^failed: Expected values to be strictly deep-equal/);
    expect(await ask({ 'src/number.js': NUMBER.replace('1', '3') })).toEqual([BY_OWN_LOADER, state]);
    expect(await ask({ 'src/number.js': NUMBER.replace('1', '2') })).toEqual(['passed', state]);
    expect(
      await ask({ 'src/count.js': 'let count = 0;\nexport const next = () => (count = (count || 1) * 2) / 2;\n' }),
    ).toEqual([BY_OWN_LOADER, 'passed']);
    expect(await ask({ 'src/number.js': NUMBER })).toEqual([BY_OWN_LOADER, state]);
  });

  it('know where they are, import one another in a ring, and wait for one another', async () => {
    const files = {
      head: `${IMPORTS}\nimport { even } from '../src/even.js';\nimport { late } from '../src/late.js';\nimport * as where from '../src/where.js';`,
      'src/number.js': NUMBER,
      'src/even.js': `import { odd } from './odd.js';\nexport const even = (n) => n === 0 || odd(n - 1);\n`,
      'src/odd.js': `import { even } from './even.js';\nexport const odd = (n) => n !== 0 && even(n - 1);\n`,
      'src/late.js': `export const late = await new Promise((settle) => setTimeout(settle, 1, 42));\n`,
      'src/where.js': `export const { url, filename, dirname } = import.meta;\nexport const other = import.meta.resolve('./late.js');\n`,
    };
    const body = `const { pathToFileURL } = await import('node:url');
      assert.ok(even(number() * 4)); assert.equal(late, 42); assert.equal(where.url.split('?')[0], pathToFileURL(where.filename).href);
      assert.match(where.filename, /src.where\\.js$/); assert.equal(where.filename.slice(0, -9), where.dirname);
      assert.match(where.other, /src\\/late\\.js/); throw new Error('to the end');`;
    const { ask } = await started([SHOWS, body], files);
    expect(await ask({ 'src/number.js': NUMBER.replace('1', '3') })).toEqual([BY_OWN_LOADER, 'failed: to the end']);
  });

  it('see what tests put in the place of functions of Node', async () => {
    const files = {
      head: `${IMPORTS}\nimport fs from 'node:fs';\nimport { syncBuiltinESMExports } from 'node:module';\nimport { text } from '../src/text.js';`,
      'src/number.js': NUMBER,
      'src/text.js': `import { readFileSync } from 'node:fs';\nexport const text = () => readFileSync('nowhere', 'utf8');\n`,
    };
    const body = `const { readFileSync } = fs;
      try { fs.readFileSync = () => 'mocked'; syncBuiltinESMExports(); assert.equal(text(), 'mock'); }
      finally { fs.readFileSync = readFileSync; syncBuiltinESMExports(); }`;
    const { ask } = await started([SHOWS, body], files);
    const mocked = { 'src/text.js': files['src/text.js'].replace("'utf8')", "'utf8').slice(0, 4)") };
    expect(await ask(mocked)).toEqual([BY_OWN_LOADER, 'passed']);
    expect(await ask({})).toEqual([BY_OWN_LOADER, expect.stringMatching('^failed: Expected values')]);
  });

  it('that cannot be loaded fail in the words of Node, and the next candidate is as fast as before', async () => {
    const { ask } = await started([SHOWS], { head: IMPORTS, 'src/number.js': NUMBER });
    const failures = [
      await ask({ 'src/number.js': NUMBER.replace('number', 'numbers') }),
      await ask({ 'src/number.js': `import './missing.js';\n${NUMBER}` }),
      await ask({ 'src/number.js': NUMBER.replace('=>', '=') }),
      await ask({ 'src/number.js': `throw new Error('at once');\n${NUMBER}` }),
    ];
    expect(failures).toEqual([
      [expect.stringMatching(/^failed: The requested module '.*' does not provide an export named 'number'/)],
      [expect.stringMatching(/^failed: Cannot find module '.*missing\.js' imported from .*number\.js/)],
      [expect.stringMatching('^failed: .*Malformed arrow function|^failed: Unexpected token|^failed: Invalid')],
      ['failed: at once'],
    ]);
    expect(await ask({ 'src/number.js': NUMBER.replace('1', '3') })).toEqual([BY_OWN_LOADER]);
  });

  it('that never end while they are loaded are ended, and the process goes on', async () => {
    const { ask } = await started([SHOWS], { head: IMPORTS, 'src/number.js': NUMBER });
    expect(await ask({ 'src/number.js': `for (;;);\n${NUMBER}` }, 0.3)).toBe('timed-out');
    expect(await ask({ 'src/number.js': NUMBER.replace('1', '2') })).toEqual(['passed']);
  });
});

describe('a changed file that no test has loaded', () => {
  it('makes no difference, unless somebody may remember it', async () => {
    const files = {
      head: `${IMPORTS}\nimport { texts } from 'texts';`,
      'src/number.js': NUMBER,
      'src/main.js': 'export const main = 1;\n',
      'src/template.js': 'export default 1;\n',
      'node_modules/texts/package.json': '{ "name": "texts", "type": "module", "exports": "./texts.js" }',
      'node_modules/texts/texts.js': `import fs from 'node:fs';
        const known = new Map();
        export const texts = (path) => known.get(path) ?? known.set(path, fs.readFileSync(path.slice(process.cwd().length + 1), 'utf8')).get(path);\n`,
    };
    const body = `texts(new URL('../src/template.js', import.meta.url).pathname); ${SHOWS}`;
    const { ask } = await started([body], files);
    expect(await ask({ 'src/main.js': 'export const main = 2;\n' })).toEqual([BY_OWN_LOADER]);
    expect(await ask({ 'src/template.js': 'export default 2;\n' })).toBe('unsupported');
  });
});

describe("what is left to Node's loader", () => {
  const shape = { 'src/number.js': NUMBER };
  const SET_ANEW = 'export let level = 1;\nexport const raise = () => { level++; };\n';
  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['CommonJS', { head: `import { two } from '../src/two.cjs';`, 'src/two.cjs': 'exports.two = 2;\n' }, 'two'],
    ['JSON', { head: `import two from '../src/two.json' with { type: 'json' };`, 'src/two.json': '2' }, 'two'],
    [
      'a package whose variables change',
      {
        head: `import { level, raise } from 'level';`,
        'node_modules/level/package.json': '{ "name": "level", "type": "module", "exports": "./level.js" }',
        'node_modules/level/level.js': SET_ANEW,
      },
      '(raise(), level) >= 2 ? 2 : 0',
    ],
  ])('%s', async (_, { head, ...files }, two) => {
    const body = `assert.equal(${two}, 2); ${SHOWS}`;
    const { ready, ask } = await started([body], { ...shape, ...files, head: `${IMPORTS}\n${head}` });
    expect(outcome(ready.base)).toEqual([BY_NODE]);
    expect(await ask({ 'src/number.js': NUMBER.replace('1', '3') })).toEqual([BY_NODE]);
    expect(await ask({ 'src/number.js': NUMBER.replace('1', '2') })).toEqual(['passed']);
  });

  it('all of it, where the project brings a loader of its own', async () => {
    const hooks = 'data:text/javascript,export const resolve = (name, context, next) => next(name, context);';
    const { ask } = await started([SHOWS], { ...shape, head: IMPORTS }, [
      ...OPTIONS,
      '--no-warnings',
      '--loader',
      hooks,
    ]);
    expect(await ask({ 'src/number.js': NUMBER.replace('1', '3') })).toEqual([BY_NODE]);
  });
});
