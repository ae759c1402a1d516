import type { LineRange } from '../syntax/nodes.ts';
import { type Fence, inLabel } from './fence.ts';
import type { CodePiece, Piece, TextPiece } from './pieces.ts';
import { cutNote } from './source-ranges.ts';
import type { ReadableSource } from './source-reader.ts';

/** What was chosen: texts, and of each file the lines. */
export interface Packed {
  readonly texts: readonly TextPiece[];
  /** In the order in which the files were first chosen. */
  readonly files: readonly PackedFile[];
}

interface PackedFile {
  readonly source: ReadableSource;
  readonly section: 'tests' | 'source';
  /** Runs of lines, ascending, not touching. */
  readonly runs: readonly LineRange[];
}

/** A small piece costs attention too: without this, many tiny ones would crowd out the one that matters. */
const ATTENTION_CHARACTERS = 600;
/** Characters of a fence besides its label. */
const FENCE_CHARACTERS = 32;
/** Gaps of so many lines are shown rather than announced, when that is cheaper. */
const SMALLEST_GAP = 3;
/** A file of which so much is shown needs no outline. */
const SHOWN_SHARE = 0.6;

interface ChosenFile {
  readonly source: ReadableSource;
  readonly section: 'tests' | 'source';
  readonly lines: ReadonlySet<number>;
  readonly cost: number;
}

/**
 * Fills `budget` characters greedily by value per character. Pieces that must be said come first, whatever they cost;
 * a piece that does not fit any more is passed over, not cut.
 */
export function pack(pieces: readonly Piece[], budget: number): Packed {
  const files = new Map<string, ChosenFile>();
  const texts: TextPiece[] = [];
  const waiting = new Set(pieces);
  const costs = new Map<Piece, number>();
  let left = budget;
  for (let next = mostWorth(waiting, costs, files); next !== null; next = mostWorth(waiting, costs, files)) {
    waiting.delete(next);
    const cost = costOf(next, files);
    if (cost === 0 || isOutlineOfShown(next, files) || (cost > left && !next.must)) continue;
    left -= cost;
    if (next.kind === 'text') {
      texts.push(next);
      continue;
    }
    const { path } = next.source;
    files.set(path, withPiece(files.get(path), next));
    for (const piece of waiting) if (piece.kind === 'code' && piece.source.path === path) costs.delete(piece);
  }
  const packed = [...files.values()].map(({ source, section, lines }) => ({
    source,
    section,
    runs: runsOf(source, lines),
  }));
  return { texts: texts.filter((text) => !isOutlineOfShown(text, files)), files: packed };
}

/** What must be said, in its order, then the piece with the most value per character; the first of equals. */
function mostWorth(
  waiting: ReadonlySet<Piece>,
  costs: Map<Piece, number>,
  files: ReadonlyMap<string, ChosenFile>,
): Piece | null {
  let best: Piece | null = null;
  let highest = Number.NEGATIVE_INFINITY;
  for (const piece of waiting) {
    if (piece.must) return piece;
    const cost = costs.get(piece) ?? costOf(piece, files);
    costs.set(piece, cost);
    const density = piece.value / (Math.max(0, cost) + ATTENTION_CHARACTERS);
    if (density <= highest) continue;
    highest = density;
    best = piece;
  }
  return best;
}

function isOutlineOfShown(piece: Piece, files: ReadonlyMap<string, ChosenFile>): boolean {
  const path = piece.kind === 'text' ? piece.outlineOf : undefined;
  const shown = path === undefined ? undefined : files.get(path);
  return shown !== undefined && shown.lines.size >= shown.source.lines.length * SHOWN_SHARE;
}

/** Characters that the prompt grows by. */
function costOf(piece: Piece, files: ReadonlyMap<string, ChosenFile>): number {
  if (piece.kind === 'text') return piece.text.length + piece.title.length + FENCE_CHARACTERS;
  const known = files.get(piece.source.path);
  return withPiece(known, piece).cost - (known?.cost ?? 0);
}

function withPiece(known: ChosenFile | undefined, piece: CodePiece): ChosenFile {
  const { source, section } = piece;
  const lines = new Set(known?.lines);
  for (const { startLine, endLine } of piece.head === undefined ? [piece] : [piece.head, piece])
    for (let line = startLine; line <= endLine; line++) lines.add(line);
  if (known !== undefined && lines.size === known.lines.size) return known;
  let cost = 0;
  for (const run of runsOf(source, lines)) {
    cost += codeLabel(source, run).length + FENCE_CHARACTERS;
    for (let line = run.startLine; line <= run.endLine; line++) cost += lineCost(source, line);
  }
  return { source, section: known?.section ?? section, lines, cost };
}

function lineCost(source: ReadableSource, line: number): number {
  return (source.lines[line - 1]?.length ?? 0) + 1;
}

function runsOf(source: ReadableSource, lines: ReadonlySet<number>): LineRange[] {
  const runs: { startLine: number; endLine: number }[] = [];
  for (const line of [...lines].sort((left, right) => left - right)) {
    const last = runs.at(-1);
    if (last !== undefined && isSmallGap(source, last.endLine, line)) last.endLine = line;
    else runs.push({ startLine: line, endLine: line });
  }
  return runs;
}

/** Whether the lines between are fewer characters than the fence that would announce their absence. */
function isSmallGap(source: ReadableSource, before: number, after: number): boolean {
  if (after - before - 1 > SMALLEST_GAP) return false;
  let characters = 0;
  for (let line = before + 1; line < after; line++) characters += lineCost(source, line);
  return characters <= FENCE_CHARACTERS + source.path.length + 20;
}

/** Label of a run of lines: the file, the lines, and whether a function is cut. */
export function codeLabel(source: ReadableSource, run: LineRange): string {
  const { length } = source.lines;
  const whole = run.startLine === 1 && run.endLine >= length;
  const lines = whole ? `all ${length} lines` : `lines ${run.startLine}-${run.endLine} of ${length}`;
  return `${inLabel(source.path)}, ${lines}${cutNote(source, run)}`;
}

/** Text between fences. */
export function fenced(fence: Fence, label: string, text: string): string {
  return `${fence.open(label)}\n${text}\n${fence.close}\n`;
}
