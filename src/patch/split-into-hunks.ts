import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import type { Edit } from '../domain/edit.ts';
import type { Project, ProjectEntry } from '../domain/project.ts';
import { decodeSource, encodeSource, type SourceText } from '../shared/source-text.ts';
import { diffLines } from './line-diff.ts';
import { sourceLines } from './source-lines.ts';

/**
 * The smallest independent edits that lead from one project to the other: one for each run of changed lines, one
 * for each file that was created, deleted or renamed. All of them together give `after` byte for byte.
 */
export function splitIntoHunks(before: Project, after: Project): Edit[] {
  const added = [...after.entries.values()].filter((entry) => entry.kind === 'file' && !before.entries.has(entry.path));
  const edits: Edit[] = [];
  for (const old of before.entries.values()) {
    if (old.kind !== 'file') continue;
    const now = after.entries.get(old.path);
    if (now === old) continue;
    if (now !== undefined) edits.push(...changedLines(old, now));
    else edits.push(removal(old, added));
  }
  return [...edits, ...added.map(creation)];
}

/** A file that is gone: renamed when the same bytes came up elsewhere (that one leaves `added`), else deleted. */
function removal(old: ProjectEntry, added: ProjectEntry[]): Edit {
  const moved = added.findIndex((entry) => entry.size === old.size && Buffer.from(entry.bytes()).equals(old.bytes()));
  const [target] = moved < 0 ? [] : added.splice(moved, 1);
  return target === undefined
    ? { kind: 'delete', file: old.path }
    : { kind: 'rename', file: old.path, to: target.path };
}

function creation(entry: ProjectEntry): Edit {
  const content = Buffer.from(entry.bytes()).toString('utf8');
  if (!Buffer.from(content, 'utf8').equals(entry.bytes())) throw inexpressible(entry.path);
  return { kind: 'create', file: entry.path, content };
}

function changedLines(old: ProjectEntry, now: ProjectEntry): Edit[] {
  const [before, after] = [old.bytes(), now.bytes()];
  if (Buffer.from(before).equals(after)) return [];
  const source = decodeSource(before);
  const newText = source === null ? null : textAs(source, after);
  if (source === null || newText === null) throw inexpressible(old.path);
  const edits: Edit[] = [];
  let position = 0;
  let pending = { start: 0, end: 0, replacement: '' };
  const close = () => {
    const { start, end, replacement } = pending;
    if (start === end && replacement === '') return;
    edits.push({ kind: 'replace', file: old.path, target: { kind: 'span', start, end, verbatim: true }, replacement });
  };
  for (const run of diffLines(wholeLines(source.text), wholeLines(newText))) {
    const text = run.lines.join('');
    if (run.kind === 'added') pending.replacement += text;
    else if (run.kind === 'removed') pending.end = position += text.length;
    else {
      close();
      position += text.length;
      pending = { start: position, end: position, replacement: '' };
    }
  }
  close();
  return edits;
}

function wholeLines(text: string): string[] {
  return sourceLines(text).map((line) => line.text + line.ending);
}

/** New bytes as text in the old encoding; null when they do not fit it. */
function textAs({ encoding, bomLength }: SourceText, bytes: Uint8Array): string | null {
  const body = Buffer.from(bytes.subarray(bomLength));
  const text =
    encoding === 'latin1' ? body.toString('latin1') : new TextDecoder(encoding, { ignoreBOM: true }).decode(body);
  const encoded = encodeSource(text, encoding);
  return encoded !== null && body.equals(encoded) ? text : null;
}

function inexpressible(path: string): AutofixError {
  return new AutofixError(`the change of ${path} cannot be expressed as edits of text`, {
    code: 'internal',
    exitCode: EXIT.notFixed,
    hint: 'Report this as a fault of autofix.',
  });
}
