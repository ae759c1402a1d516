import { AutofixError } from '../domain/autofix-error.ts';
import { nameLabel, refusedArchive } from './archive-error.ts';
import { crc32 } from './crc32.ts';
import type { ExtraField } from './extra-fields.ts';
import { EXTRA_UNICODE_PATH, FLAG_UTF8 } from './zip-layout.ts';

/** Code page 437, the ZIP format's original encoding, from 0x80 on. */
const CODE_PAGE_437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀' +
  'αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Stands for a backslash byte in a name of a legacy encoding: there it may be the second half of a
 * Shift-JIS character, never to be taken for a separator.
 */
const FULL_WIDTH_BACKSLASH = '\uff3c';

/**
 * Text of a stored name. UTF-8 where the flag or Info-ZIP's Unicode field says so or the bytes are valid
 * UTF-8, else code page 437: a wrong guess looks odd but is one-to-one, so no two names fall together.
 */
export function decodeEntryName(rawName: Buffer, flags: number, extra: readonly ExtraField[]): string {
  const flagged = (flags & FLAG_UTF8) !== 0;
  const unicode = unicodeName(rawName, extra);
  if (unicode !== null && !flagged) return unicode;
  try {
    const name = UTF_8.decode(rawName);
    // Readers differ in which of the two they believe.
    if (unicode !== null && unicode !== name) throw twoNames(name, unicode);
    return name;
  } catch (error) {
    if (error instanceof AutofixError) throw error;
    if (!flagged) return decodeLegacyName(rawName);
    throw refusedArchive(`the name ${nameLabel(rawName.toString('latin1'))} is marked as UTF-8 and is not`);
  }
}

function unicodeName(rawName: Buffer, extra: readonly ExtraField[]): string | null {
  const fields = extra.filter((field) => field.id === EXTRA_UNICODE_PATH);
  const names = fields.flatMap(({ payload }) => {
    if (payload.length < 6 || payload[0] !== 1 || payload.readUInt32LE(1) !== crc32(rawName)) return [];
    return [decodeEntryName(payload.subarray(5), FLAG_UTF8, [])];
  });
  const [name, other] = names;
  if (name === undefined) return null;
  if (other !== undefined && other !== name) throw twoNames(name, other);
  // Tools that do not know the field read the stored name: it must be as harmless as the other.
  refuseBadName(decodeLegacyName(rawName));
  return name;
}

export function twoNames(name: string, other: string): AutofixError {
  return refusedArchive(`the archive gives one entry two names: ${nameLabel(name)} and ${nameLabel(other)}`);
}

function decodeLegacyName(rawName: Buffer): string {
  let text = '';
  for (const byte of rawName) {
    if (byte === 0x5c) text += FULL_WIDTH_BACKSLASH;
    else text += byte < 0x80 ? String.fromCharCode(byte) : CODE_PAGE_437.charAt(byte - 0x80);
  }
  return text;
}

/**
 * Project path of a name: `/`-separated, without `.` parts, doubled or trailing slashes; '' for the top
 * itself. Throws `archive-refused` for names that lead elsewhere or cannot be shown.
 */
export function entryPathOf(name: string): string {
  refuseBadName(name);
  // Most names are clean; this is asked of every entry of large archives.
  if (!/\\|\/\/|(?:^|\/)\.?(?:\/|$)/.test(name)) return name;
  const parts = name.replaceAll('\\', '/').split('/');
  return parts.filter((part) => part !== '' && part !== '.').join('/');
}

function refuseBadName(name: string): void {
  const fault = nameFault(name);
  if (fault !== null)
    throw refusedArchive(
      `the archive holds ${fault}: ${nameLabel(name)}`,
      'Do not use this archive unless you know why it holds such a name.',
    );
}

function nameFault(name: string): string | null {
  if (name === '') return 'an entry without a name';
  if (name.includes('\0')) return 'a name with a NUL character';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0001-\u001f\u007f-\u009f]/.test(name)) return 'a name with control characters';
  const slashed = name.replaceAll('\\', '/').replaceAll(FULL_WIDTH_BACKSLASH, '/');
  if (/^\/\//.test(slashed)) return 'a network path (UNC)';
  if (slashed.startsWith('/')) return 'an absolute path';
  if (/^[A-Za-z]:/.test(slashed)) return 'a path with a drive letter';
  if (slashed.split('/').includes('..')) return 'a path that climbs out of its folder';
  return null;
}
