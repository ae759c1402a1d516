import type { EntryKind } from '../domain/project.ts';
import { nameLabel, refusedArchive } from './archive-error.ts';
import type { ArchiveFile } from './archive-file.ts';
import type { ArchiveLimits } from './archive-limits.ts';
import { BombRules } from './bomb-rules.ts';
import { readCentralDirectory } from './central-directory.ts';
import { type ArchiveEnd, readArchiveEnd } from './end-record.ts';
import { entryPathOf } from './entry-name.ts';
import { EntryTree } from './entry-tree.ts';
import { locateRecords, type ZipRecord, type ZipRecords } from './local-records.ts';

/** One judged entry. */
export interface ListedEntry {
  readonly record: ZipRecord;
  /** Path below the archive's top; '' for an entry that is the top itself. */
  readonly path: string;
  readonly kind: EntryKind;
  readonly mode: number;
}

/** A listing that passed every check that needs no decoded data. */
export class ArchiveListing {
  readonly end: ArchiveEnd;
  readonly records: ZipRecords;
  /** Single top folder with a trailing slash, or ''. */
  readonly prefix: string;
  readonly #paths: readonly string[];
  readonly #kinds: readonly EntryKind[];

  constructor(
    end: ArchiveEnd,
    records: ZipRecords,
    paths: readonly string[],
    kinds: readonly EntryKind[],
    prefix: string,
  ) {
    this.end = end;
    this.records = records;
    this.prefix = prefix;
    this.#paths = paths;
    this.#kinds = kinds;
  }

  get length(): number {
    return this.records.length;
  }

  /** `index`: number in the directory's order. */
  at(index: number): ListedEntry {
    const record = this.records.at(index);
    const kind = this.#kinds[index] ?? 'file';
    return { record, path: this.#paths[index] ?? '', kind, mode: modeOf(record, kind) };
  }

  /** Path of an entry in the project; null for one that is no part of it: the top folder, metadata of macOS. */
  projectPath(index: number): string | null {
    const path = this.#paths[index] ?? '';
    if (path === '' || topOf(path) === MAC_METADATA) return null;
    if (!path.startsWith(this.prefix)) return null;
    return path.slice(this.prefix.length);
  }
}

/** Folders a name may imply, for each entry that is allowed. */
const NODES_PER_ENTRY = 5;

/** Resource forks that macOS packs beside the files: never a part of the project. */
const MAC_METADATA = '__MACOSX';

const FILE_TYPE = 0o170000;
const FILE_TYPES: ReadonlyMap<number, EntryKind> = new Map([
  [0o100000, 'file'],
  [0o040000, 'directory'],
  [0o120000, 'symlink'],
]);

/** Reads and judges a whole ZIP without decoding any data; throws `archive-refused` or `archive-damaged`. */
export function listArchive(file: ArchiveFile, limits: ArchiveLimits): ArchiveListing {
  const end = readArchiveEnd(file);
  const central = readCentralDirectory(file, end, limits);
  const records = locateRecords(file, central, end);
  const tree = new EntryTree(Math.min(limits.maxEntries, Number.MAX_SAFE_INTEGER / NODES_PER_ENTRY) * NODES_PER_ENTRY);
  const bombs = new BombRules(limits);
  const top = new TopFolder();
  const paths: string[] = [];
  const kinds: EntryKind[] = [];
  let hasFiles = false;
  for (let index = 0; index < records.length; index++) {
    const record = records.at(index);
    const { path, kind } = judgeEntry(record, limits);
    paths.push(path);
    kinds.push(kind);
    if (path !== '') tree.add(path, kind);
    bombs.add(record);
    top.add(path, kind);
    if (kind !== 'directory' && topOf(path) !== MAC_METADATA) hasFiles = true;
  }
  bombs.judgeTotal();
  if (!hasFiles)
    throw refusedArchive(
      `${nameLabel(file.path)} is an empty ZIP: it holds no files`,
      'Pack the project again with its files.',
    );
  return new ArchiveListing(end, records, paths, kinds, top.prefix);
}

function judgeEntry(record: ZipRecord, limits: ArchiveLimits): { path: string; kind: EntryKind } {
  const { name } = record;
  const path = entryPathOf(name);
  const kind = kindOf(record, name);
  if (path === '' && kind !== 'directory')
    throw refusedArchive(`the archive holds a file without a name: ${nameLabel(name)}`);
  if (kind === 'directory' && record.size > 0)
    throw refusedArchive(`the folder ${nameLabel(name)} has content, as a file would`);
  refuseDepth(path, name, limits);
  refuseLongParts(path, name);
  return { path, kind };
}

function modeOf(record: ZipRecord, kind: EntryKind): number {
  const bits = (record.externalAttributes >>> 16) & 0o777;
  return bits !== 0 ? bits : kind === 'directory' ? 0o755 : 0o644;
}

function kindOf(record: ZipRecord, name: string): EntryKind {
  const type = (record.externalAttributes >>> 16) & FILE_TYPE;
  const named = /[/\\]$/.test(name);
  if (type === 0) return named ? 'directory' : 'file';
  const kind = FILE_TYPES.get(type);
  if (kind === undefined)
    throw refusedArchive(
      `the archive holds a device, pipe or socket: ${nameLabel(name)}`,
      'Pack the project again without it.',
    );
  if (named && kind === 'symlink')
    throw refusedArchive(`the archive holds a link with the name of a folder: ${nameLabel(name)}`);
  return named ? 'directory' : kind;
}

function refuseDepth(path: string, name: string, limits: ArchiveLimits): void {
  const depth = path.split('/').length;
  if (depth > limits.maxDepth)
    throw refusedArchive(
      `the archive nests ${depth} folders deep (the limit is ${limits.maxDepth}): ${nameLabel(name)}`,
      'Leave the deep folders out, or raise the limit with --max-depth.',
    );
}

/** Bytes of one file or folder name: what nearly every file system allows. */
const LONGEST_PART = 255;

function refuseLongParts(path: string, name: string): void {
  // Most names are short; this is asked of every entry of large archives.
  if (path.length * 3 <= LONGEST_PART) return;
  const longest = Math.max(...path.split('/').map((part) => Buffer.byteLength(part)));
  if (longest > LONGEST_PART)
    throw refusedArchive(
      `the archive holds the name of a file or folder of ${longest} bytes (systems allow ${LONGEST_PART}): ${nameLabel(name)}`,
      'Shorten the name.',
    );
}

function topOf(path: string): string {
  const slash = path.indexOf('/');
  return slash < 0 ? path : path.slice(0, slash);
}

/** Finds out whether everything but the metadata of macOS lies in one folder. */
class TopFolder {
  #top: string | null = null;
  #nested = false;
  #single = true;

  add(path: string, kind: EntryKind): void {
    const first = topOf(path);
    if (path === '' || first === MAC_METADATA) return;
    if (this.#top !== null && this.#top !== first) this.#single = false;
    this.#top = first;
    if (path !== first) this.#nested = true;
    else if (kind !== 'directory') this.#single = false;
  }

  get prefix(): string {
    return this.#single && this.#top !== null && this.#nested ? `${this.#top}/` : '';
  }
}
