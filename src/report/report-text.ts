import { stripVTControlCharacters } from 'node:util';
import { stripLogPrefixes } from './log-prefixes.ts';

/** Bytes at the head that are looked at to guess UTF-16 without a byte-order mark. */
const ENCODING_PROBE = 512;

/**
 * Decodes a report: UTF-8, UTF-16 (with a byte-order mark, or recognised by its zero bytes as PowerShell's `>` writes it),
 * else Latin-1. Takes ANSI colours out, makes all line ends `\n`, and cuts what CI systems put before each line.
 */
export function reportText(bytes: Uint8Array): string {
  return stripLogPrefixes(stripAnsi(decodeReport(bytes)).replace(/\r\n?/g, '\n'));
}

/** Text without terminal control sequences; also for strings that came out of JSON or XML with escaped colours. */
export function stripAnsi(text: string): string {
  if (!text.includes('\u001b') && !text.includes('\u009b')) return text;
  // Buildkite's time stamps are application commands, which the built-in function leaves.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control sequences are what is looked for
  return stripVTControlCharacters(text.replaceAll(/\u001b_[^\u0007\u001b]{0,200}(?:\u0007|\u001b\\)/g, ''));
}

function decodeReport(bytes: Uint8Array): string {
  const encoding = utf16Encoding(bytes);
  // TextDecoder drops the byte-order mark of its own encoding.
  if (encoding !== null) return new TextDecoder(encoding).decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return decodeBroken(bytes);
  }
}

/** A multi-byte character that was cut at the end of the file is no reason to read the rest as Latin-1. */
function decodeBroken(bytes: Uint8Array): string {
  for (let cut = 1; cut <= 3 && cut < bytes.length; cut++) {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, bytes.length - cut));
    } catch {
      // Not at this byte: try one more.
    }
  }
  return Buffer.from(bytes).toString('latin1');
}

function utf16Encoding(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const probe = bytes.subarray(0, ENCODING_PROBE);
  const zeros = (parity: number) => probe.filter((byte, index) => byte === 0 && index % 2 === parity).length;
  if (zeros(1) > probe.length / 4) return 'utf-16le';
  if (zeros(0) > probe.length / 4) return 'utf-16be';
  return null;
}
