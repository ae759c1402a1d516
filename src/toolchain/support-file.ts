import { readFileSync } from 'node:fs';

/** Text of a helper file of `support/`: read when needed, since most runs need one of them at most. */
export function supportText(name: string): string {
  return readFileSync(new URL(`./support/${name}`, import.meta.url), 'utf8');
}
