import { basename } from 'node:path';
import type { EntryKind, Project, ProjectEntry } from '../domain/project.ts';
import { damagedArchive, nameLabel, refusedArchive } from './archive-error.ts';
import { type ArchiveFile, withArchiveFile, withArchiveFileSync } from './archive-file.ts';
import type { ArchiveLimits } from './archive-limits.ts';
import { checkEntries, LARGE_ENTRY } from './check-entries.ts';
import { type EntryCodec, loadEntryCodec } from './entry-codec.ts';
import { digestOf } from './file-digest.ts';
import { linkFault } from './link-rules.ts';
import { type ArchiveListing, type ListedEntry, listArchive } from './list-archive.ts';
import type { ZipRecord, ZipRecords } from './local-records.ts';

/** Longest path of Linux; a link's target that is longer leads nowhere. */
const LONGEST_LINK = 4096;

/** Where a ZIP came from, with what was judged of it: writing it again needs no second judging. */
export interface ZipOrigin {
  readonly kind: 'zip';
  readonly file: string;
  sha256(): string;
  readonly listing: ArchiveListing;
  readonly fingerprint: string;
  /** Nanoseconds since 1970. */
  readonly changeTime: bigint;
  /** Milliseconds since 1970. */
  readonly openedMs: number;
}

/** Opens a ZIP as a project. `name`: for messages and output names. */
export async function openZip(path: string, name: string, limits: ArchiveLimits): Promise<Project> {
  const codec = await loadEntryCodec();
  const openedMs = Date.now();
  return await withArchiveFile(path, async (file) => {
    const listing = listArchive(file, limits);
    await checkEntries(file, listing, LARGE_ENTRY);
    const source = { path, fingerprint: file.fingerprint, codec, records: listing.records };
    const entries = new Map<string, ProjectEntry>();
    for (let index = 0; index < listing.length; index++) {
      const inProject = listing.projectPath(index);
      if (inProject !== null) entries.set(inProject, new ZipEntry(inProject, index, listing.at(index), source));
    }
    refuseLeavingLinks(entries);
    const { fingerprint, changeTime } = file;
    const sha256 = () =>
      withArchiveFileSync(path, (now) => {
        refuseChanged(now, fingerprint);
        return digestOf(now);
      });
    const origin: ZipOrigin = { kind: 'zip', file: path, sha256, listing, fingerprint, changeTime, openedMs };
    return { name, origin, prefix: listing.prefix, entries };
  });
}

function refuseChanged(file: ArchiveFile, fingerprint: string): void {
  if (file.fingerprint !== fingerprint)
    throw damagedArchive(`${nameLabel(file.path)} was changed while autofix was reading it`);
}

export function isZipOrigin(origin: Project['origin']): origin is ZipOrigin {
  return origin.kind === 'zip' && 'listing' in origin;
}

export function zipName(path: string): string {
  return basename(path).replace(/\.zip$/i, '');
}

/** Unpacks one entry; throws `archive-damaged` when its content is not what the archive declares. */
export function unpack(file: ArchiveFile, record: ZipRecord, codec: EntryCodec): Buffer {
  const { method, crc, size } = record;
  const bytes = file.read(record.dataStart, record.compressedSize);
  try {
    return codec.decode({ bytes, method, crc, size });
  } catch (cause) {
    throw damagedArchive(
      `the entry ${nameLabel(record.name)} is damaged: its content is not what the archive declares`,
      cause,
    );
  }
}

interface ZipSource {
  readonly path: string;
  readonly fingerprint: string;
  readonly codec: EntryCodec;
  readonly records: ZipRecords;
}

/** An entry of a ZIP: a large one has many of them, so that they hold no more than they must. */
class ZipEntry implements ProjectEntry {
  readonly path: string;
  readonly kind: EntryKind;
  readonly mode: number;
  readonly size: number;
  readonly #index: number;
  readonly #source: ZipSource;
  // Held weakly: localization and context read the same files again and again, a large project shall not fill the memory.
  #kept: WeakRef<Uint8Array> | null = null;

  constructor(path: string, index: number, { kind, mode, record }: ListedEntry, source: ZipSource) {
    this.path = path;
    this.kind = kind;
    this.mode = mode;
    this.size = record.size;
    this.#index = index;
    this.#source = source;
  }

  bytes(): Uint8Array {
    const known = this.#kept?.deref();
    if (known !== undefined) return known;
    const bytes = this.kind === 'directory' ? Buffer.alloc(0) : unpackFrom(this.#source, this.#index);
    this.#kept = new WeakRef(bytes);
    return bytes;
  }
}

function unpackFrom(source: ZipSource, index: number): Buffer {
  return withArchiveFileSync(source.path, (file) => {
    refuseChanged(file, source.fingerprint);
    return unpack(file, source.records.at(index), source.codec);
  });
}

function refuseLeavingLinks(entries: ReadonlyMap<string, ProjectEntry>): void {
  const links = new Map<string, string>();
  for (const entry of entries.values()) {
    if (entry.kind !== 'symlink') continue;
    if (entry.size > LONGEST_LINK)
      throw refusedArchive(`the link ${nameLabel(entry.path)} has a target of ${entry.size} bytes`);
    const target = Buffer.from(entry.bytes()).toString('utf8');
    if (target.includes('\0'))
      throw refusedArchive(`the link ${nameLabel(entry.path)} has a target with a NUL character`);
    links.set(entry.path, target);
  }
  for (const path of links.keys()) {
    const fault = linkFault(path, links);
    if (fault !== null)
      throw refusedArchive(
        `the link ${nameLabel(path)} ${fault}: it points to ${nameLabel(links.get(path) ?? '')}`,
        'Replace the link by what it points to, or leave it out.',
      );
  }
}
