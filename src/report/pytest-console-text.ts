import type { ReportContext, ReportFormat } from '../domain/report-format.ts';
import type { TestReport, TestStatus } from '../domain/test-report.ts';
import { assembleReport, type ReportedTest } from './assemble-report.ts';
import { type FailureBlock, pytestBlocks } from './pytest-blocks.ts';

/** What pytest prints, in any of its `--tb` styles, with -v, -q, -r and pytest-xdist. */
export const pytestConsole: ReportFormat = {
  name: 'pytest-console',
  summary: "pytest's console output (give --junitxml where you can: it names passing tests too)",
  detect(text) {
    const signs = [
      /^=+ test session starts =+$/m,
      /^=+ (?:FAILURES|ERRORS) =+$/m,
      /^=+ short test summary info =+$/m,
      /^(?:=+ )?(?:\d+ (?:failed|passed|skipped|error|errors|xfailed|xpassed|deselected|warnings?)(?:, )?)+ in \d[\d.]*s/m,
      /^(?:FAILED|ERROR) \S+\.py(?:::|$| - )/m,
      /^ImportError while loading conftest /m,
    ];
    const found = signs.filter((sign) => sign.test(text)).length;
    return found >= 2 ? 0.95 : found === 1 ? 0.7 : 0;
  },
  parse: parsePytest,
};

/** A test as a line of its own names it. */
interface NamedTest {
  readonly nodeId: string;
  readonly status: TestStatus;
  readonly reason: string;
  readonly isError: boolean;
}

const STATUSES: Readonly<Record<string, TestStatus>> = {
  PASSED: 'passed',
  FAILED: 'failed',
  ERROR: 'failed',
  SKIPPED: 'skipped',
  XFAIL: 'skipped',
  XPASS: 'passed',
};

const TOTALS =
  /^(?:=+ )?(?:no tests ran|\d+ (?:failed|passed|skipped|error|xfailed|xpassed|deselected|warning)).* in \d/m;
const WORD = 'PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS';
const NODE_ID = '(?<id>[^\\s:][^:\\n]{0,400}\\.\\w{1,5}(?:::.{1,600}?)?)';
const VERBOSE_LINE = new RegExp(`^${NODE_ID} (?<status>${WORD})(?: \\(.{0,400}\\))?\\s*(?:\\[ *\\d+%\\])?\\s*$`);
const XDIST_LINE = new RegExp(`^\\[gw\\d+\\] (?:\\[ *\\d+%\\] )?(?<status>${WORD}) ${NODE_ID}\\s*$`);
const SUMMARY_LINE = new RegExp(`^(?<status>${WORD}|SUBFAILED(?:\\(.{0,200}?\\))?) ${NODE_ID}(?: - (?<reason>.*))?$`);

function parsePytest(text: string, context: ReportContext): TestReport {
  const ended = TOTALS.test(text);
  // The last line of a text that ends early may be half a name.
  const lines = ended || text.endsWith('\n') ? text.split('\n') : text.split('\n').slice(0, -1);
  const named = namedTests(lines);
  const blocks = pytestBlocks(lines);
  const tests = named.map((test) => namedResult(test, blocks));
  const unnamed = blocks.filter((block) => !block.taken && block.reason === undefined).map(blockResult);
  const all = [...tests, ...unnamed];
  const warnings = countWarnings(text, all);
  const isConftest = blocks.some((block) => block.isConftest);
  return assembleReport(
    { format: 'pytest-console', runner: 'pytest', tests: all, truncated: !ended && !isConftest, warnings },
    context,
  );
}

/** Every test that a verbose line or the summary names; the last word on a test wins, but a failure stays one. */
function namedTests(lines: readonly string[]): NamedTest[] {
  const tests = new Map<string, NamedTest>();
  for (const line of lines) {
    if (line.length > 1500) continue;
    const groups = (XDIST_LINE.exec(line) ?? SUMMARY_LINE.exec(line) ?? VERBOSE_LINE.exec(line))?.groups;
    if (groups?.id === undefined) continue;
    const word = groups.status?.startsWith('SUBFAILED') ? 'FAILED' : (groups.status ?? '');
    const before = tests.get(groups.id);
    const status = before?.status === 'failed' ? 'failed' : (STATUSES[word] ?? 'failed');
    const reason = groups.reason ?? before?.reason ?? '';
    tests.set(groups.id, {
      nodeId: groups.id,
      status,
      reason,
      isError: word === 'ERROR' || (before?.isError ?? false),
    });
  }
  return [...tests.values()];
}

function namedResult(test: NamedTest, blocks: readonly FailureBlock[]): ReportedTest {
  const { file, namePath } = placeOf(test.nodeId);
  if (test.status !== 'failed') return { namePath, file, status: test.status };
  const isFile = namePath.length === 0;
  const free = blocks.filter((each) => !each.taken);
  const block = free.find((each) =>
    isFile ? each.collecting === file : fits(each, file, namePath) || says(each, test.reason),
  );
  if (block !== undefined) block.taken = true;
  const message = messageOf(test, block);
  const errorType = message?.startsWith('assert ') ? 'AssertionError' : null;
  const failure = { ...(isFile ? { kind: 'load' as const } : {}), ...(block ?? {}), message, errorType };
  return { namePath: isFile ? [file] : namePath, file, status: 'failed', failure };
}

function says(block: FailureBlock, reason: string): boolean {
  return block.reason !== undefined && reason !== '' && block.reason.startsWith(reason.replace(/\.{3}$/, ''));
}

/** The trace tells more than the summary, which is cut to the width of a terminal. */
function messageOf(test: NamedTest, block: FailureBlock | undefined): string | null {
  if (block !== undefined && /^E\s|^Traceback /m.test(block.trace)) return null;
  return test.reason.trim() === '' ? null : test.reason;
}

/** Titles of blocks have dots where node ids have colons: `TestTotal.test_items[2]`. */
function fits(block: FailureBlock, file: string, namePath: readonly string[]): boolean {
  if (block.title !== namePath.join('.')) return false;
  return (
    block.file === null || file.endsWith(block.file) || block.file.endsWith(file) || !/(?:^|[\\/])test/.test(block.file)
  );
}

function placeOf(nodeId: string): { file: string; namePath: string[] } {
  // A parameter may hold `::`, so it is set aside first.
  const bracket = nodeId.indexOf('[');
  const head = bracket < 0 ? nodeId : nodeId.slice(0, bracket);
  const [file = '', ...names] = head.split('::');
  const last = names.pop();
  const tail = bracket < 0 ? '' : nodeId.slice(bracket);
  return { file: file.trim(), namePath: last === undefined ? [] : [...names, last + tail] };
}

function blockResult(block: FailureBlock): ReportedTest {
  const file = block.collecting ?? block.file;
  if (block.collecting !== null) {
    return { namePath: [block.collecting], file, status: 'failed', failure: { ...block, kind: 'load' } };
  }
  return { namePath: titleParts(block.title), file, status: 'failed', failure: block };
}

function titleParts(title: string): string[] {
  const bracket = title.indexOf('[');
  const head = bracket < 0 ? title : title.slice(0, bracket);
  const parts = head.split('.');
  const last = parts.pop() ?? '';
  return [...parts, last + (bracket < 0 ? '' : title.slice(bracket))];
}

/** The console names passing tests only with -v. */
function countWarnings(text: string, tests: readonly ReportedTest[]): string[] {
  const totals = [...text.matchAll(/(\d+) (failed|passed|errors?)\b(?=[^\n]{0,200} in \d)/g)];
  const counted = (word: string) => Number(totals.findLast((match) => match[2]?.startsWith(word))?.[1] ?? 0);
  const warnings: string[] = [];
  const passed = tests.filter((test) => test.status === 'passed').length;
  if (counted('passed') > passed)
    warnings.push(`${counted('passed') - passed} passing test(s) are not named in this output.`);
  const failed = tests.filter((test) => test.status === 'failed').length;
  const expected = counted('failed') + counted('error');
  if (expected > failed)
    warnings.push(`${expected - failed} failing test(s) are counted but not named in this output.`);
  return warnings;
}
