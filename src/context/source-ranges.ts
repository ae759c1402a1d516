import type { LineRange } from '../syntax/nodes.ts';
import type { CodeSymbol } from '../syntax/syntax-types.ts';
import { inLabel } from './fence.ts';
import type { ReadableSource } from './source-reader.ts';

const LONGEST_HEADER = 40;
const LONGEST_COMMENT = 15;

/** Lines of the imports at the head of a file; null when it has none. */
export function headerOf(source: ReadableSource): LineRange | null {
  const firstCode = source.symbols.find((symbol) => symbol.kind !== 'variable' && symbol.kind !== 'type');
  const limit = firstCode?.startIndex ?? Number.POSITIVE_INFINITY;
  const imports = source.imports.filter((binding) => binding.endIndex <= limit);
  const first = imports[0];
  if (first === undefined) return null;
  const endLine = Math.max(...imports.map((binding) => source.lineAt(binding.endIndex)));
  return { startLine: first.line, endLine: Math.min(endLine, first.line + LONGEST_HEADER) };
}

/** Start of the comment and decorators that stand directly above a line. */
export function withComment(source: ReadableSource, startLine: number): number {
  let line = startLine;
  while (line > 1 && startLine - line < LONGEST_COMMENT && isComment(source.lines[line - 2] ?? '')) line--;
  return line;
}

function isComment(line: string): boolean {
  return /^\s*(\/\/|\/\*|\*|#(?!!|include)|@\w)/.test(line);
}

/** The innermost function, method, class or titled call block that holds the lines; null at the top level. */
export function symbolAround(source: ReadableSource, run: LineRange): NamedRange | null {
  const holders: NamedRange[] = [
    ...source.symbols.filter((symbol) => symbol.kind !== 'type'),
    ...source.blocks.flatMap(({ title, callee, startLine, endLine }) =>
      title === null ? [] : [{ name: `${callee}('${title}')`, kind: 'block' as const, startLine, endLine }],
    ),
  ].filter((holder) => holder.startLine <= run.startLine && run.endLine <= holder.endLine);
  holders.sort((left, right) => left.endLine - left.startLine - (right.endLine - right.startLine));
  return holders[0] ?? null;
}

export interface NamedRange extends LineRange {
  readonly name: string;
  readonly kind: CodeSymbol['kind'] | 'block';
}

/** Says which functions a run of lines cuts: ` (begins inside total, lines 3-80)`; '' when it cuts none. */
export function cutNote(source: ReadableSource, run: LineRange): string {
  const isCut = (symbol: CodeSymbol, line: number) => symbol.startLine < line && line <= symbol.endLine;
  const innermost = (line: number) =>
    source.symbols
      .filter((symbol) => symbol.kind === 'function' || symbol.kind === 'method')
      .filter((symbol) => isCut(symbol, line))
      .filter((symbol) => symbol.startLine < run.startLine || symbol.endLine > run.endLine)
      .at(-1);
  const begins = innermost(run.startLine);
  const ends = innermost(run.endLine + 1);
  const shown = (symbol: CodeSymbol) => `${inLabel(symbol.name)}, lines ${symbol.startLine}-${symbol.endLine}`;
  if (begins !== undefined && begins === ends) return ` (a part of ${shown(begins)})`;
  const notes = [
    begins === undefined ? '' : `begins inside ${shown(begins)}`,
    ends === undefined ? '' : `ends inside ${shown(ends)}`,
  ].filter((note) => note !== '');
  return notes.length === 0 ? '' : ` (${notes.join('; ')})`;
}
