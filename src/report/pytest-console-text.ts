import type { ReportContext, ReportFormat } from '../domain/report-format.ts';
import type { TestReport } from '../domain/test-report.ts';
import { assembleReport, type ReportedFailure, type ReportedTest } from './assemble-report.ts';
import { ALSO_FAILED } from './frames.ts';
import { type FailureBlock, pytestBlocks } from './pytest-blocks.ts';
import { type NamedTest, namedTests, PARTS_FAILED } from './pytest-named.ts';

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

const TOTALS =
  /^(?:=+ )?(?:no tests ran|\d+ (?:failed|passed|skipped|error|xfailed|xpassed|deselected|warning)).* in \d/m;
function parsePytest(text: string, context: ReportContext): TestReport {
  const ended = TOTALS.test(text);
  // The last line of a text that ends early may be half a name.
  const lines = ended || text.endsWith('\n') ? text.split('\n') : text.split('\n').slice(0, -1);
  const named = namedTests(lines);
  const blocks = pytestBlocks(lines);
  const namedOnce = onlyOnce(named.flatMap(({ status, nodeId }) => (status === 'failed' ? [titleOf(nodeId)] : [])));
  const tests = named.map((test) => namedResult(test, blocks, namedOnce));
  const unnamed = unnamedResults(blocks.filter((block) => !block.taken && block.reason === undefined));
  const all = [...tests, ...unnamed];
  const parts = named.reduce((sum, test) => sum + (test.status === 'failed' ? test.parts : 0), 0);
  const warnings = countWarnings(text, all, parts);
  const isConftest = blocks.some((block) => block.isConftest);
  return assembleReport(
    { format: 'pytest-console', runner: 'pytest', tests: all, truncated: !ended && !isConftest, warnings },
    context,
  );
}

function onlyOnce(titles: readonly string[]): Set<string> {
  const counts = new Map<string, number>();
  for (const title of titles) counts.set(title, (counts.get(title) ?? 0) + 1);
  return new Set(titles.filter((title) => counts.get(title) === 1));
}

/** `namedOnce`: titles of blocks that only one failing test can have. */
function namedResult(test: NamedTest, blocks: readonly FailureBlock[], namedOnce: ReadonlySet<string>): ReportedTest {
  const { file, namePath } = placeOf(test.nodeId);
  if (test.status !== 'failed') return { namePath, file, status: test.status };
  const isFile = namePath.length === 0;
  const own = isFile ? collectingBlocks(file, blocks) : blocksOf(test, file, namePath, blocks, namedOnce);
  for (const block of own) block.taken = true;
  const failure = blockFailure(own, test.reason);
  return {
    namePath: isFile ? [file] : namePath,
    file,
    status: 'failed',
    failure: isFile ? { ...failure, kind: 'load' } : failure,
  };
}

function collectingBlocks(file: string, blocks: readonly FailureBlock[]): FailureBlock[] {
  return blocks.filter((block) => !block.taken && block.collecting === file).slice(0, 1);
}

/** What is told of one test: its own failure, that of each of its sub-tests, those of its set-up and its tear-down. */
function blocksOf(
  test: NamedTest,
  file: string,
  namePath: readonly string[],
  blocks: readonly FailureBlock[],
  namedOnce: ReadonlySet<string>,
): FailureBlock[] {
  const title = namePath.join('.');
  const free = blocks.filter((block) => !block.taken && block.collecting === null);
  const titled = free.filter((block) => block.stage === null && block.title === title);
  // Tests that are made by a helper have all their frames in its file.
  const elsewhere = namedOnce.has(title) && titled.length === 1 ? titled[0] : undefined;
  const call = titled.find((block) => isIn(block, file)) ?? elsewhere;
  const parts = free.filter((block) => block.stage === null && isSubTest(block.title, title) && isIn(block, file));
  // A fixture may stand in any file; of tests of one name the first without its block is the one.
  const stages = (['setup', 'teardown'] as const).flatMap((stage) => {
    const found = free.filter((block) => block.stage === stage && block.title === title);
    return (found.find((block) => block.file === file) ?? found[0]) || [];
  });
  const told = call ?? (parts.length > 0 ? [] : (free.find((block) => says(block, test.reason)) ?? []));
  return [told, parts, stages].flat();
}

/** `test_sub [message] (i=1)` */
function isSubTest(title: string, test: string): boolean {
  return title.startsWith(test) && /^ (?:\[.*\]|\(.*\))/.test(title.slice(test.length));
}

function isIn({ file }: FailureBlock, own: string): boolean {
  return file === null || own.endsWith(file) || file.endsWith(own) || !/(?:^|[\\/])test/.test(file);
}

function says(block: FailureBlock, reason: string): boolean {
  const [head = ''] = reason.split('\n', 1);
  return block.reason !== undefined && head !== '' && block.reason.startsWith(head.replace(/\.{3}$/, ''));
}

function blockFailure(blocks: readonly FailureBlock[], reason: string): ReportedFailure {
  const telling = blocks.filter((block, _, all) => all.length === 1 || !PARTS_FAILED.test(block.trace));
  const [first] = telling;
  if (first === undefined) return { message: reason.trim() === '' ? null : reason, errorType: typeIn(reason) };
  const output = [...new Set(telling.map((block) => block.output))].join('\n').trim();
  if (first.reason !== undefined && first.line !== null) {
    const message = reason.startsWith(first.reason) ? reason : first.reason;
    return { message, errorType: typeIn(message), frames: [lineFrame(first)], output };
  }
  // The error that is read is the last one of a trace.
  const trace = telling
    .map((block) => block.trace)
    .toReversed()
    .join(`\n\n${ALSO_FAILED}\n\n`);
  // The trace tells more than the summary, which is cut to the width of a terminal.
  const isTold = /^E\s|^(?: {2}\+ Exception Group )?Traceback /m.test(first.trace);
  const message = isTold || reason.trim() === '' ? null : reason;
  return { message, errorType: message === null ? null : typeIn(message), trace, output };
}

function typeIn(reason: string): string | null {
  return reason.startsWith('assert ') ? 'AssertionError' : null;
}

function lineFrame({ file, line }: FailureBlock) {
  return { file, line, column: null, functionName: null };
}

function titleOf(nodeId: string): string {
  return placeOf(nodeId).namePath.join('.');
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

/** Of an output that ends before its summary: what is told of one test is one failure here too. */
function unnamedResults(blocks: readonly FailureBlock[]): ReportedTest[] {
  const groups = new Map<string, FailureBlock[]>();
  for (const block of blocks) {
    const title = block.collecting ?? block.title.replace(SUB_TEST, '');
    groups.set(title, [...(groups.get(title) ?? []), block]);
  }
  return [...groups].map(([title, group]) => {
    const own = [...group.filter((block) => block.stage === null), ...group.filter((block) => block.stage !== null)];
    return blockResult(title, own);
  });
}

const SUB_TEST = / (?:\[[^\]]*\] )?\([^()]*=[^()]*\)$| \[[^\]]*\]$/;

function blockResult(title: string, blocks: readonly FailureBlock[]): ReportedTest {
  const [first] = blocks;
  const collecting = first?.collecting ?? null;
  const file = collecting ?? first?.file ?? null;
  const failure = blockFailure(blocks, '');
  if (collecting === null) return { namePath: titleParts(title), file, status: 'failed', failure };
  return { namePath: [collecting], file, status: 'failed', failure: { ...failure, kind: 'load' } };
}

function titleParts(title: string): string[] {
  const bracket = title.indexOf('[');
  const head = bracket < 0 ? title : title.slice(0, bracket);
  const parts = head.split('.');
  const last = parts.pop() ?? '';
  return [...parts, last + (bracket < 0 ? '' : title.slice(bracket))];
}

/** The console names passing tests only with -v. */
function countWarnings(text: string, tests: readonly ReportedTest[], parts: number): string[] {
  const totals = [...text.matchAll(/(\d+) (failed|passed|errors?)\b(?=[^\n]{0,200} in \d)/g)];
  const counted = (word: string) => Number(totals.findLast((match) => match[2]?.startsWith(word))?.[1] ?? 0);
  const warnings: string[] = [];
  const passed = tests.filter((test) => test.status === 'passed').length;
  if (counted('passed') > passed)
    warnings.push(`${counted('passed') - passed} passing test(s) are not named in this output.`);
  const failed = tests.filter((test) => test.status === 'failed').length + parts;
  const expected = counted('failed') + counted('error');
  if (expected > failed)
    warnings.push(`${expected - failed} failing test(s) are counted but not named in this output.`);
  return warnings;
}
