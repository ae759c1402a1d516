import type { AutofixError } from '../domain/autofix-error.ts';
import { damagedArchive, nameLabel, refusedArchive } from './archive-error.ts';
import type { ArchiveFile } from './archive-file.ts';

/** First bytes of what is often taken for a ZIP. */
const OTHER_FORMATS: readonly { readonly name: string; readonly magic: readonly number[]; readonly at: number }[] = [
  { name: 'a gzip file (.tar.gz, .tgz)', magic: [0x1f, 0x8b], at: 0 },
  { name: 'a 7z archive', magic: [0x37, 0x7a, 0xbc, 0xaf], at: 0 },
  { name: 'a RAR archive', magic: [0x52, 0x61, 0x72, 0x21], at: 0 },
  { name: 'an xz file', magic: [0xfd, 0x37, 0x7a, 0x58], at: 0 },
  { name: 'a bzip2 file', magic: [0x42, 0x5a, 0x68], at: 0 },
  { name: 'a Zstandard file', magic: [0x28, 0xb5, 0x2f, 0xfd], at: 0 },
  { name: 'a tar archive', magic: [0x75, 0x73, 0x74, 0x61, 0x72], at: 257 },
  { name: 'an HTML page, perhaps of a failed download', magic: [0x3c], at: 0 },
];

/** Why a file without an end record is not readable as a ZIP: empty, cut off, another format, or something else. */
export function unreadableZip(file: ArchiveFile): AutofixError {
  const label = nameLabel(file.path);
  if (file.size === 0) return refusedArchive(`${label} is empty (0 bytes)`, 'Give a ZIP of the project.');
  const head = file.read(0, Math.min(file.size, 512));
  const startsAsZip = head[0] === 0x50 && head[1] === 0x4b && (head[2] ?? 0) <= 0x08 && (head[3] ?? 0) <= 0x08;
  if (startsAsZip) return damagedArchive(`${label} is a truncated ZIP: it begins as one, but its end is missing`);
  const other = OTHER_FORMATS.find(({ magic, at }) => magic.every((byte, index) => head[at + index] === byte));
  const guess = other === undefined ? '' : `; it looks like ${other.name}`;
  return refusedArchive(`${label} is not a ZIP file${guess}`, 'Give a ZIP of the project, or its folder.');
}
