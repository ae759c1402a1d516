import type { ReportedFailure } from './assemble-report.ts';
import { withoutExcerpt } from './suite-error.ts';

/** `  1) [desktop] › test/cart.spec.js:6:5 › Cart › adds ─────`; JUnit XML leaves the number out. */
export const PLAYWRIGHT_HEADING =
  /^ *(?:(?<number>\d+)\) )?(?:\[(?<project>[^\]\n]{1,100})\] › )?(?<file>[^\s›][^›\n]{0,300}?):(?<line>\d+):\d+ › (?<title>.+?)(?: ─+)?\s*$/;

const END = /^(?:Retry #\d+ ─+|attachment #\d+: .*|Error Context: .*|\[\[ATTACHMENT\|.*|Usage:|─{10,})$/;
const SOURCE = /^ {3}at \S+:\d+$/;

/** What Playwright prints of one failure below its heading: the first try tells enough. */
export function playwrightFailure(lines: readonly string[]): ReportedFailure {
  const bare = lines.map((line) => line.replace(/^ {4}/, ''));
  const start = bare.findIndex((line) => line.trim() !== '');
  const rest = bare.slice(Math.max(0, start));
  const end = rest.findIndex((line) => END.test(line.trim()));
  const told = (end < 0 ? rest : rest.slice(0, end)).filter((line) => !SOURCE.test(line));
  const trace = withoutExcerpt(told.join('\n')).trim();
  const isTimeout = /^Test timeout of \d+ms exceeded/.test(trace);
  if (trace === 'Expected to fail, but passed.') return { kind: 'assertion', message: trace };
  return { kind: isTimeout ? 'timeout' : null, trace };
}
