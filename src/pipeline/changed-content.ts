import { commonEnds } from '../shared/common-ends.ts';
import { isRecord } from '../shared/json.ts';
import { MASK } from '../shared/masked-secret.ts';
import type { Mask } from './project-mask.ts';

/**
 * A content told by another one: bytes taken over from it, from `from` up to `to`, and new ones in base64. So what of the
 * content is secret need not be written down anywhere else.
 */
export type ContentPart = { readonly from: number; readonly to: number } | { readonly bytes: string };

/** Tells `after` by `before`: what both begin and end with is taken over, and so is what a mask would hide. */
export function contentParts(before: Uint8Array, after: Uint8Array, mask: Mask): ContentPart[] {
  const [old, now] = [Buffer.from(before), Buffer.from(after)];
  const { head, tail } = commonEnds(old, now);
  const parts: ContentPart[] = [
    { from: 0, to: head },
    ...middleParts(old, now.subarray(head, now.length - tail), now, mask),
    { from: old.length - tail, to: old.length },
  ];
  return parts.filter((part) => ('from' in part ? part.to > part.from : part.bytes !== ''));
}

/** What is secret of the part that differs is taken over from wherever it stands in the old content. */
function middleParts(old: Buffer, middle: Buffer, now: Buffer, mask: Mask): ContentPart[] {
  const start = middle.byteOffset - now.byteOffset;
  const secrets = secretSpans(now, mask).filter(({ to }) => to > start);
  const parts: ContentPart[] = [];
  let at = 0;
  for (const { from, to } of secrets) {
    const [begin, end] = [Math.max(at, from - start), Math.min(middle.length, to - start)];
    const found = begin < end ? old.indexOf(middle.subarray(begin, end)) : -1;
    // Not in the old content, it is no secret of the project's: whoever made the patch has brought it.
    if (found < 0) continue;
    parts.push({ bytes: middle.subarray(at, begin).toString('base64') }, { from: found, to: found + end - begin });
    at = end;
  }
  return [...parts, { bytes: middle.subarray(at).toString('base64') }];
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Where in a content, in bytes, the mask finds secrets: what lies between the pieces that it leaves. */
function secretSpans(content: Buffer, mask: Mask): Span[] {
  const utf8 = content.toString('utf8');
  const isUtf8 = Buffer.from(utf8).equals(content);
  const text = isUtf8 ? utf8 : content.toString('latin1');
  const bytesBefore = (index: number) => (isUtf8 ? Buffer.byteLength(text.slice(0, index)) : index);
  const [first = '', ...others] = text.includes(MASK) ? [text] : mask(text).split(MASK);
  const spans: Span[] = [];
  let at = first.length;
  for (const [index, piece] of others.entries()) {
    // A mask of several lines keeps their ends.
    const kept = piece.replace(/^\n+/, '');
    const isLast = index === others.length - 1;
    const next = isLast ? text.length - kept.length : text.indexOf(kept, at + 1);
    const end = next < at ? text.length : next;
    spans.push({ from: bytesBefore(at), to: bytesBefore(at + text.slice(at, end).trimEnd().length) });
    at = end + kept.length;
  }
  return spans;
}

/** The content that the parts tell; null where they do not fit the old one. */
export function contentOf(parts: readonly ContentPart[], before: Uint8Array): Buffer | null {
  const pieces: Uint8Array[] = [];
  for (const part of parts) {
    if ('bytes' in part) pieces.push(Buffer.from(part.bytes, 'base64'));
    else if (part.from > part.to || part.to > before.length) return null;
    else pieces.push(before.subarray(part.from, part.to));
  }
  return Buffer.concat(pieces);
}

export function readContentParts(value: unknown): ContentPart[] | null {
  if (!Array.isArray(value)) return null;
  const parts = value.map((part): ContentPart | null => {
    if (!isRecord(part)) return null;
    const { from, to, bytes } = part;
    if (typeof bytes === 'string') return { bytes };
    return isCount(from) && isCount(to) ? { from, to } : null;
  });
  return parts.every((part) => part !== null) ? parts : null;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
