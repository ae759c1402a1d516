// Compiles src/ to dist/ and copies what the compiler leaves: data tables and the files that run inside projects.
import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleCommands } from './bundle-commands.mjs';
import { bundleStart, withoutComments } from './bundle-start.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const COPIED_FOLDERS = new Set(['support', 'tables']);

rmSync(join(root, 'dist'), { recursive: true, force: true });
const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
execFileSync(process.execPath, [compiler, '-p', join(root, 'tsconfig.build.json')], { stdio: 'inherit' });

for (const entry of readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || entry.name.endsWith('.ts')) continue;
  const folder = entry.parentPath.slice(join(root, 'src').length + 1);
  if (!folder.split(/[\\/]/).some((part) => COPIED_FOLDERS.has(part))) continue;
  cpSync(join(entry.parentPath, entry.name), join(root, 'dist', folder, entry.name));
}

await withoutComments(join(root, 'dist'));
await bundleCommands(join(root, 'dist'));
await bundleStart(join(root, 'dist'));
