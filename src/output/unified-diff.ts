import { formatPatch, type StructuredPatchHunk, structuredPatch } from 'diff';
import type { Project, ProjectEntry } from '../domain/project.ts';
import { decodeSource } from '../shared/source-text.ts';
import { concealedHunks, linesChangedBy } from './concealed-hunks.ts';

/** Takes secrets out of a text and keeps the number of its lines. */
type Mask = (text: string) => string;

/** Lines around a change, as git shows them. */
const CONTEXT_LINES = 3;

/** Beyond this edit distance the search for a small diff gets slow, and all lines are said to be replaced. */
const LONGEST_EDIT = 1000;

const NOWHERE = '/dev/null';

/**
 * The changes of `after` against `before` as a git-style patch that `git apply` accepts: paths sorted, created and
 * deleted files against /dev/null, changes of the executable bit, links as their targets, line endings and a missing
 * final newline kept. Empty when nothing changed.
 *
 * Binary and UTF-16 content is only named ("Binary files … differ"), as git does. Latin-1 content is shown as text,
 * but since a patch is written in UTF-8, git cannot apply lines of it that hold accented letters. Lines that `mask` changes
 * are left out around a change, and masked where they change themselves.
 */
export function unifiedDiff(before: Project, after: Project, mask: Mask | null = null): string {
  const paths = [...new Set([...before.entries.keys(), ...after.entries.keys()])].sort();
  return paths.map((path) => entryDiff(path, fileAt(before, path), fileAt(after, path), mask)).join('');
}

/** Paths of the files and links that differ, sorted. */
export function changedPaths(before: Project, after: Project): string[] {
  const paths = [...new Set([...before.entries.keys(), ...after.entries.keys()])].sort();
  return paths.filter((path) => !isSame(fileAt(before, path), fileAt(after, path)));
}

function entryDiff(path: string, old: ProjectEntry | null, next: ProjectEntry | null, mask: Mask | null): string {
  if (isSame(old, next)) return '';
  // git knows no patch that turns a file into a link: it removes the one and makes the other.
  if (old !== null && next !== null && old.kind !== next.kind)
    return change(path, old, null, mask) + change(path, null, next, mask);
  return change(path, old, next, mask);
}

function change(path: string, old: ProjectEntry | null, next: ProjectEntry | null, mask: Mask | null): string {
  const [oldText, newText] = [patchText(old), patchText(next)];
  const oldName = old === null ? NOWHERE : `a/${path}`;
  const newName = next === null ? NOWHERE : `b/${path}`;
  const binary = oldText === null || newText === null;
  const modes = gitModes(old, next);
  const patch = formatPatch({
    oldFileName: oldName,
    newFileName: newName,
    oldHeader: undefined,
    newHeader: undefined,
    isGit: true,
    isCreate: old === null,
    isDelete: next === null,
    ...modes,
    hunks: binary ? [] : shownHunks(oldText, newText, mask),
  });
  const isBinaryChange = binary && !sameBytes(old, next);
  return isBinaryChange ? `${patch}Binary files ${oldName} and ${newName} differ\n` : patch;
}

function shownHunks(oldText: string, newText: string, mask: Mask | null): StructuredPatchHunk[] {
  const hunks = hunksOf(oldText, newText);
  if (mask === null) return hunks;
  const concealed = { old: linesChangedBy(mask, oldText), new: linesChangedBy(mask, newText) };
  if (concealed.old.size + concealed.new.size === 0) return hunks;
  return hunks.flatMap((hunk) => concealedHunks(hunk, concealed));
}

function hunksOf(oldText: string, newText: string): StructuredPatchHunk[] {
  const settings = { context: CONTEXT_LINES, maxEditLength: LONGEST_EDIT };
  const patch = structuredPatch('', '', oldText, newText, undefined, undefined, settings);
  return patch === undefined ? wholeReplacement(oldText, newText) : patch.hunks;
}

function wholeReplacement(oldText: string, newText: string): StructuredPatchHunk[] {
  const removed = structuredPatch('', '', oldText, '', undefined, undefined, { context: 0 }).hunks[0]?.lines ?? [];
  const added = structuredPatch('', '', '', newText, undefined, undefined, { context: 0 }).hunks[0]?.lines ?? [];
  const count = (lines: readonly string[]) => lines.filter((line) => !line.startsWith('\\')).length;
  return [
    { oldStart: 1, oldLines: count(removed), newStart: 1, newLines: count(added), lines: [...removed, ...added] },
  ];
}

function gitModes(old: ProjectEntry | null, next: ProjectEntry | null): { oldMode?: string; newMode?: string } {
  const [oldMode, newMode] = [old && gitMode(old), next && gitMode(next)];
  if (oldMode === newMode) return {};
  return { ...(oldMode && { oldMode }), ...(newMode && { newMode }) };
}

function gitMode(entry: ProjectEntry): string {
  if (entry.kind === 'symlink') return '120000';
  return (entry.mode & 0o100) === 0 ? '100644' : '100755';
}

/** Text as it stands in a patch, the byte-order mark included; null for content that is only named. */
function patchText(entry: ProjectEntry | null): string | null {
  if (entry === null) return '';
  const source = decodeSource(entry.bytes());
  if (source === null || source.encoding.startsWith('utf-16')) return null;
  return source.bomLength > 0 ? `\uFEFF${source.text}` : source.text;
}

function fileAt(project: Project, path: string): ProjectEntry | null {
  const entry = project.entries.get(path);
  return entry === undefined || entry.kind === 'directory' ? null : entry;
}

function isSame(old: ProjectEntry | null, next: ProjectEntry | null): boolean {
  if (old === next) return true;
  if (old === null || next === null) return false;
  return gitMode(old) === gitMode(next) && sameBytes(old, next);
}

function sameBytes(old: ProjectEntry | null, next: ProjectEntry | null): boolean {
  return old !== null && next !== null && Buffer.compare(old.bytes(), next.bytes()) === 0;
}
