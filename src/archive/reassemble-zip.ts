import { AutofixError } from '../domain/autofix-error.ts';
import type { Project, ProjectChange, ProjectEntry } from '../domain/project.ts';
import { damagedArchive, nameLabel } from './archive-error.ts';
import { withArchiveFile } from './archive-file.ts';
import { NO_ARCHIVE_LIMITS } from './archive-limits.ts';
import { NEW_END } from './end-writer.ts';
import { type EntryCodec, loadEntryCodec } from './entry-codec.ts';
import { changedEntryRecords, type EncodedEntry, newEntryRecords } from './entry-records.ts';
import { isFolderEntry } from './folder-project.ts';
import { HashedInput } from './hashed-input.ts';
import { type ArchiveListing, type ListedEntry, listArchive, projectEntries } from './list-archive.ts';
import { type OutputSink, writeAtomically } from './output-file.ts';
import { checkOutputTarget, resolveTarget, unwritableTarget } from './output-target.ts';
import { type ExpectedEntry, verifyZip } from './verify-zip.ts';
import { METHOD_DEFLATED } from './zip-layout.ts';
import { ZipWriter } from './zip-writer.ts';

/** Net effect on one path. */
type Write = Extract<ProjectChange, { kind: 'write' }>;

/**
 * Writes `project` with `changes` as a ZIP. A project that came from a ZIP is spliced: what is untouched is
 * copied as bytes, order, flags, times, comments and all; only changed and new entries are encoded. A folder
 * becomes a new ZIP. The result is flushed and read back before it takes the target's name.
 * Throws `AutofixError`: `usage` or `output-unwritable` (exit 2); `archive-damaged` when the input changed.
 */
export async function reassembleZip(
  project: Project,
  changes: readonly ProjectChange[],
  target: string,
  modified: Date = new Date(),
): Promise<{ sha256: string }> {
  const { origin } = project;
  await checkOutputTarget(origin.kind === 'zip' ? origin.file : origin.folder, target);
  const net = new Map(changes.map((change) => [change.path, change]));
  const codec = await loadEntryCodec();
  const expected: ExpectedEntry[] = [];
  const work = { project, net, codec, modified, expected };
  try {
    const sha256 = await writeAtomically(await resolveTarget(target), {
      fill: (sink) => (origin.kind === 'zip' ? splice(work, origin.file, origin.sha256, sink) : pack(work, sink)),
      verify: (temporary, sha256) => verifyZip(temporary, sha256, expected, codec),
    });
    return { sha256 };
  } catch (error) {
    throw unwritableTarget(target, error);
  }
}

interface Work {
  readonly project: Project;
  readonly net: ReadonlyMap<string, ProjectChange>;
  readonly codec: EntryCodec;
  readonly modified: Date;
  /** Filled while writing: what the directory of the result must say. */
  readonly expected: ExpectedEntry[];
}

async function splice(work: Work, file: string, sha256: string, sink: OutputSink): Promise<void> {
  const listing = await stillReadable(file, () =>
    withArchiveFile(file, (archive) => listArchive(archive, NO_ARCHIVE_LIMITS)),
  );
  const input = await stillReadable(file, () => HashedInput.open(file));
  try {
    const writer = new ZipWriter(sink, listing.end.base);
    const central = await spliceEntries(work, listing, input, writer);
    await writer.flush(input);
    for (const write of newWrites(work, listing))
      central.push(await writeNew(work, writer, newFile(work, write), write.bytes));
    await input.verify(sha256);
    await writer.finish(central, listing.end);
  } finally {
    await input.close();
  }
}

/** A fault of the input must not be told as one of the output. */
async function stillReadable<Result>(file: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof AutofixError) throw error;
    throw damagedArchive(`${nameLabel(file)} cannot be read any more`, error);
  }
}

/** Central records of what stays, in the directory's order. */
async function spliceEntries(
  work: Work,
  listing: ArchiveListing,
  input: HashedInput,
  writer: ZipWriter,
): Promise<Buffer[]> {
  const owned = new Map(projectEntries(listing).map((entry) => [entry, entry.path.slice(listing.prefix.length)]));
  const physical = [...listing.entries].sort((left, right) => left.record.offset - right.record.offset);
  const written = new Map<ListedEntry, { central: Buffer; expected: ExpectedEntry }>();
  await writer.copyHead(input, physical[0]?.record.offset ?? 0);
  for (const entry of physical) {
    const path = owned.get(entry);
    const change = path === undefined ? undefined : work.net.get(path);
    if (change?.kind === 'remove') continue;
    if (change === undefined) {
      const central = await writer.copyRecord(input, entry.record);
      written.set(entry, { central, expected: { rawName: entry.record.rawName, crc: entry.record.crc, bytes: null } });
      continue;
    }
    await writer.flush(input);
    const encoded = encodeChanged(work, entry, change);
    const { rawName } = entry.record;
    written.set(entry, {
      central: await writer.writeEntry(encoded.entry),
      expected: { rawName, crc: encoded.crc, bytes: change.bytes },
    });
  }
  const kept = listing.entries.flatMap((entry) => written.get(entry) ?? []);
  work.expected.push(...kept.map((entry) => entry.expected));
  return kept.map((entry) => entry.central);
}

function encodeChanged(work: Work, entry: ListedEntry, change: Write): { entry: EncodedEntry; crc: number } {
  const packed = work.codec.encode(change.bytes, entry.record.method);
  const mode = change.mode === undefined || change.mode === entry.mode ? null : change.mode;
  return { entry: changedEntryRecords(entry.record, packed, mode, work.modified), crc: packed.crc };
}

function newWrites(work: Work, listing: ArchiveListing): Write[] {
  const known = new Set(projectEntries(listing).map((entry) => entry.path.slice(listing.prefix.length)));
  return [...work.net.values()].filter((change): change is Write => change.kind === 'write' && !known.has(change.path));
}

async function pack(work: Work, sink: OutputSink): Promise<void> {
  const writer = new ZipWriter(sink, 0);
  const central: Buffer[] = [];
  for (const entry of work.project.entries.values()) {
    const change = work.net.get(entry.path);
    if (change?.kind === 'remove') continue;
    if (change !== undefined) central.push(await writeNew(work, writer, newFile(work, change), change.bytes));
    else central.push(await writeNew(work, writer, packedEntry(work, entry), entry.bytes()));
  }
  for (const change of work.net.values()) {
    if (change.kind !== 'write' || work.project.entries.has(change.path)) continue;
    central.push(await writeNew(work, writer, newFile(work, change), change.bytes));
  }
  await writer.finish(central, NEW_END);
}

interface PackedEntry extends Pick<ProjectEntry, 'kind' | 'mode'> {
  readonly name: string;
  readonly modified: Date;
}

function newFile(work: Work, { path, mode }: Write): PackedEntry {
  const kept = mode ?? work.project.entries.get(path)?.mode ?? 0o644;
  return { name: work.project.prefix + path, kind: 'file', mode: kept, modified: work.modified };
}

function packedEntry(work: Work, entry: ProjectEntry): PackedEntry {
  const modified = isFolderEntry(entry) ? new Date(entry.modifiedMs) : work.modified;
  return {
    name: entry.kind === 'directory' ? `${entry.path}/` : entry.path,
    kind: entry.kind,
    mode: entry.mode,
    modified,
  };
}

async function writeNew(work: Work, writer: ZipWriter, entry: PackedEntry, bytes: Uint8Array): Promise<Buffer> {
  const packed = work.codec.encode(bytes, METHOD_DEFLATED);
  const records = newEntryRecords(entry, packed);
  work.expected.push({ rawName: Buffer.from(entry.name, 'utf8'), crc: packed.crc, bytes: null });
  return await writer.writeEntry(records);
}
