import { folderOf } from '../shared/project-path.ts';
import type { FileResolver } from './package-modules.ts';
import { foldersUp, join } from './project-modules.ts';
import type { SourceFiles } from './source-files.ts';

/** Rust: paths of modules from the crate, the parent, the module itself, or another crate of the workspace. */
export const resolveRustImport: FileResolver = (files, fromPath, { specifier, imported }) => {
  const parts = specifier.split('::');
  const wanted = imported === null || imported === '*' ? parts : [...parts, imported];
  const [first = '', ...rest] = wanted;
  const root = crateRoot(files, fromPath);
  if (first === 'crate') return root === null ? [] : below(files, root, rest);
  if (first === 'self') return below(files, fromPath, rest);
  if (first === 'super') {
    let above: string | null = parentModule(files, fromPath);
    while (rest[0] === 'super' && above !== null) {
      rest.shift();
      above = parentModule(files, above);
    }
    // An inner module's parent is the file itself.
    return above === null ? [fromPath] : [...below(files, above, rest), fromPath];
  }
  const crate = crateNamed(files, first);
  if (crate !== null) return below(files, crate, rest);
  const child = below(files, fromPath, wanted);
  return child[0] === fromPath ? [] : child;
};

/** The deepest file that the path leads to; what is left of the path is defined in it. */
function below(files: SourceFiles, modulePath: string, parts: readonly string[]): string[] {
  let current = modulePath;
  for (const part of parts) {
    const folder = innerFolder(current);
    const next = [join(folder, `${part}.rs`), join(folder, `${part}/mod.rs`)].find((path) => files.has(path));
    if (next === undefined) break;
    current = next;
  }
  return [current];
}

/** Folder of a module's inner modules: its own for lib.rs, main.rs and mod.rs, else the one of its name. */
function innerFolder(modulePath: string): string {
  return /(^|\/)(lib|main|mod)\.rs$/.test(modulePath) ? folderOf(modulePath) : modulePath.replace(/\.rs$/, '');
}

function parentModule(files: SourceFiles, modulePath: string): string | null {
  const folder = modulePath.endsWith('/mod.rs') ? folderOf(folderOf(modulePath)) : folderOf(modulePath);
  const names = ['mod.rs', 'lib.rs', 'main.rs'].map((name) => join(folder, name));
  return [...names, `${folder}.rs`].find((path) => path !== modulePath && files.has(path)) ?? null;
}

function crateRoot(files: SourceFiles, fromPath: string): string | null {
  const folder = foldersUp(folderOf(fromPath)).find((above) => files.has(join(above, 'Cargo.toml')));
  return rootIn(files, folder ?? '');
}

function rootIn(files: SourceFiles, folder: string): string | null {
  const candidates = ['src/lib.rs', 'src/main.rs', 'lib.rs', 'main.rs'].map((name) => join(folder, name));
  return candidates.find((path) => files.has(path)) ?? null;
}

/** Root file of the crate with this name in code, where `-` reads `_`. */
function crateNamed(files: SourceFiles, name: string): string | null {
  for (const manifest of files.named('Cargo.toml')) {
    const text = files.text(manifest);
    const library = /\[lib\][^[]*?^\s*name\s*=\s*"([^"]+)"/m.exec(text)?.[1];
    const written = library ?? /\[package\][^[]*?^\s*name\s*=\s*"([^"]+)"/m.exec(text)?.[1] ?? '';
    if (written.replaceAll('-', '_') === name) return rootIn(files, folderOf(manifest));
  }
  return null;
}
