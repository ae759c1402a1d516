// What one call of a subject gives, as bench/seeded.mjs compares it and writes it into a test.
import { isDeepStrictEqual } from 'node:util';

/** A call is the text of an expression, compiled once. */
export function compiled(call) {
  return new Function('subject', `return ${call}`);
}

export function resultOf(call, subject) {
  let value;
  try {
    value = call(subject);
  } catch {
    return { kind: 'thrown' };
  }
  if (value === undefined) return { kind: 'undefined' };
  try {
    const plain = JSON.parse(JSON.stringify(value));
    if (isDeepStrictEqual(plain, value)) return { kind: 'value', value };
    if (isDeepStrictEqual(plain, structuredClone(value))) return { kind: 'clone', value };
  } catch {}
  // What cannot be written as JSON cannot stand in a test.
  return { kind: 'other' };
}
