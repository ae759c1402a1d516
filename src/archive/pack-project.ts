import type { ProjectChange, ProjectEntry } from '../domain/project.ts';
import { NEW_END } from './end-writer.ts';
import { centralRecordAt, newEntryRecords } from './entry-records.ts';
import { isFolderEntry } from './folder-project.ts';
import type { OutputSink } from './output-file.ts';
import type { ExpectedEntry, ExpectedZip } from './verify-zip.ts';
import { METHOD_DEFLATED } from './zip-layout.ts';
import type { ZipWork } from './zip-work.ts';
import { ZipWriter } from './zip-writer.ts';

/** Writes the project of `work` with its changes as a new ZIP. */
export async function packProject(work: ZipWork, sink: OutputSink): Promise<ExpectedZip> {
  const writer = new ZipWriter(sink, 0);
  const central: Buffer[] = [];
  const entries: ExpectedEntry[] = [];
  const write = async (entry: PackedEntry, bytes: Uint8Array) => {
    const packed = work.codec.encode(bytes, METHOD_DEFLATED);
    const records = newEntryRecords(entry, packed);
    central.push(centralRecordAt(records.central, await writer.writeEntry(records)));
    entries.push({ rawName: Buffer.from(entry.name, 'utf8'), crc: packed.crc, bytes: null });
  };
  for (const entry of work.project.entries.values()) {
    const change = work.net.get(entry.path);
    if (change === undefined) await write(packedEntry(work, entry), entry.bytes());
    else if (change.kind === 'write') await write(changedFile(work, change), change.bytes);
  }
  for (const change of work.net.values())
    if (change.kind === 'write' && !work.project.entries.has(change.path))
      await write(changedFile(work, change), change.bytes);
  await writer.finish(central, NEW_END);
  return { input: null, parts: writer.parts, count: entries.length, entries };
}

interface PackedEntry extends Pick<ProjectEntry, 'kind' | 'mode'> {
  readonly name: string;
  readonly modified: Date;
}

function changedFile(work: ZipWork, { path, mode }: Extract<ProjectChange, { kind: 'write' }>): PackedEntry {
  const kept = mode ?? work.project.entries.get(path)?.mode ?? 0o644;
  return { name: work.project.prefix + path, kind: 'file', mode: kept, modified: work.modified };
}

function packedEntry(work: ZipWork, entry: ProjectEntry): PackedEntry {
  const modified = isFolderEntry(entry) ? new Date(entry.modifiedMs) : work.modified;
  return {
    name: `${work.project.prefix}${entry.path}${entry.kind === 'directory' ? '/' : ''}`,
    kind: entry.kind,
    mode: entry.mode,
    modified,
  };
}
