/** What stands in place of a key. */
export const REDACTED = '[redacted]';

/** Shortest value that is searched for: a one-letter "key" would shred every text. */
const SHORTEST_SECRET = 6;

/** Makes a function that takes every given secret out of a text. */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const values = [...new Set(secrets)].filter((secret) => secret.length >= SHORTEST_SECRET);
  values.sort((left, right) => right.length - left.length);
  return (text) => values.reduce((redacted, secret) => redacted.replaceAll(secret, REDACTED), text);
}
