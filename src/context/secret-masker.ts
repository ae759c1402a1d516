import { MASK } from '../shared/masked-secret.ts';
import { maskFor, maskSecrets } from './mask-secrets.ts';
import { findCredentials } from './secret-rules.ts';
import { maskValues } from './secret-values.ts';

/** Takes the secrets out of any text of one project; keeps the number of its lines. */
export type SecretMasker = (text: string) => Promise<string>;

/** The values that are known to be secret (`knownSecrets`) first, then what is shaped like a credential. */
export function createSecretMasker(values: readonly string[]): SecretMasker {
  return async (text) => {
    if (text === '') return text;
    const known = maskSecrets(maskValues(text, values));
    const found = (await findCredentials(known)).sort((left, right) => right.start - left.start);
    let masked = known;
    let before = Number.POSITIVE_INFINITY;
    // From the end, so that positions hold; of ranges that overlap the one that begins later counts.
    for (const { start, end } of found) {
      const secret = known.slice(start, Math.min(end, before));
      if (secret.includes(MASK)) continue;
      masked = masked.slice(0, start) + maskFor(secret) + masked.slice(start + secret.length);
      before = start;
    }
    return masked;
  };
}

/** How many secrets of a text are masked. */
export function countMasks(text: string): number {
  return text.split(MASK).length - 1;
}
