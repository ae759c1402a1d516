import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from '@jest/globals';

/** Names in the package that `npm pack` would make of what is built. */
function packed(): Set<string> {
  const run = spawnSync('npm', ['pack', '--dry-run', '--ignore-scripts', '--json'], { encoding: 'utf8' });
  const [{ files }] = JSON.parse(run.stdout) as [{ files: { path: string }[] }];
  return new Set(files.map(({ path }) => path));
}

/** What a file of the package loads of the package itself. */
function loadedBy(file: string): string[] {
  const found = readFileSync(file, 'utf8').matchAll(/(?:\bfrom|\bimport)\s*\(?\s*["'](\.\.?\/[\w./-]+\.js)["']/g);
  return [...found].map(([, path]) => join(dirname(file), path ?? ''));
}

it('ships every bundle with all that is read or loaded beside it, and not the modules that the bundles are made of', () => {
  const shipped = packed();
  const entries = ['bin/autofix.js', 'dist/index.js', 'dist/cli/main.js'];
  const bundles = readdirSync('dist/bundle').map((name) => `dist/bundle/${name}`);
  const loaded = [...entries, ...bundles].flatMap(loadedBy);
  const read = readdirSync('src', { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath.replace(/^src/, 'dist'), entry.name));
  expect(loaded).toEqual(expect.arrayContaining(['dist/domain/autofix-error.js', 'dist/bundle/run-command.js']));
  expect(read).toContain('dist/toolchain/support/node-test-reporter.mjs');
  const wanted = [...entries, ...bundles, ...loaded, ...read, 'dist/index.d.ts'];
  expect(wanted.filter((path) => !shipped.has(path))).toEqual([]);
  expect(['dist/pipeline/repair.js', 'dist/sandbox/workspace.js'].filter((path) => shipped.has(path))).toEqual([]);
}, 60_000);
