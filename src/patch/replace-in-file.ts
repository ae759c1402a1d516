import { decodeSource, encodeSource, type SourceText } from '../shared/source-text.ts';
import { type Located, locateText } from './locate-text.ts';
import { withoutMasks } from './masked-lines.ts';
import { newOmission } from './omission.ts';
import { isWellFormed, type ReplaceEdit } from './plan-edits.ts';
import { endingNear, lineIndexAt, lineTexts, sourceLines } from './source-lines.ts';
import type { TextReplacement } from './text-replacement.ts';

/** A replacement on the bytes of the original file, byte-order mark included: half-open range, new bytes. */
export interface ByteReplacement {
  readonly start: number;
  readonly end: number;
  readonly bytes: Uint8Array;
}

export type ReplacedFile =
  | { readonly kind: 'replaced'; readonly bytes: Uint8Array; readonly replacements: readonly ByteReplacement[] }
  | { readonly kind: 'fault'; readonly reason: string };

/** Applies all edits of one file to its original bytes. */
export function replaceInFile(file: string, original: Uint8Array, edits: readonly ReplaceEdit[]): ReplacedFile {
  if (edits.length === 0) return { kind: 'replaced', bytes: original, replacements: [] };
  const source = decodeFaithfully(original);
  if (source === null) return fault(file, 'it is not a text file that can be edited');
  const found: TextReplacement[] = [];
  for (const [index, edit] of edits.entries()) {
    const which = edits.length === 1 ? file : `${file}, edit ${index + 1} of ${edits.length}`;
    const located = locate(source.text, edit);
    if (located.kind === 'fault') return fault(which, located.reason);
    const problem = contentProblem(source.text, edit);
    if (problem !== null) return fault(which, problem);
    found.push(...located.replacements);
  }
  found.sort((left, right) => left.start - right.start || left.end - right.end);
  const overlap = overlapProblem(source.text, found);
  return overlap === null ? splice(file, source, original, found) : fault(file, overlap);
}

/** Decoded text whose encoding gives the same bytes again; null when positions in it would not be trustworthy. */
function decodeFaithfully(original: Uint8Array): SourceText | null {
  const source = decodeSource(original);
  if (source === null) return null;
  const encoded = encodeSource(source.text, source.encoding);
  return encoded !== null && Buffer.from(encoded).equals(original.subarray(source.bomLength)) ? source : null;
}

function locate(text: string, { target, replacement }: ReplaceEdit): Located {
  if (target.kind === 'text') {
    const plain = withoutMasks(text, { search: target.text, replacement, nearLine: target.nearLine });
    return plain.kind === 'fault' ? plain : locateText(text, plain.search, plain.replacement, plain.nearLine);
  }
  const { start, end } = target;
  const isRange = Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start <= end && end <= text.length;
  if (!isRange)
    return { kind: 'fault', reason: `${start} to ${end} is no range in a text of ${text.length} characters` };
  if (cutsPair(text, start) || cutsPair(text, end))
    return { kind: 'fault', reason: `${start} to ${end} cuts a character in two` };
  const literal = target.verbatim === true ? replacement : withNeighbourEndings(text, start, replacement);
  return { kind: 'located', replacements: literal === text.slice(start, end) ? [] : [{ start, end, text: literal }] };
}

function cutsPair(text: string, position: number): boolean {
  return /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(position - 1, position + 1)) && position > 0;
}

/** Plain `\n` becomes what ends the lines around; a replacement that brings `\r` along knows what it does. */
function withNeighbourEndings(text: string, position: number, replacement: string): string {
  if (!replacement.includes('\n') || replacement.includes('\r')) return replacement;
  const lines = sourceLines(text);
  const at = lineIndexAt(lines, position);
  const ending = lines[at]?.ending || endingNear(lines, at);
  return ending === '\n' ? replacement : replacement.replaceAll('\n', () => ending);
}

function contentProblem(text: string, { target, replacement }: ReplaceEdit): string | null {
  if (!isWellFormed(replacement)) return 'the replacement holds half a character';
  if (target.kind === 'span') return null;
  const known = new Set(lineTexts(text).map((line) => line.trim()));
  const omission = newOmission(lineTexts(replacement), known, lineTexts(target.text).length);
  return omission === null
    ? null
    : `"${omission.trim().slice(0, 80)}" stands for code that was left out: replace fewer lines, and give every one of them in full`;
}

function overlapProblem(text: string, sorted: readonly TextReplacement[]): string | null {
  for (const [index, current] of sorted.entries()) {
    const next = sorted[index + 1];
    if (next === undefined) break;
    const samePoint = current.start === next.start && current.end === current.start;
    if (next.start >= current.end && !(samePoint && next.end === next.start)) continue;
    const line = lineIndexAt(sourceLines(text), next.start) + 1;
    return `two edits change the same place (line ${line}): put them into one edit`;
  }
  return null;
}

function splice(
  file: string,
  source: SourceText,
  original: Uint8Array,
  sorted: readonly TextReplacement[],
): ReplacedFile {
  const replacements: ByteReplacement[] = [];
  let textPosition = 0;
  let bytePosition = source.bomLength;
  const advance = (to: number): number => {
    bytePosition += encodeSource(source.text.slice(textPosition, to), source.encoding)?.length ?? 0;
    textPosition = to;
    return bytePosition;
  };
  for (const { start, end, text } of sorted) {
    const bytes = encodeSource(text, source.encoding);
    if (bytes === null)
      return fault(file, `it is encoded in ${source.encoding}, which cannot hold ${foreignCharacter(text)}`);
    replacements.push({ start: advance(start), end: advance(end), bytes });
  }
  return { kind: 'replaced', bytes: spliceBytes(original, replacements), replacements };
}

/** The original with each range replaced; ranges in order, not overlapping. */
function spliceBytes(original: Uint8Array, replacements: readonly ByteReplacement[]): Uint8Array {
  const parts: Uint8Array[] = [];
  let position = 0;
  for (const { start, end, bytes } of replacements) {
    parts.push(original.subarray(position, start), bytes);
    position = end;
  }
  return Buffer.concat([...parts, original.subarray(position)]);
}

function foreignCharacter(text: string): string {
  const foreign = [...text].find((char) => (char.codePointAt(0) ?? 0) > 255) ?? '?';
  return `"${foreign}" (U+${(foreign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')})`;
}

function fault(file: string, reason: string): ReplacedFile {
  return { kind: 'fault', reason: `${file}: ${reason}` };
}
