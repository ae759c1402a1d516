export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'latin1';

/** A decoded text file: the text without its byte-order mark, and what is needed to write it back. */
export interface SourceText {
  readonly text: string;
  readonly encoding: TextEncoding;
  /** Length of the byte-order mark in bytes. */
  readonly bomLength: number;
}

/** How many bytes at the head decide whether a file is binary; git looks at as many. */
const BINARY_PROBE = 8000;

/** Decodes bytes; UTF-8 first, Latin-1 when they are not valid UTF-8. null for binary content. */
export function decodeSource(bytes: Uint8Array): SourceText | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe)
    return { text: decode(bytes.subarray(2), 'utf-16le'), encoding: 'utf-16le', bomLength: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    return { text: decode(bytes.subarray(2), 'utf-16be'), encoding: 'utf-16be', bomLength: 2 };
  if (bytes.subarray(0, BINARY_PROBE).includes(0)) return null;
  const bomLength = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(bomLength));
    return { text, encoding: 'utf-8', bomLength };
  } catch {
    return { text: Buffer.from(bytes).toString('latin1'), encoding: 'latin1', bomLength: 0 };
  }
}

/** Encodes text without a byte-order mark; null when the encoding cannot express it. */
export function encodeSource(text: string, encoding: TextEncoding): Uint8Array | null {
  if (encoding === 'utf-8') return Buffer.from(text, 'utf8');
  if (encoding === 'utf-16le') return Buffer.from(text, 'utf16le');
  if (encoding === 'utf-16be') return Buffer.from(text, 'utf16le').swap16();
  return [...text].every((char) => char.charCodeAt(0) < 256 && char.length === 1) ? Buffer.from(text, 'latin1') : null;
}

function decode(bytes: Uint8Array, encoding: string): string {
  return new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
}

/** The line end that a text is written with. */
export function lineEndOf(text: string): '\n' | '\r\n' {
  return text.includes('\r\n') ? '\r\n' : '\n';
}
