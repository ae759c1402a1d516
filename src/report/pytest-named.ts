import type { TestStatus } from '../domain/test-report.ts';

/** A test as lines of its own name it: the summary at the end, the lines of -v and those of pytest-xdist. */
export interface NamedTest {
  readonly nodeId: string;
  readonly status: TestStatus;
  readonly reason: string;
  /** Lines that count a part of it as one more failure. */
  readonly parts: number;
}

/** pytest's own failure of a test whose sub-tests failed. */
export const PARTS_FAILED = /^contains \d+ failed subtests?$/;

interface Mention extends NamedTest {
  /** Whether the line is about a part of the test: its tear-down, or one of its sub-tests. */
  readonly isPart: boolean;
}

const STATUSES: Readonly<Record<string, TestStatus>> = {
  PASSED: 'passed',
  FAILED: 'failed',
  ERROR: 'failed',
  SKIPPED: 'skipped',
  XFAIL: 'skipped',
  XPASS: 'passed',
};

const WORD = 'PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS';
/** Sub-tests: `SUBFAILED[message] (i=1)` of pytest 9, `SUBFAIL` of the plug-in for older ones. */
const SUB_WORD = 'SUBFAIL(?:ED)?(?:\\[.{0,200}?\\])?(?: ?\\(.{0,200}?\\))?';
const NODE_ID = '(?<id>[^\\s:][^:\\n]{0,400}\\.\\w{1,5}(?:::.{1,600}?)?)';
const VERBOSE_LINE = new RegExp(
  `^${NODE_ID} (?<status>${WORD}|${SUB_WORD})(?: \\(.{0,400}\\))?\\s*(?:\\[ *\\d+%\\])?\\s*$`,
);
const XDIST_LINE = new RegExp(`^\\[gw\\d+\\] (?:\\[ *\\d+%\\] )?(?<status>${WORD}) ${NODE_ID}\\s*$`);
const SUMMARY_LINE = new RegExp(`^(?<status>${WORD}|${SUB_WORD}) ${NODE_ID}(?: - (?<reason>.*))?$`);

const SECTION = /^=+ (?<name>[^=\n]{1,200}?) =+$/;
const SUMMARY = 'short test summary info';
/** Sections with what tests printed, which may look like a verdict. */
const TOLD = /^(?:ERRORS|FAILURES|PASSES|XFAILURES|XPASSES|warnings summary.*)$/;
const LONGEST = 1500;

/** Every test that a line names; a failure stays one whatever else is said of the test. */
export function namedTests(lines: readonly string[]): NamedTest[] {
  const tests = new Map<string, Mention>();
  for (const mention of mentions(lines)) {
    const before = tests.get(mention.nodeId);
    tests.set(mention.nodeId, before === undefined ? mention : both(before, mention));
  }
  return [...tests.values()];
}

function both(before: Mention, next: Mention): Mention {
  const parts = before.parts + next.parts;
  if (before.status !== 'failed') return { ...next, reason: next.reason || before.reason, parts };
  const isTelling = next.status === 'failed' && next.reason !== '' && !PARTS_FAILED.test(next.reason);
  const isBetter = isTelling && (before.reason === '' || (before.isPart && !next.isPart));
  return { ...(isBetter ? next : before), parts };
}

function mentions(lines: readonly string[]): Mention[] {
  const found: Mention[] = [];
  const hasSummary = lines.some((line) => SECTION.exec(line)?.groups?.name === SUMMARY);
  let section = '';
  for (const line of lines) {
    const heading = line.length > LONGEST ? undefined : SECTION.exec(line)?.groups?.name;
    if (heading !== undefined) section = heading;
    else if (section === SUMMARY) readSummary(line, found);
    else if (!TOLD.test(section)) found.push(...mentionIn(line, hasSummary ? [XDIST_LINE, VERBOSE_LINE] : ANY_LINE));
  }
  return found;
}

const ANY_LINE = [XDIST_LINE, SUMMARY_LINE, VERBOSE_LINE];

/** In CI pytest does not cut reasons: they go on below the line that names the test. */
function readSummary(line: string, found: Mention[]): void {
  const [mention] = mentionIn(line, [SUMMARY_LINE]);
  const last = found.at(-1);
  if (mention !== undefined) found.push(mention);
  else if (last !== undefined && last.reason !== '' && last.reason.length < 20_000 && !/^!{5,} /.test(line))
    found[found.length - 1] = { ...last, reason: `${last.reason}\n${line}` };
}

function mentionIn(line: string, patterns: readonly RegExp[]): Mention[] {
  if (line.length > LONGEST) return [];
  for (const pattern of patterns) {
    const groups = pattern.exec(line)?.groups;
    if (groups?.id === undefined) continue;
    const word = groups.status ?? '';
    const isPart = word === 'ERROR' || word.startsWith('SUB');
    const named = { nodeId: groups.id, status: STATUSES[word] ?? 'failed', reason: groups.reason ?? '' };
    return [{ ...named, isPart, parts: isPart ? 1 : 0 }];
  }
  return [];
}
