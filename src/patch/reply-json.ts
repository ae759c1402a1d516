import { jsonrepair } from 'jsonrepair';
import { scanJson } from './json-scanner.ts';

export type FoundJson =
  /** In the order of the text; each one whole. */
  | { readonly kind: 'values'; readonly values: readonly unknown[] }
  | { readonly kind: 'fault'; readonly reason: string };

/** Characters looked at altogether: hostile text makes a scan start anew again and again. */
const MOST_SCANNED = 100_000_000;

/** An opening that begins JSON rather than stands in prose or code: a key, or something that can be in a list. */
const JSON_START = /^(?:\{\s*["'`\u2018-\u201e]?[\w$-]+["'`\u2018-\u201e]?\s*:|\[\s*[[{"'\u2018-\u201e])/;

/**
 * Finds the JSON values in a model's reply, whatever stands around them: prose, fences, quotes. Small slips (trailing
 * commas, single or smart quotes, comments, raw line ends in strings) are repaired; a value that is cut off, that
 * leaves something out or contradicts itself is a fault: a part of a patch is never taken for the whole.
 * `isReply`: whether a value is of interest.
 */
export function findReplyJson(text: string, isReply: (value: unknown) => boolean): FoundJson {
  const values: unknown[] = [];
  let scanned = 0;
  for (let at = nextOpening(text, 0); at >= 0; at = nextOpening(text, at)) {
    const extent = scanJson(text, at);
    const head = text.slice(at, at + 200);
    scanned += (extent.kind === 'complete' ? extent.end : text.length) - at;
    if (scanned > MOST_SCANNED) return { kind: 'fault', reason: 'the reply is too tangled to be read' };
    if (extent.kind !== 'complete') {
      // Going on inside a broken value would find whole parts of it and take them for the whole.
      if (JSON_START.test(head)) return { kind: 'fault', reason: brokenReason(extent) };
      at++;
      continue;
    }
    const body = text.slice(at, extent.end);
    const strict = parsed(body);
    const value = strict ?? repaired(body);
    if (value === undefined && JSON_START.test(head))
      return { kind: 'fault', reason: 'the JSON of the reply is malformed' };
    if (isReply(value)) {
      if (extent.fault !== null) return { kind: 'fault', reason: `the JSON of the reply is refused: ${extent.fault}` };
      values.push(value);
    }
    // What only a repair made sense of may be prose with a brace that swallowed the beginning of the reply.
    at = strict !== undefined || isReply(value) ? extent.end : at + 1;
  }
  return { kind: 'values', values };
}

function brokenReason(
  extent: { readonly kind: 'truncated' } | { readonly kind: 'malformed'; readonly reason: string },
): string {
  return extent.kind === 'truncated'
    ? 'the JSON of the reply is cut off before its end; nothing of it was applied'
    : `the JSON of the reply is malformed: ${extent.reason}`;
}

function nextOpening(text: string, from: number): number {
  const match = /[[{]/g;
  match.lastIndex = from;
  return match.exec(text)?.index ?? -1;
}

/** undefined when the text is not JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Escapes of JSON, and the backslashes of anything else: models write the regular expression \\d with one of them. */
const BACKSLASHES = /\\(?:["'`\\/bfnrt]|u[0-9a-fA-F]{4})|\\/g;

/** undefined when no reading makes sense. */
function repaired(text: string): unknown {
  const literal = text.replace(BACKSLASHES, (found) => (found === '\\' ? '\\\\' : found));
  const strict = literal === text ? undefined : parsed(literal);
  if (strict !== undefined) return strict;
  try {
    return parsed(jsonrepair(literal));
  } catch {
    return undefined;
  }
}
