import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const SCRIPTS = join(process.cwd(), 'src/toolchain/support/warm-scripts.cjs');

let folder: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'autofix-test-')));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What a program gives that loads `a.cjs` of the folder `times` times anew, with and without what is kept. */
function loads(files: Readonly<Record<string, string>>, between = ''): { kept: unknown; plain: unknown } {
  const program = (isKept: boolean) => `const fs = require('node:fs');
    const vm = require('node:vm');
    const file = ${JSON.stringify(join(folder, 'a.cjs'))};
    let compiled = 0;
    const { Script } = vm;
    vm.Script = class extends Script { constructor(...parameters) { super(...parameters); compiled++; } };
    if (${isKept}) require(${JSON.stringify(SCRIPTS)}).keepScripts((path) => path === file);
    void (async () => {
      const given = [];
      for (let turn = 0; turn < 3; turn++) {
        if (turn === 2) { ${between} }
        delete require.cache[file];
        try { given.push(await require(file)); } catch (error) { given.push(error.name + ': ' + error.message); }
      }
      console.log(JSON.stringify({ given, compiled: ${isKept} ? compiled : null }));
    })();`;
  const run = (isKept: boolean) => {
    for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', program(isKept)], { encoding: 'utf8' });
    if (stdout === '') throw new Error(stderr);
    return JSON.parse(stdout);
  };
  return { kept: run(true), plain: run(false) };
}

const SOURCE = `let count = 0;
exports.next = ++count;
exports.names = [__filename, __dirname, require.main === module, module.id, this === exports];
exports.other = require('./b.cjs');
exports.later = import('./c.mjs').then((found) => found.default);
exports.strict = (function () { return this === undefined; })();
exports.place = new Error('here').stack.split('\\n')[1].replace(/^.*:(\\d+:\\d+).*$/, '$1');
module.exports = Promise.all([exports.later]).then(([later]) => ({ ...exports, later }));
`;
const FILES = { 'b.cjs': 'module.exports = { b: 2 };\n', 'c.mjs': 'export default 3;\n' };

describe('CommonJS modules whose code is kept', () => {
  it.each([
    ['', ''],
    ['in strict mode', '"use strict";\n'],
    ['with a first line that ends nothing', 'exports.first = new Error().stack.split("\\n")[1].length; // first\n'],
  ])('give what they give without, each time anew %s', (_, head) => {
    const { kept, plain } = loads({ ...FILES, 'a.cjs': head + SOURCE });
    expect(kept).toEqual({ ...(plain as object), compiled: 1 });
  });

  it('are others when their text is', () => {
    const change = `fs.writeFileSync(file, 'module.exports = { other: true };');`;
    const { kept, plain } = loads({ ...FILES, 'a.cjs': SOURCE }, change);
    expect(kept).toEqual({ ...(plain as object), compiled: 2 });
    expect((kept as { given: unknown[] }).given[2]).toEqual({ other: true });
  });

  it.each([
    ['a mistake', 'module.exports = {;\n'],
    ['an error', 'throw new TypeError("not today");\n'],
    ['a line for the shell', '#!/usr/bin/env node\nmodule.exports = 1;\n'],
  ])('fail and load as without: %s', (_, text) => {
    const { kept, plain } = loads({ 'a.cjs': text });
    expect((kept as { given: unknown }).given).toEqual((plain as { given: unknown }).given);
  });
});
