import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import type { Project, ProjectEntry } from '../domain/project.ts';
import { damagedArchive, nameLabel, refusedArchive } from './archive-error.ts';
import { type ArchiveFile, withArchiveFile, withArchiveFileSync } from './archive-file.ts';
import type { ArchiveLimits } from './archive-limits.ts';
import { type EntryCodec, loadEntryCodec } from './entry-codec.ts';
import { linkFault } from './link-rules.ts';
import { type ListedEntry, listArchive, projectEntries } from './list-archive.ts';
import type { ZipRecord } from './local-records.ts';

/** Longest path of Linux; a link's target that is longer leads nowhere. */
const LONGEST_LINK = 4096;

/** Opens a ZIP as a project. `name`: for messages and output names. */
export async function openZip(path: string, name: string, limits: ArchiveLimits): Promise<Project> {
  const codec = await loadEntryCodec();
  return await withArchiveFile(path, async (file) => {
    const listing = listArchive(file, limits);
    const source = { path, fingerprint: file.fingerprint, codec };
    const cut = listing.prefix.length;
    const entries = new Map<string, ProjectEntry>();
    for (const listed of projectEntries(listing)) {
      const entry = zipEntry(listed.path.slice(cut), listed, source);
      entries.set(entry.path, entry);
    }
    refuseLeavingLinks(entries);
    return { name, origin: { kind: 'zip', file: path, sha256: await hashFile(path) }, prefix: listing.prefix, entries };
  });
}

export function zipName(path: string): string {
  return basename(path).replace(/\.zip$/i, '');
}

/** SHA-256 of a file in hex, read in pieces. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
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
}

function zipEntry(path: string, { record, kind, mode }: ListedEntry, source: ZipSource): ProjectEntry {
  // Held weakly: localization and context read the same files again and again, a large project shall not fill the memory.
  let kept: WeakRef<Uint8Array> | null = null;
  return {
    path,
    kind,
    mode,
    size: record.size,
    bytes() {
      const known = kept?.deref();
      if (known !== undefined) return known;
      const bytes = kind === 'directory' ? Buffer.alloc(0) : unpackFrom(source, record);
      kept = new WeakRef(bytes);
      return bytes;
    },
  };
}

function unpackFrom(source: ZipSource, record: ZipRecord): Buffer {
  return withArchiveFileSync(source.path, (file) => {
    if (file.fingerprint !== source.fingerprint)
      throw damagedArchive(`${nameLabel(source.path)} was changed while autofix was reading it`);
    return unpack(file, record, source.codec);
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
