import type { SuspiciousLocation } from '../domain/suspicious-location.ts';
import type { LineRange } from '../syntax/nodes.ts';
import { inLabel } from './fence.ts';
import { type CodePiece, codePiece, type TextPiece } from './pieces.ts';
import { headerOf, type NamedRange, symbolAround, withComment } from './source-ranges.ts';
import type { ReadableSource, SourceReader } from './source-reader.ts';

const MOST_SUSPECTS = 40;
const SYMBOL_VALUE = 100;
const HEADER_SHARE = 0.3;
const WHOLE_FILE_VALUE = 10;
const LARGEST_WHOLE_FILE = 400;
/** What is worth less is not shown even where there is room: it costs money and attention. */
const LEAST_VALUE = 2.5;
/** Longer functions are shown whole only when the budget is large; else around the suspicious lines. */
const LONGEST_SYMBOL = 120;
const LINES_AROUND = 14;

/** The code of the suspects: whole symbols, the heads of their files, at last the small files whole. */
export async function suspectPieces(
  reader: SourceReader,
  suspects: readonly SuspiciousLocation[],
  budget: number,
): Promise<CodePiece[]> {
  const pieces: (CodePiece | null)[] = [];
  const seen = new Set<string>();
  const bestOfFile = new Map<string, number>();
  for (const suspect of suspects.slice(0, MOST_SUSPECTS)) {
    const source = await reader.read(suspect.file);
    if (source === null) continue;
    const value = (SYMBOL_VALUE * suspect.suspiciousness) / (1 + 0.15 * seen.size);
    const isTop = pieces.length === 0;
    for (const piece of piecesOf(source, suspect, value, budget)) {
      const key = `${piece.source.path}:${piece.head?.startLine ?? ''}:${piece.startLine}-${piece.endLine}`;
      if (seen.has(key)) continue;
      seen.add(key);
      pieces.push(isTop && pieces.length === 0 ? { ...piece, must: true } : piece);
    }
    if (!bestOfFile.has(suspect.file)) {
      bestOfFile.set(suspect.file, value);
      pieces.push(...filePieces(source, value));
    }
  }
  return pieces.filter((piece) => piece !== null).filter(({ must, value }) => must || value >= LEAST_VALUE);
}

function piecesOf(source: ReadableSource, suspect: SuspiciousLocation, value: number, budget: number): CodePiece[] {
  const { startLine, endLine } = suspect;
  const symbol = symbolAround(source, { startLine, endLine });
  const piece = (run: LineRange, worth: number) => codePiece({ section: 'source', source, ...run, value: worth });
  if (symbol === null) return [piece(moduleRun(source, suspect), value)].filter((one) => one !== null);
  const whole = { startLine: withComment(source, symbol.startLine), endLine: symbol.endLine };
  const owner = symbol.kind === 'method' ? classAround(source, symbol) : null;
  const parts: (CodePiece | null)[] = [];
  const docstring = docstringIn(source, symbol);
  if (docstring !== null && charactersOf(source, whole) > budget * LARGE_SHARE) {
    // The words cost as much as the code, and are the part that can be missed.
    const head = { startLine: whole.startLine, endLine: docstring.startLine };
    const rest = charactersOf(source, whole) - charactersOf(source, docstring);
    const body = piece({ startLine: docstring.endLine, endLine: whole.endLine }, value);
    if (body !== null && rest < budget * 0.45) parts.push({ ...body, head });
  }
  const isLong =
    parts.length > 0 || whole.endLine - whole.startLine > LONGEST_SYMBOL || charactersOf(source, whole) > budget * 0.45;
  if (isLong && parts.length === 0)
    parts.push(...partsOf(source, symbol, suspect, budget).map((run) => piece(run, value)));
  parts.push(piece(whole, isLong ? value / 3 : value));
  if (owner !== null) parts.push(piece({ startLine: owner.startLine, endLine: owner.startLine }, value / 8));
  return parts.filter((part) => part !== null);
}

/** A symbol that takes more of the budget than this is worth cutting. */
const LARGE_SHARE = 0.08;
const SHORTEST_DOCSTRING = 10;

/** The long docstring of a Python function: first line and closing line; null when it has none that matters. */
function docstringIn(source: ReadableSource, { kind, startLine, endLine }: NamedRange): LineRange | null {
  if (source.language !== 'python' || kind === 'class') return null;
  let line = startLine;
  while (line < endLine && !/:\s*(?:#.*)?$/.test(source.lines[line - 1] ?? '')) line++;
  const first = source.lines[line] ?? '';
  const quotes = /^\s*[rRuU]?("{3}|'{3})/.exec(first)?.[1];
  if (quotes === undefined || first.trim().slice(3).includes(quotes)) return null;
  const length = source.lines.slice(line + 1, endLine).findIndex((text) => text.includes(quotes));
  return length < SHORTEST_DOCSTRING ? null : { startLine: line + 1, endLine: line + 2 + length };
}

function classAround(source: ReadableSource, { startLine, endLine }: LineRange): LineRange | null {
  return (
    source.symbols.findLast((one) => one.kind === 'class' && one.startLine <= startLine && endLine <= one.endLine) ??
    null
  );
}

/** The suspicious part of a long symbol: a class without its methods, a function around the suspicious lines. */
function partsOf(source: ReadableSource, symbol: NamedRange, suspect: SuspiciousLocation, budget: number): LineRange[] {
  const isWholeSymbol = suspect.endLine - suspect.startLine >= (symbol.endLine - symbol.startLine) / 2;
  if (symbol.kind === 'class' && isWholeSymbol) {
    const firstMethod = source.symbols.find(
      (one) => one.kind === 'method' && one.startLine > symbol.startLine && one.endLine <= symbol.endLine,
    );
    return [
      {
        startLine: symbol.startLine,
        endLine: Math.max(symbol.startLine, (firstMethod?.startLine ?? symbol.startLine + 2) - 1),
      },
    ];
  }
  const longest = Math.max(12, Math.min(LONGEST_SYMBOL, Math.floor((budget * 0.45) / 45)));
  const around = Math.min(LINES_AROUND, Math.floor(longest / 2));
  const startLine = isWholeSymbol ? symbol.startLine : Math.max(symbol.startLine, suspect.startLine - around);
  const endLine = isWholeSymbol ? symbol.startLine + longest : Math.min(symbol.endLine, suspect.endLine + around);
  return [{ startLine, endLine: Math.min(endLine, startLine + longest) }];
}

/** Lines of a suspect at the top level: it, with a little around it; the head of the module stays short. */
function moduleRun(source: ReadableSource, suspect: SuspiciousLocation): LineRange {
  const long = suspect.endLine - suspect.startLine > LONGEST_SYMBOL;
  if (long) return { startLine: suspect.startLine, endLine: suspect.startLine + LONGEST_SYMBOL };
  if (suspect.startLine === 1) return { startLine: 1, endLine: suspect.endLine };
  const startLine = Math.max(1, suspect.startLine - 3);
  return { startLine, endLine: Math.min(source.lines.length, suspect.endLine + 3) };
}

function charactersOf(source: ReadableSource, run: LineRange): number {
  return source.lines.slice(run.startLine - 1, run.endLine).join('\n').length;
}

/** The imports of a suspect file and, when it is small, all of it. */
function filePieces(source: ReadableSource, value: number): (CodePiece | null)[] {
  const header = headerOf(source);
  const endLine = source.lines.length;
  return [
    header === null ? null : codePiece({ section: 'source', source, ...header, value: value * HEADER_SHARE }),
    endLine > LARGEST_WHOLE_FILE
      ? null
      : codePiece({
          section: 'source',
          source,
          startLine: 1,
          endLine,
          value: (WHOLE_FILE_VALUE * value) / SYMBOL_VALUE,
        }),
  ];
}

const MOST_LISTED = 6;
/** A place that is so much less suspicious than the first one is noise. */
const LEAST_SHARE = 0.3;

/** The ranking in words: where to look, and why. */
export async function suspectList(
  reader: SourceReader,
  suspects: readonly SuspiciousLocation[],
  most: number,
): Promise<TextPiece | null> {
  const lines: string[] = [];
  let listed = 0;
  const seen = new Set<string>();
  const least = (suspects[0]?.suspiciousness ?? 0) * LEAST_SHARE;
  for (const suspect of suspects.filter(({ suspiciousness }) => suspiciousness >= least)) {
    const source = await reader.read(suspect.file);
    const isKnown = seen.has(`${suspect.file}#${suspect.symbol}`);
    if (source === null || isKnown) continue;
    if (listed >= Math.min(most, MOST_LISTED)) break;
    seen.add(`${suspect.file}#${suspect.symbol}`);
    const { file, startLine, endLine, symbol, evidence } = suspect;
    const place = startLine === endLine ? `${startLine}` : `${startLine}-${endLine}`;
    const name = symbol === null ? '' : ` in ${inLabel(symbol)}`;
    const code = startLine === endLine ? `: ${(source.lines[startLine - 1] ?? '').trim().slice(0, 120)}` : '';
    listed++;
    lines.push(`${listed}. ${inLabel(file)}:${place}${name}${code}`);
    const reason = evidence[0]?.detail;
    if (reason !== undefined) lines.push(`   ${inLabel(reason)}`);
  }
  if (lines.length === 0) return null;
  const text = lines.join('\n');
  return { kind: 'text', section: 'suspects', title: 'most suspicious places', text, value: 60, must: false };
}
