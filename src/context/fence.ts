import { createHash } from 'node:crypto';

/** Marks that text of the project cannot forge: they hold an id that the text is known not to hold. */
export interface Fence {
  /** To be named in the system text. */
  readonly id: string;
  open(label: string): string;
  readonly close: string;
}

const ID_LENGTH = 10;

/**
 * Makes a fence whose id none of `texts` holds: should one hold it, by chance or by design, the next digest is taken.
 * The id grows from `seed` alone, so that prompts of one project begin alike and a provider's cache stays warm.
 */
export function fenceFor(seed: string, texts: readonly string[]): Fence {
  let id = '';
  for (let round = 0; id === '' || texts.some((text) => text.includes(id)); round++)
    id = createHash('sha256').update(`${round}\0${seed}`).digest('hex').slice(0, ID_LENGTH);
  return { id, open: (label) => `<<${id} ${label}>>`, close: `<</${id}>>` };
}

/** A name or path of the project on one line, without what could end a fence's mark. */
export function inLabel(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029<>]+/g, ' ').trim();
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}
