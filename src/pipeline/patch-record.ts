import { createHash } from 'node:crypto';
import type { Project, ProjectChange } from '../domain/project.ts';
import { isRecord } from '../shared/json.ts';
import { normalizeProjectPath } from '../shared/project-path.ts';
import { changesBetween } from './steps/8-write-outputs.ts';

/** Name of the file in the run folder. */
export const PATCH_RECORD_FILE = 'patch.json';

/** What a repair makes of one file, byte for byte: a diff is text and cannot say it for every encoding. */
export interface FileChange {
  readonly path: string;
  /** SHA-256 of the file that the repair was made for, in hexadecimal; null: the file is new. */
  readonly before: string | null;
  /** The whole content afterwards; null: the file is removed. */
  readonly after: Uint8Array | null;
  /** POSIX permission bits of the file afterwards. */
  readonly mode: number;
}

export function fileChanges(before: Project, after: Project): FileChange[] {
  return changesBetween(before, after).map((change) => {
    const old = before.entries.get(change.path);
    return {
      path: change.path,
      before: old === undefined ? null : contentHash(old.bytes()),
      after: change.kind === 'write' ? change.bytes : null,
      mode: (change.kind === 'write' ? change.mode : undefined) ?? old?.mode ?? 0o644,
    };
  });
}

/** The record as JSON; contents are base64. */
export function patchRecord(before: Project, after: Project): string {
  const files = fileChanges(before, after).map(({ after: bytes, ...change }) => ({
    ...change,
    after: bytes === null ? null : Buffer.from(bytes).toString('base64'),
  }));
  return `${JSON.stringify({ schema: 'autofix-patch/1', files }, null, 2)}\n`;
}

/** null when the value is no patch record, or one with a path that would leave the project. */
export function readPatchRecord(value: unknown): FileChange[] | null {
  if (!isRecord(value) || value.schema !== 'autofix-patch/1' || !Array.isArray(value.files)) return null;
  const changes = value.files.map(readFileChange);
  return changes.every((change) => change !== null) ? changes : null;
}

function readFileChange(value: unknown): FileChange | null {
  if (!isRecord(value)) return null;
  const { path, before, after, mode } = value;
  if (typeof path !== 'string' || normalizeProjectPath(path) !== path || typeof mode !== 'number') return null;
  if (before !== null && typeof before !== 'string') return null;
  if (after !== null && typeof after !== 'string') return null;
  return { path, before, after: after === null ? null : Buffer.from(after, 'base64'), mode: mode & 0o777 };
}

export function toProjectChange({ path, after, mode }: FileChange): ProjectChange {
  return after === null ? { kind: 'remove', path } : { kind: 'write', path, bytes: after, mode };
}

export function contentHash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
