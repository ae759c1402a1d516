import { parsePatch, type StructuredPatch } from 'diff';
import type { Edit } from '../domain/edit.ts';

export type DiffReply =
  | { readonly kind: 'edits'; readonly edits: readonly Edit[] }
  | { readonly kind: 'fault'; readonly reason: string };

const NOWHERE = '/dev/null';

/** Reads a unified diff that a model gave instead of JSON; null when the reply holds none. */
export function readDiffReply(text: string): DiffReply | null {
  const diff = diffIn(text);
  if (diff === null) return null;
  try {
    const edits = parsePatch(diff).flatMap(toEdits);
    return edits.length > 0 ? { kind: 'edits', edits } : null;
  } catch {
    return {
      kind: 'fault',
      reason: 'the reply is a diff that is malformed or cut off; reply with the JSON object that was asked for',
    };
  }
}

/** From the first file header to the end of its fence, or of the text. */
function diffIn(text: string): string | null {
  const lines = text.split(/\r?\n/);
  const header = lines.findIndex((line, index) => /^--- \S/.test(line) && /^\+\+\+ \S/.test(lines[index + 1] ?? ''));
  if (header < 0 || !lines.slice(header).some((line) => line.startsWith('@@ -'))) return null;
  const fence = lines.findIndex((line, index) => index > header && /^\s*```/.test(line));
  return `${lines
    .slice(header, fence < 0 ? undefined : fence)
    .join('\n')
    .trimEnd()}\n`;
}

function toEdits(patch: StructuredPatch): Edit[] {
  const [from, to] = [pathOf(patch.oldFileName), pathOf(patch.newFileName)];
  if (from === null) return to === null ? [] : [{ kind: 'create', file: to, content: sideOf(patch, '+') }];
  if (to === null) return [{ kind: 'delete', file: from }];
  const edits = patch.hunks.map((hunk): Edit => {
    const text = sideOf({ hunks: [hunk] }, '-');
    return {
      kind: 'replace',
      file: from,
      target: { kind: 'text', text, nearLine: Math.max(1, hunk.oldStart) },
      replacement: sideOf({ hunks: [hunk] }, '+'),
    };
  });
  return from === to ? edits : [...edits, { kind: 'rename', file: from, to }];
}

function pathOf(name: string | undefined): string | null {
  if (name === undefined || name === NOWHERE) return null;
  return name.replace(/^[ab]\//, '').trim();
}

/** The old or the new side of hunks, each line with its end. */
function sideOf({ hunks }: Pick<StructuredPatch, 'hunks'>, sign: '-' | '+'): string {
  const lines = hunks
    .flatMap((hunk) => hunk.lines)
    .filter((line) => line === '' || line.startsWith(' ') || line.startsWith(sign));
  return lines.map((line) => `${line.slice(1)}\n`).join('');
}
