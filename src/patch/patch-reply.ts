import type { Edit } from '../domain/edit.ts';
import { readDiffReply } from './reply-diff.ts';
import { findReplyJson } from './reply-json.ts';
import { looksLikeItem, looksLikeReply, shapeReply } from './reply-shape.ts';

export type PatchReply =
  | { readonly kind: 'patch'; readonly edits: readonly Edit[]; readonly rationale: string }
  /** The model says that no honest change of the program helps. */
  | { readonly kind: 'cannot-fix'; readonly reason: string }
  /** Nothing of the reply may be used; the reason teaches the model. */
  | { readonly kind: 'invalid'; readonly reason: string };

/** Longer than any model's answer, in characters. */
const LONGEST_REPLY = 4_000_000;

/**
 * Reads a model's reply to `PATCH_INSTRUCTIONS`. Forgiving about the wrapping (prose, fences, thoughts, small slips of
 * JSON, other names and forms, a unified diff), strict about completeness: a reply that is cut off gives nothing.
 */
export function parsePatchReply(text: string): PatchReply {
  if (text.length > LONGEST_REPLY) return invalid(`the reply is longer than ${LONGEST_REPLY} characters`);
  const body = withoutThoughts(text.replace(/^\uFEFF/, '')).trim();
  if (body === '') return invalid('the reply is empty');
  const found = findReplyJson(unquoted(body), looksLikeReply);
  if (found.kind === 'fault') return invalid(found.reason);
  if (found.values.length > 0) return shapeReply(chosen(found.values));
  const diff = readDiffReply(body);
  if (diff?.kind === 'edits') return { kind: 'patch', edits: diff.edits, rationale: '' };
  return invalid(diff?.reason ?? 'the reply holds no JSON object of the asked form');
}

/** Patches one by one belong together; of several whole replies the last one is what the model came to. */
function chosen(values: readonly unknown[]): unknown {
  if (values.length > 1 && values.every(looksLikeItem)) return values;
  return values.at(-1);
}

/** Reasoning models put their thoughts before the answer; drafts in them are no answer. */
function withoutThoughts(text: string): string {
  return text.replace(/^\s*<(think|thinking|reasoning)>[\s\S]*?<\/\1>/i, '');
}

/** The object as one JSON string: quoted once too often. */
function unquoted(text: string): string {
  if (!/^"\s*\{/.test(text)) return text;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : text;
  } catch {
    return text;
  }
}

function invalid(reason: string): PatchReply {
  return { kind: 'invalid', reason };
}
