import { z } from 'zod';
import type { Edit } from '../domain/edit.ts';
import { isRecord } from '../shared/json.ts';
import { PATCH_ACTIONS } from './patch-schema.ts';

/** What models call the parts of a reply, canonical name first. */
const REPLY_NAMES = {
  patches: ['patches', 'patch', 'edits', 'changes', 'fixes'],
  cannotFix: ['cannotFix', 'cannot_fix', 'cannotfix', 'cannotRepair'],
  explanation: ['explanation', 'rationale', 'reason', 'summary'],
  analysis: ['analysis', 'reasoning', 'diagnosis'],
} as const;

const ITEM_NAMES = {
  file: ['file', 'path', 'filename', 'fileName', 'filePath', 'file_path'],
  action: ['action', 'type', 'kind', 'operation', 'op'],
  search: ['search', 'find', 'original', 'old', 'oldText', 'old_text', 'oldLines', 'before'],
  replace: ['replace', 'replacement', 'new', 'newText', 'new_text', 'newLines', 'after', 'content', 'with'],
  startLine: ['startLine', 'start_line', 'line'],
  newPath: ['newPath', 'new_path', 'to', 'target'],
} as const;

const ACTION_NAMES: Readonly<Record<string, (typeof PATCH_ACTIONS)[number]>> = {
  replace: 'replace',
  modify: 'replace',
  update: 'replace',
  edit: 'replace',
  change: 'replace',
  create: 'create',
  add: 'create',
  new: 'create',
  delete: 'delete',
  remove: 'delete',
  rename: 'rename',
  move: 'rename',
};

const Text = z.union([z.array(z.string()).transform(joinLines), z.string()]);

const Item = z.object({
  file: z.string().trim().min(1).max(4096),
  action: z.enum(PATCH_ACTIONS),
  search: Text.default(''),
  replace: Text.default(''),
  startLine: z.number().int().positive().optional().catch(undefined),
  newPath: z.string().trim().max(4096).default(''),
});

const Reply = z.object({
  patches: z.array(Item).max(500).default([]),
  cannotFix: z.union([z.string(), z.boolean(), z.null()]).default(''),
  explanation: z.string().default('').catch(''),
  analysis: z.string().default('').catch(''),
});

export type ShapedReply =
  | { readonly kind: 'patch'; readonly edits: readonly Edit[]; readonly rationale: string }
  | { readonly kind: 'cannot-fix'; readonly reason: string }
  | { readonly kind: 'invalid'; readonly reason: string };

/** Longest explanation that is kept, in characters. */
const LONGEST_RATIONALE = 2000;

/** Whether a JSON value is meant as a reply, well-formed or not. */
export function looksLikeReply(value: unknown): boolean {
  const inner = unwrap(value);
  if (Array.isArray(inner)) return inner.length > 0 && inner.every(looksLikeItem);
  if (!isRecord(inner)) return false;
  return (
    looksLikeItem(inner) ||
    [...REPLY_NAMES.patches, ...REPLY_NAMES.cannotFix].some((name) => Object.hasOwn(inner, name))
  );
}

/** Whether it is a single patch rather than a whole reply. */
export function looksLikeItem(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const has = (names: readonly string[]) => names.some((name) => Object.hasOwn(value, name));
  return (
    has(ITEM_NAMES.file) &&
    (has(ITEM_NAMES.replace) || has(ITEM_NAMES.search) || has(ITEM_NAMES.newPath) || has(ITEM_NAMES.action))
  );
}

/** Validates a reply: the asked form, and the forms that models give instead. */
export function shapeReply(value: unknown): ShapedReply {
  const parsed = Reply.safeParse(canonicalReply(unwrap(value)));
  if (!parsed.success)
    return { kind: 'invalid', reason: `the reply does not have the asked form: ${issues(parsed.error)}` };
  const { patches, cannotFix, explanation, analysis } = parsed.data;
  const rationale = (explanation.trim() || analysis.trim()).slice(0, LONGEST_RATIONALE);
  if (patches.length > 0) return toEdits(patches, rationale);
  const reason = cannotFixReason(cannotFix, rationale);
  if (reason !== null) return { kind: 'cannot-fix', reason };
  return { kind: 'invalid', reason: 'the reply holds no patches and does not say in "cannotFix" why not' };
}

function cannotFixReason(cannotFix: string | boolean | null, rationale: string): string | null {
  if (cannotFix === true) return rationale || 'no reason given';
  if (typeof cannotFix !== 'string' || /^(?:|no|none|null|false|n\/?a|-)$/i.test(cannotFix.trim())) return null;
  return cannotFix.trim().slice(0, LONGEST_RATIONALE);
}

function toEdits(items: readonly z.infer<typeof Item>[], rationale: string): ShapedReply {
  const edits: Edit[] = [];
  for (const { file, action, search, replace, startLine, newPath } of items) {
    if (action === 'delete') edits.push({ kind: 'delete', file });
    else if (action === 'create') edits.push({ kind: 'create', file, content: replace });
    else if (action === 'replace') {
      const target = {
        kind: 'text' as const,
        text: search,
        ...(startLine === undefined ? {} : { nearLine: startLine }),
      };
      edits.push({ kind: 'replace', file, target, replacement: replace });
    } else if (newPath === '')
      return { kind: 'invalid', reason: `the reply renames ${JSON.stringify(file)} and gives no newPath` };
    else edits.push({ kind: 'rename', file, to: newPath });
  }
  return { kind: 'patch', edits, rationale };
}

/** Lines with a line end after each. Some models put the ends into the strings as well. */
function joinLines(lines: readonly string[]): string {
  if (lines.length === 0) return '';
  const ended =
    lines.slice(0, -1).every((line) => line.endsWith('\n')) && (lines.length > 1 || lines[0]?.endsWith('\n') === true);
  if (ended) return lines.join('');
  return `${lines.map((line) => line.replace(/\r$/, '')).join('\n')}\n`;
}

/** `{"response": {...}}` and the like: one wrapper is taken off. */
function unwrap(value: unknown): unknown {
  if (!isRecord(value) || hasReplyName(value)) return value;
  return Object.values(value).find((inner) => isRecord(inner) && hasReplyName(inner)) ?? value;
}

function hasReplyName(value: Readonly<Record<string, unknown>>): boolean {
  return [...REPLY_NAMES.patches, ...REPLY_NAMES.cannotFix].some((name) => Object.hasOwn(value, name));
}

function canonicalReply(value: unknown): unknown {
  if (Array.isArray(value)) return { patches: value.map(canonicalItem) };
  if (!isRecord(value)) return value;
  const reply = renamed(value, REPLY_NAMES);
  const { patches } = reply;
  if (patches === undefined && looksLikeItem(value)) return { ...reply, patches: [canonicalItem(value)] };
  if (Array.isArray(patches)) return { ...reply, patches: patches.map(canonicalItem) };
  return isRecord(patches) ? { ...reply, patches: [canonicalItem(patches)] } : { ...reply, patches: patches ?? [] };
}

function canonicalItem(value: unknown): unknown {
  if (!isRecord(value)) return value;
  const item = Object.fromEntries(Object.entries(renamed(value, ITEM_NAMES)).filter(([, part]) => part !== null));
  const named = typeof item.action === 'string' ? ACTION_NAMES[item.action.toLowerCase()] : undefined;
  // A "type" or "kind" that names no action may be about something else; an unknown "action" is a mistake to tell.
  const action = named ?? (Object.hasOwn(value, 'action') ? item.action : undefined);
  return { ...item, action: action ?? impliedAction(item) };
}

function impliedAction(item: Readonly<Record<string, unknown>>): string {
  if (item.search !== undefined && item.search !== '') return 'replace';
  return item.newPath === undefined ? 'create' : 'rename';
}

function renamed(
  value: Readonly<Record<string, unknown>>,
  names: Readonly<Record<string, readonly string[]>>,
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, spellings] of Object.entries(names)) {
    const spelling = spellings.find((each) => Object.hasOwn(value, each));
    if (spelling !== undefined) result[name] = value[spelling];
  }
  return result;
}

function issues(error: z.ZodError): string {
  return error.issues
    .slice(0, 3)
    .map((issue) => `${issue.path.join('.') || 'reply'}: ${issue.message}`)
    .join('; ');
}
