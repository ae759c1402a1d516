import { folderOf } from '../shared/project-path.ts';
import { foldersUp, join } from './project-modules.ts';
import type { SourceFiles } from './source-files.ts';
import type { ImportBinding } from './syntax-types.ts';

/** Files of a project that one import reaches; none for what lies outside of it. */
export type FileResolver = (files: SourceFiles, fromPath: string, binding: ImportBinding) => readonly string[];

/** Go: a package is a folder below the one that holds go.mod. Tests of a package are not part of it. */
export const resolveGoImport: FileResolver = (files, _fromPath, { specifier }) => {
  for (const manifest of files.named('go.mod')) {
    const module = /^\s*module\s+"?([^\s"]+)/m.exec(files.text(manifest))?.[1];
    if (module === undefined || (specifier !== module && !specifier.startsWith(`${module}/`))) continue;
    const folder = join(folderOf(manifest), specifier.slice(module.length));
    return files.inFolder(folder, 'go').filter((path) => !path.endsWith('_test.go'));
  }
  return [];
};

/** Java: `a.b.C` is a file that ends with a/b/C.java, or, for an inner class, that of the class around it. */
export const resolveJavaImport: FileResolver = (files, _fromPath, { specifier, imported }) => {
  const parts = specifier.split('.');
  // What a whole package brings is found by the names that are used.
  const fewest = imported === '*' ? parts.length : Math.max(1, parts.length - 1);
  for (let length = parts.length; length >= fewest; length--) {
    const found = files.endingWith(`${parts.slice(0, length).join('/')}.java`);
    if (found.length > 0) return found.slice(0, 1);
  }
  return [];
};

/** C#: `using X = A.B.C` and `using static A.B.C` are the files that declare C. */
export const resolveCSharpImport: FileResolver = (files, _fromPath, { specifier }) => {
  const name = specifier.split('.').at(-1) ?? specifier;
  const namespace = specifier.slice(0, -name.length - 1);
  const declarations = files.declarations('csharp');
  return declarations.filesOf(name).filter((path) => declarations.namespaceOf(path) === namespace);
};

/** PHP: a required file by its path, a class by the file that declares it in its namespace. */
export const resolvePhpImport: FileResolver = (files, fromPath, { specifier, imported }) => {
  if (imported === '*') {
    const path = specifier.replace(/^\/+/, '');
    const near = foldersUp(folderOf(fromPath))
      .map((folder) => join(folder, path))
      .find((candidate) => files.has(candidate));
    return near === undefined ? files.endingWith(path.replace(/^(\.{1,2}\/)+/, '')).slice(0, 1) : [near];
  }
  const name = specifier.split('\\').at(-1) ?? specifier;
  const namespace = specifier.slice(0, -name.length - 1);
  const declarations = files.declarations('php');
  const declaring = declarations.filesOf(name);
  const exact = declaring.filter((path) => declarations.namespaceOf(path) === namespace);
  return exact.length > 0 ? exact : declaring.length === 1 && namespace === '' ? declaring : [];
};

/** Folders that are usually on Ruby's load path. */
const RUBY_FOLDERS = ['lib', 'app', 'spec', 'test', 'src', ''];

export const resolveRubyImport: FileResolver = (files, fromPath, { specifier }) => {
  const path = specifier.endsWith('.rb') ? specifier : `${specifier}.rb`;
  if (path.startsWith('.')) {
    const found = join(folderOf(fromPath), path);
    return files.has(found) ? [found] : [];
  }
  for (const folder of RUBY_FOLDERS) if (files.has(join(folder, path))) return [join(folder, path)];
  return files.endingWith(`lib/${path}`).slice(0, 1);
};

const IMPLEMENTATIONS = ['.c', '.cpp', '.cc', '.cxx', '.c++', '.ipp', '.inl', '.tpp'];

/** C and C++: the header, and the source that bears its name. */
export const resolveInclude: FileResolver = (files, fromPath, { specifier }) => {
  const near = join(folderOf(fromPath), specifier);
  const tail = specifier.replace(/^(\.{1,2}\/)+/, '');
  const header = files.has(near) ? near : (files.endingWith(tail)[0] ?? files.endingWith(`include/${tail}`)[0]);
  if (header === undefined) return [];
  const stem = (header.split('/').at(-1) ?? '').replace(/\.\w+$/, '');
  const beside = IMPLEMENTATIONS.flatMap((extension) => files.named(stem + extension));
  const others = beside.filter((path) => path !== header && path !== fromPath);
  return [header, ...others.filter((path) => others.length === 1 || related(path, header))];
};

/** Whether two files lie in one folder, or in folders that only differ in `src` and `include`. */
function related(left: string, right: string): boolean {
  const place = (path: string) =>
    folderOf(path)
      .split('/')
      .filter((part) => !/^(src|source|include|lib|inc)$/i.test(part))
      .join('/');
  return place(left) === place(right);
}
