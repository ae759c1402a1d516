import type { TestResult } from '../domain/test-report.ts';
import { findTest, type TestFileOutline, type TestPlace } from '../syntax/test-blocks.ts';
import type { FailureGroup } from './failure-pieces.ts';
import { type CodePiece, codePiece } from './pieces.ts';
import { headerOf, withComment } from './source-ranges.ts';
import type { ReadableSource, SourceReader } from './source-reader.ts';

const FIRST_OF_GROUP_VALUE = 70;
const SAME_REASON_VALUE = 12;
const HOOK_VALUE = 22;
const HELPER_VALUE = 20;
const HEADER_VALUE = 16;
/** The tests beside a failing one tell what must go on passing. */
const NEIGHBOURS_VALUE = 8;
const MOST_NEIGHBOUR_LINES = 120;
const MOST_TESTS = 14;
/** A name that so many tests have says nothing: the first ones stand for it. */
const MOST_NAMESAKES = 4;
const MOST_HELPERS = 30;
/** Longer tests are shown around the line that failed. */
const LONGEST_TEST = 160;
const LINES_AROUND = 20;

/** The code of the failing tests, with the hooks, helpers and imports that it rests on. */
export async function testPieces(reader: SourceReader, groups: readonly FailureGroup[]): Promise<CodePiece[]> {
  const firsts = groups.map(([first]) => first);
  const others = groups.flatMap(([, ...rest]) => rest);
  const pieces: (CodePiece | null)[] = [];
  for (const [position, test] of [...firsts, ...others].slice(0, MOST_TESTS).entries()) {
    const isTest = test.file !== null && !/^(compile|lint)$/.test(test.failure?.kind ?? '');
    const source = isTest ? await reader.read(test.file) : null;
    if (source === null) continue;
    const value = position < firsts.length ? FIRST_OF_GROUP_VALUE / (1 + position * 0.3) : SAME_REASON_VALUE;
    pieces.push(...piecesOf(source, test, value));
  }
  return eachOnce(pieces.filter((piece) => piece !== null));
}

/** Tests of one file share its imports, hooks and helpers: each is one piece, worth what it is worth most. */
function eachOnce(pieces: readonly CodePiece[]): CodePiece[] {
  const best = new Map<string, CodePiece>();
  for (const piece of pieces) {
    const key = `${piece.source.path}:${piece.startLine}-${piece.endLine}`;
    const known = best.get(key);
    if (known === undefined || piece.value > known.value) best.set(key, piece);
  }
  return [...best.values()];
}

function piecesOf(source: ReadableSource, test: TestResult, value: number): (CodePiece | null)[] {
  const section = 'tests';
  const header = headerOf(source);
  const isLoad = test.failure?.kind === 'load';
  const headerValue = isLoad ? HEADER_VALUE * 3 : HEADER_VALUE;
  const top = header === null ? null : codePiece({ section, source, ...header, value: headerValue });
  const place = isLoad ? null : placeOf(source, test);
  if (place === null) {
    const whole =
      source.lines.length <= LONGEST_TEST ? { startLine: 1, endLine: source.lines.length } : aroundFrame(test);
    return [
      top,
      whole === null ? null : codePiece({ section, source, ...whole, value: isLoad ? value / 4 : value / 2 }),
    ];
  }
  const own = place.own
    .slice(0, MOST_NAMESAKES)
    .map((range) => codePiece({ section, source, ...ownRange(source, range, test), value }));
  const hooks = place.hooks
    .slice(0, MOST_HELPERS)
    .map(({ startLine, endLine }) => codePiece({ section, source, startLine, endLine, value: HOOK_VALUE }));
  const neighbours =
    source.lines.length > MOST_NEIGHBOUR_LINES
      ? null
      : codePiece({ section, source, startLine: 1, endLine: source.lines.length, value: NEIGHBOURS_VALUE });
  return [...own, top, ...hooks, ...helpersOf(source, place), neighbours];
}

function placeOf(source: ReadableSource, test: TestResult): TestPlace | null {
  const { language, symbols, blocks } = source;
  if (language === null) return null;
  const outline: TestFileOutline = { language, symbols, blocks };
  return findTest(outline, test);
}

function ownRange(source: ReadableSource, range: { startLine: number; endLine: number }, test: TestResult) {
  const startLine = withComment(source, range.startLine);
  if (range.endLine - startLine <= LONGEST_TEST) return { startLine, endLine: range.endLine };
  return aroundFrame(test) ?? { startLine, endLine: startLine + LONGEST_TEST };
}

function aroundFrame(test: TestResult): { startLine: number; endLine: number } | null {
  const frame = test.failure?.frames.find((one) => one.file === test.file && one.line !== null);
  const line = frame?.line ?? test.line;
  return line === null ? null : { startLine: line - LINES_AROUND, endLine: line + LINES_AROUND };
}

/** Functions, classes and constants of the test file that the test names: those of the module, and of the test's class. */
function helpersOf(source: ReadableSource, place: TestPlace): (CodePiece | null)[] {
  const shown = [...place.own, ...place.hooks];
  const text = shown.map(({ startLine, endLine }) => source.lines.slice(startLine - 1, endLine).join('\n')).join('\n');
  const words = new Set(text.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []);
  const classes = source.symbols.filter(
    ({ kind, startLine, endLine }) =>
      kind === 'class' && place.own.some((test) => startLine <= test.startLine && test.endLine <= endLine),
  );
  const scopes = new Set([null, ...classes.map((symbol) => symbol.name)]);
  const helpers = source.symbols.filter(
    (symbol) =>
      words.has(symbol.name) &&
      scopes.has(symbol.parent) &&
      symbol.endLine - symbol.startLine < LONGEST_TEST / 2 &&
      !shown.some((range) => range.startLine <= symbol.startLine && symbol.endLine <= range.endLine) &&
      !shown.some((range) => symbol.startLine <= range.startLine && range.endLine <= symbol.endLine),
  );
  return helpers.slice(0, MOST_HELPERS).map((symbol) =>
    codePiece({
      section: 'tests',
      source,
      startLine: withComment(source, symbol.startLine),
      endLine: symbol.endLine,
      value: HELPER_VALUE,
    }),
  );
}
