import type { CallBlock } from '../syntax/call-blocks.ts';
import type { CodeSymbol } from '../syntax/syntax-types.ts';
import type { Reference } from './references.ts';
import type { SourceFile } from './source-index.ts';

/**
 * A piece of code that can be guilty: a function, method, class (without its methods), module variable, anonymous
 * handler (`router.get('/tasks')`), or what is left of the module.
 */
export interface CodeUnit {
  /** Unique in a project. */
  readonly key: string;
  readonly file: SourceFile;
  readonly kind: 'function' | 'class' | 'variable' | 'block' | 'module';
  /** null for the module. */
  readonly name: string | null;
  /** Class, object or function around a symbol. */
  readonly parent: string | null;
  readonly startLine: number;
  readonly endLine: number;
  readonly startIndex: number;
  readonly endIndex: number;
  /** Parts of the range that belong to inner units. */
  readonly holes: readonly { readonly startIndex: number; readonly endIndex: number }[];
}

/** A handler of fewer lines is read as a part of what is around it. */
const SMALLEST_BLOCK_LINES = 2;

const units = new WeakMap<SourceFile, readonly CodeUnit[]>();

/** Units of a file, outer before inner, the module last. */
export function unitsOf(file: SourceFile): readonly CodeUnit[] {
  let found = units.get(file);
  if (found === undefined) {
    found = makeUnits(file);
    units.set(file, found);
  }
  return found;
}

export function moduleUnit(file: SourceFile): CodeUnit {
  const unit = unitsOf(file).at(-1);
  if (unit === undefined) throw new Error(`No module unit for ${file.path}.`);
  return unit;
}

function makeUnits(file: SourceFile): CodeUnit[] {
  const symbols = file.symbols.filter((symbol) => symbol.kind !== 'type');
  const functions = symbols.filter((symbol) => symbol.kind === 'function' || symbol.kind === 'method');
  const blocks = file.blocks.filter(
    (block) =>
      block.endLine - block.startLine + 1 >= SMALLEST_BLOCK_LINES &&
      (block.title !== null || !functions.some((outer) => contains(outer, block))),
  );
  const inner = [...symbols.filter((symbol) => symbol.kind !== 'variable'), ...blocks].sort(
    (left, right) => left.startIndex - right.startIndex,
  );
  const holesOf = (outer: { startIndex: number; endIndex: number }) =>
    inner.filter((one) => contains(outer, one) && one.endIndex - one.startIndex < outer.endIndex - outer.startIndex);
  return [
    ...symbols.map((symbol) => symbolUnit(file, symbol, holesOf(symbol))),
    ...blocks.map((block) => blockUnit(file, block, holesOf(block))),
    {
      key: `${file.path}#`,
      file,
      kind: 'module',
      name: null,
      parent: null,
      startLine: 1,
      endLine: file.lineCount,
      startIndex: 0,
      endIndex: file.text.length,
      holes: inner,
    },
  ];
}

function symbolUnit(file: SourceFile, symbol: CodeSymbol, inner: CodeUnit['holes']): CodeUnit {
  const { name, parent, startLine, endLine, startIndex, endIndex } = symbol;
  const kind = symbol.kind === 'class' ? 'class' : symbol.kind === 'variable' ? 'variable' : 'function';
  return {
    key: `${file.path}#${startIndex}`,
    file,
    kind,
    name,
    parent,
    startLine,
    endLine,
    startIndex,
    endIndex,
    holes: inner,
  };
}

function blockUnit(file: SourceFile, block: CallBlock, holes: CodeUnit['holes']): CodeUnit {
  const { startLine, endLine, startIndex, endIndex } = block;
  const name = block.title === null ? block.callee : `${block.callee}('${block.title}')`;
  const key = `${file.path}#${startIndex}b`;
  return { key, file, kind: 'block', name, parent: null, startLine, endLine, startIndex, endIndex, holes };
}

export function contains(
  outer: { readonly startIndex: number; readonly endIndex: number },
  inner: { readonly startIndex: number; readonly endIndex: number },
): boolean {
  return outer.startIndex <= inner.startIndex && inner.endIndex <= outer.endIndex;
}

/** References in the unit's own code. */
export function referencesOf(unit: CodeUnit): Reference[] {
  return referencesBetween(unit.file, unit.startIndex, unit.endIndex).filter(
    ({ index }) => !unit.holes.some((hole) => hole.startIndex <= index && index < hole.endIndex),
  );
}

/** References in a range of a file. */
export function referencesBetween(file: SourceFile, startIndex: number, endIndex: number): Reference[] {
  const { references } = file;
  let low = 0;
  let high = references.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((references[middle]?.index ?? 0) < startIndex) low = middle + 1;
    else high = middle;
  }
  const found: Reference[] = [];
  for (let index = low; index < references.length; index++) {
    const reference = references[index];
    if (reference === undefined || reference.index >= endIndex) break;
    found.push(reference);
  }
  return found;
}

/** The innermost unit around a 1-based line; the module when no other is. */
export function unitAt(file: SourceFile, line: number): CodeUnit {
  let best = moduleUnit(file);
  for (const unit of unitsOf(file)) {
    if (unit.kind === 'module' || unit.startLine > line || unit.endLine < line) continue;
    if (unit.endIndex - unit.startIndex <= best.endIndex - best.startIndex) best = unit;
  }
  return best;
}

/** Name for people: `Cart.total`, `router.get('/tasks')`. */
export function unitLabel(unit: CodeUnit): string {
  if (unit.name === null) return unit.file.path;
  return unit.parent === null ? unit.name : `${unit.parent}.${unit.name}`;
}
