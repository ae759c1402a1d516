import type { RepairTask } from '../domain/repair-task.ts';
import type { SuspiciousLocation } from '../domain/suspicious-location.ts';
import { enclosingSymbol } from '../syntax/symbols.ts';
import type { CodeSymbol } from '../syntax/syntax-types.ts';

/** How suspicious a line is, and what a stack frame adds to every operator there (in plausible per thousand). */
export interface LineSuspicion {
  readonly suspiciousness: number;
  readonly bonus: number;
  /** False for a line that no failing test ran, though tests ran others of the same function. */
  readonly reached: boolean;
}

/** A location of at most so many lines points at statements; a longer one at a whole function or file. */
const NARROW = 4;

/** What a place gets of a suspect's suspiciousness when it lies in the same function, and when in the same file. */
const SAME_FUNCTION = 0.6;
const SAME_FILE = 0.2;

/** The study: stack frames inside of the project are nearly always right when the program crashed there. */
const CRASH_BONUS = 8;
const FRAME_BONUS = 3;

/** Suspicion of every line of one file, from the ranked locations. Lines are 1-based. */
export function suspicionOf(
  task: RepairTask,
  path: string,
  symbols: readonly CodeSymbol[],
  lineCount: number,
): (line: number) => LineSuspicion {
  const scores = new Float64Array(lineCount + 2);
  const bonuses = new Float64Array(lineCount + 2);
  const raise = (target: Float64Array, start: number, end: number, value: number) => {
    for (let line = Math.max(1, start); line <= Math.min(lineCount, end); line++) {
      target[line] = Math.max(target[line] ?? 0, value);
    }
  };
  const crashed = task.failing.some((test) => test.failure?.kind === 'error' || test.failure?.kind === 'load');
  for (const suspect of task.suspects.filter((location) => location.file === path)) {
    const { startLine, endLine, suspiciousness } = suspect;
    raise(scores, 1, lineCount, suspiciousness * SAME_FILE);
    const around = enclosingSymbol(symbols, startLine);
    if (around !== null && around.kind !== 'class')
      raise(scores, around.startLine, around.endLine, suspiciousness * SAME_FUNCTION);
    raise(scores, startLine, endLine, suspiciousness);
    if (endLine - startLine < NARROW && isFrame(suspect)) {
      raise(bonuses, startLine, endLine, (crashed ? CRASH_BONUS : FRAME_BONUS) * suspiciousness);
    }
  }
  const share = measuredShares(task, path, symbols, lineCount);
  return (line) => ({
    suspiciousness: (scores[line] ?? 0) * (share(line) ?? 1),
    bonus: bonuses[line] ?? 0,
    reached: share(line) !== 0 || (bonuses[line] ?? 0) > 0,
  });
}

/** What a line keeps of its suspicion that failing tests run no more than the rest of its file. */
const LEAST_SHARE = 0.1;

/**
 * Share of a line's suspicion by what was measured there: of the most suspicious line all, of one that no failing test ran
 * nothing; null where nothing was measured. Tests run what is inside of functions.
 */
function measuredShares(
  { lineSuspicion }: RepairTask,
  path: string,
  symbols: readonly CodeSymbol[],
  lineCount: number,
): (line: number) => number | null {
  const measured = lineSuspicion?.get(path);
  const most = measured === undefined ? 0 : Math.max(0, ...measured.values());
  if (measured === undefined || most === 0) return () => null;
  const shares: (number | null)[] = [];
  for (let line = 1; line <= lineCount; line++) {
    const own = measured.get(line);
    if (own !== undefined) shares[line] = own === 0 ? 0 : LEAST_SHARE + (1 - LEAST_SHARE) * (own / most);
    else shares[line] = isInFunction(symbols, line) ? 0 : null;
  }
  return (line) => shares[line] ?? null;
}

function isInFunction(symbols: readonly CodeSymbol[], line: number): boolean {
  const around = enclosingSymbol(symbols, line);
  return around !== null && around.kind !== 'class' && around.startLine < line;
}

function isFrame(suspect: SuspiciousLocation): boolean {
  return suspect.evidence.some((evidence) => evidence.kind === 'frame');
}
