import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

/** Logs every module that a process loads, as ESM by a loader hook and as CommonJS by the module cache. */
const HOOK = `
import { appendFileSync } from 'node:fs';
export async function load(url, context, nextLoad) {
  appendFileSync(process.env.LOADED_MODULES, url + '\\n');
  return nextLoad(url, context);
}`;

describe('start-up', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'autofix-startup-'));
    writeFileSync(join(folder, 'hook.mjs'), HOOK);
    writeFileSync(
      join(folder, 'register.mjs'),
      `import { register } from 'node:module';
import { appendFileSync } from 'node:fs';
import Module from 'node:module';
register(${JSON.stringify(pathToFileURL(join(folder, 'hook.mjs')).href)});
process.on('exit', () => appendFileSync(process.env.LOADED_MODULES, Object.keys(Module._cache).join('\\n')));`,
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const loadedBy = (...argv: string[]) => {
    const log = join(folder, 'loaded.txt');
    writeFileSync(log, '');
    const env = { ...process.env, LOADED_MODULES: log };
    const hook = pathToFileURL(join(folder, 'register.mjs')).href;
    const run = spawnSync(process.execPath, ['--import', hook, resolve('bin/autofix.js'), ...argv], { env });
    return { status: run.status, stdout: run.stdout.toString(), loaded: readFileSync(log, 'utf8') };
  };

  const HEAVY = /groq-sdk|generative-ai|tree-sitter|adm-zip|node_modules\/(execa|ora|zod|fast-xml-parser|diff)\//;

  it.each([['--help'], ['--version'], ['run', '--help']])(
    '%s %s loads no SDK, no tree-sitter and no adm-zip',
    (...argv) => {
      const { status, stdout, loaded } = loadedBy(...argv.filter((part): part is string => part !== undefined));
      expect(status).toBe(0);
      expect(stdout).not.toBe('');
      expect(loaded).toMatch(/dist\/cli\/main\.js/);
      // One bundle; its commander inside.
      expect(loaded.split('\n').filter((url) => /autofix.*\/dist\/|node_modules/.test(url)).length).toBeLessThanOrEqual(
        3,
      );
      expect(loaded.split('\n').filter((url) => HEAVY.test(url))).toEqual([]);
    },
  );

  it('would notice a heavy module', () => {
    expect(loadedBy('run', resolve('fixtures/green.zip'), '--no-verify', '--run-dir', folder).loaded).toMatch(
      /adm-zip/,
    );
  });
});
