import { createHash } from 'node:crypto';
import { type BigIntStats, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import type { Project, ProjectEntry } from '../domain/project.ts';
import { nameLabel, refusedArchive } from './archive-error.ts';
import type { ArchiveLimits } from './archive-limits.ts';
import { linkFault } from './link-rules.ts';
import { stillReadableSync } from './still-readable.ts';

/** Installed, generated or version-control folders: made from the project or beside it, not a part of it. */
const LEFT_OUT = new Set([
  'node_modules',
  'bower_components',
  'jspm_packages',
  '.git',
  '.hg',
  '.svn',
  '.jj',
  '.venv',
  '.tox',
  '.nox',
  '__pycache__',
  '.mypy_cache',
  '.pytest_cache',
  '.ruff_cache',
  '.nyc_output',
  '.gradle',
  '.DS_Store',
]);

/** A folder with one of these is made by a tool: virtual environments, and caches by bford.info/cachedir. */
const MADE_BY_TOOLS = ['pyvenv.cfg', 'CACHEDIR.TAG'];

/** An entry that remembers what its file looked like, so that nobody overwrites somebody else's change. */
export interface FolderEntry extends ProjectEntry {
  /** Milliseconds since 1970. */
  readonly modifiedMs: number;
  /** Whether the file on disk is still what was loaded. */
  isUnchanged(): boolean;
}

export function isFolderEntry(entry: ProjectEntry): entry is FolderEntry {
  return 'isUnchanged' in entry;
}

/** Opens a folder as a project: follows no links, keeps only those that stay inside. */
export function openFolder(input: string, limits: ArchiveLimits): Project {
  const folder = resolve(input);
  const found: FolderEntry[] = [];
  walk(folder, '', found, limits);
  if (!found.some((entry) => entry.kind !== 'directory'))
    throw refusedArchive(`the folder ${nameLabel(input)} holds no files`, 'Give the folder of the project.');
  const links = new Map(found.filter((entry) => entry.kind === 'symlink').map((entry) => [entry.path, textOf(entry)]));
  const kept = found.filter((entry) => entry.kind !== 'symlink' || linkFault(entry.path, links) === null);
  const entries = new Map(kept.map((entry) => [entry.path, entry]));
  return { name: basename(folder), origin: { kind: 'folder', folder }, prefix: '', entries };
}

function textOf(entry: ProjectEntry): string {
  return Buffer.from(entry.bytes()).toString('utf8');
}

function walk(folder: string, below: string, found: FolderEntry[], limits: ArchiveLimits): void {
  const names = readdirSync(join(folder, below)).sort();
  if (below !== '' && names.some((name) => MADE_BY_TOOLS.includes(name))) return;
  const kept = names.filter((name) => !LEFT_OUT.has(name));
  for (const name of kept) {
    const path = below === '' ? name : `${below}/${name}`;
    const stats = lstatSync(join(folder, path), { bigint: true });
    if (stats.isDirectory()) {
      const before = found.length;
      walk(folder, path, found, limits);
      if (found.length === before && readdirSync(join(folder, path)).length === 0)
        found.push(folderEntry(folder, path, stats));
    } else if (stats.isFile() || stats.isSymbolicLink()) found.push(folderEntry(folder, path, stats));
    if (found.length > limits.maxEntries)
      throw refusedArchive(
        `the folder ${nameLabel(folder)} holds more than ${limits.maxEntries} files`,
        'Give the folder of the project, without build products, or raise the limit with --max-entries.',
      );
  }
}

function folderEntry(folder: string, path: string, stats: BigIntStats): FolderEntry {
  const file = join(folder, path);
  const loaded = fingerprint(stats);
  const kind = stats.isDirectory() ? 'directory' : stats.isSymbolicLink() ? 'symlink' : 'file';
  // Set by the first reading: with it, a file that was only touched is told from one that was edited.
  let sha256: string | null = null;
  let kept: WeakRef<Uint8Array> | null = null;
  const isUnchanged = () => {
    const now = lstatOrNull(file);
    if (now === null) return false;
    if (fingerprint(now) === loaded) return true;
    return kind === 'file' && now.isFile() && sha256 !== null && sha256Of(readFileSync(file)) === sha256;
  };
  const read = () => {
    if (kind === 'directory') return Buffer.alloc(0);
    const bytes = kind === 'symlink' ? Buffer.from(readlinkSync(file)) : readFileSync(file);
    if (sha256 === null ? fingerprint(lstatSync(file, { bigint: true })) !== loaded : sha256Of(bytes) !== sha256)
      throw changedMeanwhile(path);
    sha256 ??= sha256Of(bytes);
    return bytes;
  };
  return {
    path,
    kind,
    mode: Number(stats.mode) & 0o777,
    size: kind === 'directory' ? 0 : Number(stats.size),
    modifiedMs: Number(stats.mtimeMs),
    isUnchanged: () => stillReadableSync(path, isUnchanged),
    bytes() {
      const bytes = kept?.deref() ?? stillReadableSync(path, read);
      kept = new WeakRef(bytes);
      return bytes;
    },
  };
}

/** Refusal to go on with a folder that somebody else is working in. */
export function changedMeanwhile(path: string): AutofixError {
  return new AutofixError(`${nameLabel(path)} was changed while autofix was working on it`, {
    code: 'archive-refused',
    exitCode: EXIT.inputRefused,
    hint: 'Let the other program finish, then run autofix again.',
  });
}

function fingerprint(stats: BigIntStats): string {
  return [stats.dev, stats.ino, stats.size, stats.mtimeNs, stats.mode].join(':');
}

function lstatOrNull(file: string): BigIntStats | null {
  return lstatSync(file, { bigint: true, throwIfNoEntry: false }) ?? null;
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
