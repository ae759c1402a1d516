import type { ProjectChange } from '../domain/project.ts';
import { CopiedInput } from './copied-input.ts';
import { centralRecordAt, changedEntryRecords, type EncodedEntry, newEntryRecords } from './entry-records.ts';
import type { ArchiveListing, ListedEntry } from './list-archive.ts';
import type { OutputSink } from './output-file.ts';
import { stillReadable } from './still-readable.ts';
import type { ExpectedEntry, ExpectedZip } from './verify-zip.ts';
import { METHOD_DEFLATED } from './zip-layout.ts';
import type { ZipOrigin } from './zip-project.ts';
import type { ZipWork } from './zip-work.ts';
import { ZipWriter } from './zip-writer.ts';

type Write = Extract<ProjectChange, { kind: 'write' }>;

/** An entry that is not copied. */
interface WrittenEntry {
  /** Its central record, offset included. */
  readonly central: Buffer;
  readonly expected: ExpectedEntry;
}

/** Writes the input of `work` with its changes; everything that is not changed is copied as it stands. */
export async function spliceZip(work: ZipWork, origin: ZipOrigin, sink: OutputSink): Promise<ExpectedZip> {
  const input = await stillReadable(origin.file, () => CopiedInput.open(origin.file));
  try {
    const splice = new Splice(work, origin.listing, new ZipWriter(sink, origin.listing.end.base));
    await splice.write(input);
    await input.verify(origin);
    return await splice.finish(origin.file);
  } finally {
    await input.close();
  }
}

/** Stands for an entry that is removed, or not copied. */
const NOWHERE = -1;

class Splice {
  readonly #work: ZipWork;
  readonly #listing: ArchiveListing;
  readonly #writer: ZipWriter;
  /** New offsets of the copied entries, by number. */
  readonly #offsets: Float64Array;
  readonly #changed = new Map<number, WrittenEntry>();
  readonly #added: WrittenEntry[] = [];

  constructor(work: ZipWork, listing: ArchiveListing, writer: ZipWriter) {
    this.#work = work;
    this.#listing = listing;
    this.#writer = writer;
    this.#offsets = new Float64Array(listing.length).fill(NOWHERE);
  }

  /** Everything up to the directory. */
  async write(input: CopiedInput): Promise<void> {
    const { records } = this.#listing;
    const added = new Map(this.#work.net);
    await this.#writer.copyHead(input, records.at(records.physicalOrder[0] ?? 0).offset);
    for (const index of records.physicalOrder) {
      const path = this.#listing.projectPath(index);
      const change = path === null ? undefined : this.#work.net.get(path);
      if (change === undefined) {
        this.#offsets[index] = await this.#writer.copyRecord(input, records.at(index));
        continue;
      }
      added.delete(change.path);
      if (change.kind === 'remove') continue;
      await this.#writer.flush(input);
      this.#changed.set(index, await this.#change(this.#listing.at(index), change));
    }
    await this.#writer.flush(input);
    for (const change of added.values()) if (change.kind === 'write') this.#added.push(await this.#add(change));
  }

  async finish(file: string): Promise<ExpectedZip> {
    await this.#writer.finish(this.#central(), this.#listing.end);
    const copied = this.#offsets.reduce((count, offset) => count + (offset === NOWHERE ? 0 : 1), 0);
    const count = copied + this.#changed.size + this.#added.length;
    return { input: file, parts: this.#writer.parts, count, entries: this.#expected() };
  }

  async #change(entry: ListedEntry, { bytes, mode }: Write): Promise<WrittenEntry> {
    const { record } = entry;
    const packed = this.#work.codec.encode(bytes, record.method);
    const newMode = mode === undefined || mode === entry.mode ? null : mode;
    const encoded = changedEntryRecords(record, packed, newMode, this.#work.modified);
    return await this.#encoded(encoded, { rawName: record.rawName, crc: packed.crc, bytes });
  }

  async #add({ path, bytes, mode = 0o644 }: Write): Promise<WrittenEntry> {
    const { codec, project, modified } = this.#work;
    const name = project.prefix + path;
    const packed = codec.encode(bytes, METHOD_DEFLATED);
    const encoded = newEntryRecords({ name, kind: 'file', mode, modified }, packed);
    return await this.#encoded(encoded, { rawName: Buffer.from(name, 'utf8'), crc: packed.crc, bytes });
  }

  async #encoded(entry: EncodedEntry, expected: ExpectedEntry): Promise<WrittenEntry> {
    const offset = await this.#writer.writeEntry(entry);
    return { central: centralRecordAt(entry.central, offset), expected };
  }

  /** The new directory: the input's order, then what is new. One after another, since there may be very many. */
  *#central(): Iterable<Buffer> {
    for (let index = 0; index < this.#listing.length; index++) {
      const offset = this.#offsets[index] ?? NOWHERE;
      const changed = this.#changed.get(index);
      if (changed !== undefined) yield changed.central;
      else if (offset !== NOWHERE) yield centralRecordAt(this.#listing.records.at(index).raw, offset);
    }
    for (const { central } of this.#added) yield central;
  }

  *#expected(): Iterable<ExpectedEntry> {
    for (let index = 0; index < this.#listing.length; index++) {
      const changed = this.#changed.get(index);
      if (changed !== undefined) yield changed.expected;
      else if (this.#offsets[index] !== NOWHERE) {
        const { rawName, crc } = this.#listing.records.at(index);
        yield { rawName, crc, bytes: null };
      }
    }
    for (const { expected } of this.#added) yield expected;
  }
}
