import type { TestReport, TestResult } from '../domain/test-report.ts';
import type { WarmResult } from '../domain/warm-judging.ts';

/**
 * How long the failing tests should take once they are repaired: as long as they took, unless they failed because they
 * did not end. Then as long as the slowest test of the suite that passes, each.
 */
export function expectedSeconds(failing: readonly TestResult[], baseline: TestReport, seconds: number): number {
  const passing = baseline.results.filter((result) => result.status === 'passed');
  const slowest = Math.max(0, ...passing.map((result) => result.durationMs ?? 0));
  // A test that failed at once may take as long as others once it is repaired.
  return doHang(failing) ? Math.min(seconds, (slowest / 1000) * failing.length) : Math.max(seconds, slowest / 1000);
}

export function doHang(failing: readonly TestResult[]): boolean {
  return failing.some(({ failure }) =>
    /time.?(d )?out/i.test(`${failure?.kind} ${failure?.errorType} ${failure?.message}`),
  );
}

/** Places of the failing tests that fail in the warm process as they did in one of their own. */
export function failAlike(results: readonly WarmResult[], failing: readonly TestResult[]): ReadonlySet<number> {
  const found = new Map(results.map(([target, status, message]) => [target, { status, message }]));
  const isSame = ({ failure }: TestResult, index: number) => {
    const now = found.get(index);
    if (now?.status !== 'failed' || failure === null) return false;
    const { errorType, message } = failure;
    const isAlike =
      (errorType !== null && now.message.startsWith(errorType)) || shapeOf(now.message) === shapeOf(message);
    return isAlike || isSameMessage(now.message, message);
  };
  return new Set(failing.flatMap((test, index) => (isSame(test, index) ? [index] : [])));
}

/**
 * Whether the warm process tells what a process of its own told. Tests that fail by what others have left behind pass or
 * fail with other values where those others do not run: one that fails with the same error is enough.
 */
export function reproduces(results: readonly WarmResult[], failing: readonly TestResult[]): boolean {
  const found = new Set(results.map(([target]) => target));
  return failAlike(results, failing).size > 0 && failing.every((_, index) => found.has(index));
}

/** Reports put more or less around a message: a class before it, a whole comparison behind it. */
function isSameMessage(left: string, right: string): boolean {
  const [one, other] = [left, right].map((text) =>
    text
      .replaceAll(/0x[0-9a-f]+|\s+/gi, ' ')
      .trim()
      .slice(0, 80),
  );
  if (one === undefined || other === undefined || one === '' || other === '') return true;
  return left === right || one.includes(other) || other.includes(one) || ending(one) === ending(other);
}

/** The first line without its values. */
function shapeOf(message: string): string {
  const [line = ''] = message.split('\n', 1);
  return line.replaceAll(/(["'`]).*?\1|[\d\s,.[\](){}-]+/g, '');
}

function ending(message: string): string {
  return message.replace(/^[\w.]+(Error|Exception)?: /, '').slice(0, 40);
}
