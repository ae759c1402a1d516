import { stripVTControlCharacters } from 'node:util';

/** Makes untrusted text safe for a terminal: no escape sequences, control and bidi characters shown as `\u…`. */
export function safeForTerminal(text: string): string {
  return stripVTControlCharacters(text).replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Escapes the control and bidi characters beyond ASCII, which `JSON.stringify` leaves as they are; the JSON stays the same. */
export function visibleControls(text: string): string {
  return text.replace(
    /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
