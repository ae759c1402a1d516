import { readdirSync, writeFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { build } from 'esbuild';

/** In dist/. */
export const BUNDLE_FOLDER = 'bundle';

/** They read files beside themselves, or (the error class) must be one and the same for all bundles: they stay files. */
const STAYING = new Set([
  'domain/autofix-error.js',
  'shared/package-version.js',
  'toolchain/support-file.js',
  'offline/symbol-tables.js',
  'cli/starter-files.js',
]);

/** What a bench takes from the inside, so that nothing is loaded twice when it is measured. */
const MEASURED = ['offline/offline-engine.js', 'pipeline/default-options.js', 'sandbox/sandboxes.js'];

/**
 * Makes few files of the library and of what the commands load when they run, with what they share in files of its own: opening
 * and linking four hundred modules takes twice as long as running them. Packages stay packages. The modules themselves are for
 * the benches; they are not shipped.
 */
export async function bundleCommands(distFolder) {
  const commands = readdirSync(join(distFolder, 'cli')).filter((name) => name.endsWith('-command.js'));
  const entries = ['index.js', ...commands.map((name) => `cli/${name}`), ...MEASURED];
  await build({
    entryPoints: entries.map((entry) => ({
      in: join(distFolder, entry),
      out: `${BUNDLE_FOLDER}/${basename(entry, '.js')}`,
    })),
    outdir: distFolder,
    chunkNames: `${BUNDLE_FOLDER}/[name]-[hash]`,
    bundle: true,
    splitting: true,
    packages: 'external',
    minifyWhitespace: true,
    minifySyntax: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    plugins: [staying(distFolder)],
    logLevel: 'warning',
  });
  writeFileSync(join(distFolder, 'index.js'), `export * from './${BUNDLE_FOLDER}/index.js';\n`);
}

function staying(distFolder) {
  return {
    name: 'staying',
    setup({ onResolve }) {
      onResolve({ filter: /^\./ }, ({ path, resolveDir }) => {
        const name = relative(distFolder, resolve(resolveDir, path));
        return STAYING.has(name) ? { path: `../${name}`, external: true } : undefined;
      });
    },
  };
}
