import type { EntryKind } from '../domain/project.ts';
import { nameLabel, refusedArchive } from './archive-error.ts';
import type { ArchiveFile } from './archive-file.ts';
import { type ArchiveLimits, RATIO_FLOOR_BYTES } from './archive-limits.ts';
import { readCentralDirectory } from './central-directory.ts';
import { type ArchiveEnd, readArchiveEnd } from './end-record.ts';
import { entryPathOf } from './entry-name.ts';
import { EntryTree } from './entry-tree.ts';
import { locateRecords, type ZipRecord } from './local-records.ts';

/** One judged entry. */
export interface ListedEntry {
  readonly record: ZipRecord;
  /** Path below the archive's top; '' for an entry that is the top itself. */
  readonly path: string;
  readonly kind: EntryKind;
  readonly mode: number;
}

/** A listing that passed every check that needs no decoded data. */
export interface ArchiveListing {
  readonly end: ArchiveEnd;
  /** In the directory's order. */
  readonly entries: readonly ListedEntry[];
  /** Single top folder with a trailing slash, or ''. */
  readonly prefix: string;
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
  const entries = locateRecords(file, central, end).map(toEntry);
  const tree = new EntryTree(Math.min(limits.maxEntries, Number.MAX_SAFE_INTEGER / NODES_PER_ENTRY) * NODES_PER_ENTRY);
  for (const entry of entries) {
    refuseDepth(entry, limits);
    if (entry.path !== '') tree.add(entry.path, entry.kind);
  }
  refuseBombs(entries, limits);
  const listing = { end, entries, prefix: singleTopFolder(entries) };
  if (!projectEntries(listing).some((entry) => entry.kind !== 'directory'))
    throw refusedArchive(
      `${nameLabel(file.path)} is an empty ZIP: it holds no files`,
      'Pack the project again with its files.',
    );
  return listing;
}

/** Entries that belong to the project. */
export function projectEntries({ entries, prefix }: Pick<ArchiveListing, 'entries' | 'prefix'>): ListedEntry[] {
  return entries.filter(({ path }) => path !== '' && `${path}/` !== prefix && topOf(path) !== MAC_METADATA);
}

function toEntry(record: ZipRecord): ListedEntry {
  const path = entryPathOf(record.name);
  const kind = kindOf(record);
  if (path === '' && kind !== 'directory')
    throw refusedArchive(`the archive holds a file without a name: ${nameLabel(record.name)}`);
  if (kind === 'directory' && record.size > 0)
    throw refusedArchive(`the folder ${nameLabel(record.name)} has content, as a file would`);
  const bits = (record.externalAttributes >>> 16) & 0o777;
  const mode = bits !== 0 ? bits : kind === 'directory' ? 0o755 : 0o644;
  return { record, path, kind, mode };
}

function kindOf(record: ZipRecord): EntryKind {
  const type = (record.externalAttributes >>> 16) & FILE_TYPE;
  const named = /[/\\]$/.test(record.name);
  if (type === 0) return named ? 'directory' : 'file';
  const kind = FILE_TYPES.get(type);
  if (kind === undefined)
    throw refusedArchive(
      `the archive holds a device, pipe or socket: ${nameLabel(record.name)}`,
      'Pack the project again without it.',
    );
  if (named && kind === 'symlink')
    throw refusedArchive(`the archive holds a link with the name of a folder: ${nameLabel(record.name)}`);
  return named ? 'directory' : kind;
}

function refuseDepth({ path, record }: ListedEntry, limits: ArchiveLimits): void {
  const depth = path.split('/').length;
  if (depth > limits.maxDepth)
    throw refusedArchive(
      `the archive nests ${depth} folders deep (the limit is ${limits.maxDepth}): ${nameLabel(record.name)}`,
    );
}

function refuseBombs(entries: readonly ListedEntry[], limits: ArchiveLimits): void {
  const hint = 'If this archive is honest, leave the large files out or raise the limit.';
  let total = 0;
  let packed = 0;
  for (const { record } of entries) {
    if (record.size > limits.maxEntryBytes)
      throw refusedArchive(
        `the entry ${nameLabel(record.name)} unpacks to ${record.size} bytes; the limit is ${limits.maxEntryBytes}`,
        hint,
      );
    if (isBomb(record.size, record.compressedSize, limits))
      throw refusedArchive(
        `the entry ${nameLabel(record.name)} unpacks to more than ${limits.maxRatio} times its packed size`,
        hint,
      );
    total += record.size;
    packed += record.compressedSize;
  }
  if (total > limits.maxTotalBytes)
    throw refusedArchive(`the archive unpacks to ${total} bytes; the limit is ${limits.maxTotalBytes}`, hint);
  if (isBomb(total, packed, limits))
    throw refusedArchive(`the archive unpacks to more than ${limits.maxRatio} times its packed size`, hint);
}

function isBomb(size: number, packed: number, limits: ArchiveLimits): boolean {
  return size > RATIO_FLOOR_BYTES && size > packed * limits.maxRatio;
}

function topOf(path: string): string {
  const slash = path.indexOf('/');
  return slash < 0 ? path : path.slice(0, slash);
}

function singleTopFolder(entries: readonly ListedEntry[]): string {
  let top: string | null = null;
  let nested = false;
  for (const { path, kind } of entries) {
    const first = topOf(path);
    if (path === '' || first === MAC_METADATA) continue;
    if (top !== null && top !== first) return '';
    top = first;
    if (path !== first) nested = true;
    else if (kind !== 'directory') return '';
  }
  return top !== null && nested ? `${top}/` : '';
}
