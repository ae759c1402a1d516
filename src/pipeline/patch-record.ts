import { createHash } from 'node:crypto';
import type { Project, ProjectChange } from '../domain/project.ts';
import { isRecord } from '../shared/json.ts';
import { normalizeProjectPath } from '../shared/project-path.ts';
import { type ContentPart, contentOf, contentParts, readContentParts } from './changed-content.ts';
import type { Mask } from './project-mask.ts';
import { changesBetween } from './steps/8-write-outputs.ts';

/** Name of the file in the run folder. */
export const PATCH_RECORD_FILE = 'patch.json';

const SCHEMA = 'autofix-patch/2';

/**
 * What a repair makes of one file, byte for byte: a diff is text and cannot say it for every encoding. Told by the file
 * before it, so that the record holds no more of the project than what is new.
 */
export interface FileChange {
  readonly path: string;
  /** SHA-256 of the file that the repair was made for, in hexadecimal; null: the file is new. */
  readonly before: string | null;
  /** SHA-256 of the file afterwards; null: the file is removed. */
  readonly after: string | null;
  /** The content afterwards, by the one before. */
  readonly parts: readonly ContentPart[];
  /** POSIX permission bits of the file afterwards. */
  readonly mode: number;
}

function fileChanges(before: Project, after: Project, mask: Mask): FileChange[] {
  return changesBetween(before, after).map((change) => {
    const old = before.entries.get(change.path);
    const bytes = change.kind === 'write' ? change.bytes : null;
    return {
      path: change.path,
      before: old === undefined ? null : contentHash(old.bytes()),
      after: bytes === null ? null : contentHash(bytes),
      parts: bytes === null ? [] : contentParts(old?.bytes() ?? new Uint8Array(), bytes, mask),
      mode: (change.kind === 'write' ? change.mode : undefined) ?? old?.mode ?? 0o644,
    };
  });
}

/** The record as JSON; `mask` tells what must not stand in it. */
export function patchRecord(before: Project, after: Project, mask: Mask): string {
  return `${JSON.stringify({ schema: SCHEMA, files: fileChanges(before, after, mask) }, null, 2)}\n`;
}

/** null when the value is no patch record, or one with a path that would leave the project. */
export function readPatchRecord(value: unknown): FileChange[] | null {
  if (!isRecord(value) || value.schema !== SCHEMA || !Array.isArray(value.files)) return null;
  const changes = value.files.map(readFileChange);
  return changes.every((change) => change !== null) ? changes : null;
}

function readFileChange(value: unknown): FileChange | null {
  if (!isRecord(value)) return null;
  const { path, before, after, mode } = value;
  const parts = readContentParts(value.parts);
  if (typeof path !== 'string' || normalizeProjectPath(path) !== path || typeof mode !== 'number') return null;
  if (before !== null && typeof before !== 'string') return null;
  if ((after !== null && typeof after !== 'string') || parts === null) return null;
  return { path, before, after, parts, mode: mode & 0o777 };
}

/** The change for a project whose file is as before; null where the parts do not give what they should. */
export function toProjectChange(project: Project, { path, after, parts, mode }: FileChange): ProjectChange | null {
  if (after === null) return { kind: 'remove', path };
  const bytes = contentOf(parts, project.entries.get(path)?.bytes() ?? new Uint8Array());
  return bytes === null || contentHash(bytes) !== after ? null : { kind: 'write', path, bytes, mode };
}

export function contentHash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
