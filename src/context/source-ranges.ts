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

/** Says which functions, classes and tests a run of lines cuts: ` (begins inside total, lines 3-80)`; '' when it cuts none. */
export function cutNote(source: ReadableSource, run: LineRange): string {
  const cut = cuttableRanges(source).filter((range) => range.startLine < run.startLine || range.endLine > run.endLine);
  const cutAt = (line: number) =>
    cut
      .filter((range) => range.startLine < line && line <= range.endLine)
      .sort((left, right) => left.endLine - left.startLine - (right.endLine - right.startLine))[0];
  const begins = cutAt(run.startLine);
  const ends = cutAt(run.endLine + 1);
  const shown = ({ kind, name, startLine, endLine }: NamedRange) =>
    `${kind === 'class' ? 'class ' : ''}${inLabel(name)}, lines ${startLine}-${endLine}`;
  if (begins !== undefined && begins === ends)
    return ` (${begins.kind === 'class' ? 'inside' : 'a part of'} ${shown(begins)})`;
  const notes = [
    begins === undefined ? '' : `begins inside ${shown(begins)}`,
    ends === undefined ? '' : `ends inside ${shown(ends)}`,
  ].filter((note) => note !== '');
  return notes.length === 0 ? '' : ` (${notes.join('; ')})`;
}

/** Prices of many pieces are asked for. */
const cuttable = new WeakMap<ReadableSource, readonly NamedRange[]>();

function cuttableRanges(source: ReadableSource): readonly NamedRange[] {
  let ranges = cuttable.get(source);
  if (ranges === undefined) {
    ranges = cuttableRangesIn(source);
    cuttable.set(source, ranges);
  }
  return ranges;
}

/** What should be shown whole: functions, methods, classes, and call blocks with a title that hold no other such block. */
function cuttableRangesIn(source: ReadableSource): NamedRange[] {
  const titled = source.blocks.flatMap(({ title, callee, startLine, endLine }): NamedRange[] =>
    title === null ? [] : [{ name: `${callee}('${title}')`, kind: 'block', startLine, endLine }],
  );
  const leaves = titled.filter(
    (block) =>
      !titled.some((other) => other !== block && block.startLine <= other.startLine && other.endLine <= block.endLine),
  );
  return [...source.symbols.filter(({ kind }) => kind !== 'variable' && kind !== 'type'), ...leaves];
}
