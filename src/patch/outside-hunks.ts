import type { Project, ProjectEntry } from '../domain/project.ts';
import type { AppliedPatch, FileReplacements } from './apply-edits.ts';
import type { ByteReplacement } from './replace-in-file.ts';

/**
 * Proves that a patch changed nothing but its hunks: every file that it does not name is the same in bytes, kind
 * and mode, and of those that it edits every byte outside the replaced ranges is at its place.
 */
export function outsideHunksUnchanged(
  before: Project,
  after: Project,
  applied: Extract<AppliedPatch, { kind: 'applied' }>,
): boolean {
  const written = new Set(applied.changes.filter((change) => change.kind === 'write').map((change) => change.path));
  const removed = new Set(applied.changes.filter((change) => change.kind === 'remove').map((change) => change.path));
  for (const entry of before.entries.values()) {
    const now = after.entries.get(entry.path);
    if (written.has(entry.path)) continue;
    if (removed.has(entry.path) ? now !== undefined : !isSameEntry(entry, now)) return false;
  }
  for (const path of after.entries.keys()) if (!before.entries.has(path) && !written.has(path)) return false;
  return applied.replacements.every((file) => isSameOutside(before, after, file));
}

function isSameEntry(entry: ProjectEntry, now: ProjectEntry | undefined): boolean {
  if (now === undefined) return false;
  if (now === entry) return true;
  return now.kind === entry.kind && now.mode === entry.mode && Buffer.from(now.bytes()).equals(entry.bytes());
}

function isSameOutside(before: Project, after: Project, { file, to, replacements }: FileReplacements): boolean {
  const old = before.entries.get(file);
  const now = after.entries.get(to);
  if (old === undefined || now === undefined || old.mode !== now.mode) return false;
  return sameAround(Buffer.from(old.bytes()), Buffer.from(now.bytes()), replacements);
}

function sameAround(old: Buffer, now: Buffer, replacements: readonly ByteReplacement[]): boolean {
  let oldPosition = 0;
  let newPosition = 0;
  for (const { start, end, bytes } of replacements) {
    const length = start - oldPosition;
    if (!old.subarray(oldPosition, start).equals(now.subarray(newPosition, newPosition + length))) return false;
    oldPosition = end;
    newPosition += length + bytes.length;
  }
  return old.subarray(oldPosition).equals(now.subarray(newPosition));
}
