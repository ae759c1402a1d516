import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { build } from 'esbuild';
import { BUNDLE_FOLDER } from './bundle-commands.mjs';

const require = createRequire(import.meta.url);

/**
 * Makes one file of all that `--help` and `--version` load (main.js, what it imports at once, commander): opening some
 * forty files takes longer than running them. What a command loads when it runs is another bundle, and the error class,
 * which must be the same one on both sides, stays where it is.
 */
export async function bundleStart(distFolder) {
  const main = join(distFolder, 'cli', 'main.js');
  await build({
    entryPoints: [main],
    outfile: main,
    allowOverwrite: true,
    bundle: true,
    minify: true,
    keepNames: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    banner: {
      js: `${licenceOf('commander')}\nimport { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);`,
    },
    plugins: [outside],
    logLevel: 'warning',
  });
}

/** Comments are for whoever reads src/; the types keep theirs. */
export async function withoutComments(distFolder) {
  const modules = readdirSync(distFolder, { recursive: true }).filter((name) => name.endsWith('.js'));
  await build({
    entryPoints: modules.map((name) => join(distFolder, name)),
    outdir: distFolder,
    outbase: distFolder,
    allowOverwrite: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
  });
}

const outside = {
  name: 'outside',
  setup({ onResolve }) {
    onResolve({ filter: /^\./ }, ({ path, kind }) => {
      if (kind === 'dynamic-import') return { path: `../${BUNDLE_FOLDER}/${basename(path)}`, external: true };
      return basename(path) === 'autofix-error.js' ? { path: '../domain/autofix-error.js', external: true } : undefined;
    });
  },
};

function licenceOf(name) {
  const folder = dirname(require.resolve(name));
  return `/*! This file contains ${name}:\n${readFileSync(join(folder, 'LICENSE'), 'utf8').trim()}\n*/`;
}
