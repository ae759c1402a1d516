import type { ReportFormat } from '../domain/report-format.ts';
import type { TestStatus } from '../domain/test-report.ts';
import { assembleReport } from './assemble-report.ts';
import { GoRun } from './go-run.ts';

const PACKAGE_END = /^(?:ok {2}|FAIL|\? {3})\t(?<package>\S+)(?:\t| \[|$)(?<rest>.*)$/;
/** What a test printed without a line end stands before its outcome. */
const TEST_END =
  /^(?:\s*|\S.{0,1000}?(?=--- (?:FAIL|PASS|SKIP): (?:Test|Example|Fuzz|Benchmark)))--- (?<word>FAIL|PASS|SKIP): (?<name>\S.*?) \((?<seconds>[\d.]+)s\)$/;

/** What `go test` prints, with -v or without, and gotestsum's summaries. */
export const goTestConsole: ReportFormat = {
  name: 'go-test-console',
  summary: 'go test, with -v or without, and gotestsum (give -json where you can: it names passing tests too)',
  detect(text) {
    const signs = [
      /^\s*--- (?:FAIL|PASS|SKIP): (?:Test|Example|Fuzz|Benchmark)\S* \([\d.]+s\)$/m,
      /^(?:ok {2}|FAIL)\t\S+(?:\t| \[)/m,
      /^=== (?:RUN {3}(?:Test|Example|Fuzz)|FAIL: \S+ \S+ \()/m,
      /^panic: [\s\S]{0,2000}?\n\s*goroutine \d+ \[running\]/m,
    ];
    const found = signs.filter((sign) => sign.test(text)).length;
    return found >= 2 ? 0.95 : found === 1 ? 0.7 : 0;
  },
  parse(text, context) {
    const run = new GoRun();
    const state = startConsole(run);
    for (const line of text.split('\n')) goConsoleLine(line, state);
    endPackage(state, null, null);
    const tests = run.tests();
    const truncated = !state.hasEnd;
    const passing = tests.some((test) => test.status === 'passed');
    const warnings =
      passing || !state.hasEnd ? [] : ['Passing tests are not named in this output (go test -v names them).'];
    return assembleReport({ format: 'go-test-console', runner: 'go', tests, truncated, warnings }, context);
  },
};

interface PendingTest {
  status: TestStatus | null;
  seconds: number | null;
  /** Where the test's own line names it, as in gotestsum's summary. */
  packagePath: string | null;
  readonly lines: string[];
}

/** Where a reader of console lines stands. */
interface ConsoleState {
  readonly run: GoRun;
  /** Tests since the last package line: their package is told after them. */
  pending: Map<string, PendingTest>;
  /** The test that prints now; null: none. */
  current: string | null;
  /** The tests with their outcome above the lines that follow, from the outside in. */
  headers: { readonly name: string; readonly indent: number }[];
  /** Package of a compiler's section, which begins with `# package`. */
  building: string | null;
  /** Lines of no test since the last package line. */
  loose: string[];
  hasEnd: boolean;
}

export function startConsole(run: GoRun): ConsoleState {
  return { run, pending: new Map(), current: null, headers: [], building: null, loose: [], hasEnd: false };
}

const STATUSES: Readonly<Record<string, TestStatus>> = { PASS: 'passed', FAIL: 'failed', SKIP: 'skipped' };

/** Reads the next line. */
export function goConsoleLine(line: string, state: ConsoleState): void {
  const summary = /^=== (?<word>FAIL|SKIP|PASS): (?<package>\S+) (?<name>\S.*?) \((?<seconds>[\d.]+)s\)/.exec(
    line,
  )?.groups;
  if (summary !== undefined) {
    endPackage(state, null, null);
    beginSummary(summary, state);
    return;
  }
  const ended = PACKAGE_END.exec(line)?.groups;
  if (ended?.package !== undefined) {
    state.hasEnd = true;
    endPackage(state, ended.package, line);
    return;
  }
  if (/^=== (?:Errors|Failed|Skipped)$|^DONE \d+ tests?/.test(line)) {
    state.hasEnd ||= line.startsWith('DONE');
    endPackage(state, null, null);
    return;
  }
  const section = /^# (?<package>[^\s[]+)(?: \[.*\])?$/.exec(line)?.groups?.package;
  if (section !== undefined) {
    state.building = section;
    state.run.buildLine(section, line);
    return;
  }
  testLine(line, state);
}

function testLine(line: string, state: ConsoleState): void {
  const end = TEST_END.exec(line)?.groups;
  const begin = /^=== (?:RUN|CONT|NAME|PAUSE)\s+(?<name>\S.*)$/.exec(line)?.groups?.name;
  if (end?.name !== undefined) {
    const test = pendingTest(end.name, state);
    test.status = STATUSES[end.word ?? ''] ?? null;
    test.seconds = Number(end.seconds);
    state.current = end.name;
    const indent = indentOf(line);
    state.headers = [...state.headers.filter((header) => header.indent < indent), { name: end.name, indent }];
  } else if (begin !== undefined) {
    pendingTest(begin, state);
    state.current = begin;
    state.headers = [];
  } else if (/^(?:FAIL|PASS|exit status \d+|coverage: .*)$/.test(line)) {
    state.current = null;
    state.headers = [];
    if (/^exit status /.test(line)) state.loose.push(line);
  } else if (state.current !== null) pendingTest(ownerOf(line, state) ?? state.current, state).lines.push(line);
  else if (state.building !== null && line.trim() !== '') state.run.buildLine(state.building, line);
  else state.loose.push(line);
  if (end !== undefined || begin !== undefined) state.building = null;
}

/** Below the tree of a test and its sub-tests the depth of a message tells whose it is. */
function ownerOf(line: string, state: ConsoleState): string | null {
  if (!/^\s+\S+\.go:\d+: /.test(line)) return null;
  const indent = indentOf(line);
  state.headers = state.headers.filter((header) => header.indent < indent);
  state.current = state.headers.at(-1)?.name ?? state.current;
  return state.current;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function pendingTest(name: string, state: ConsoleState): PendingTest {
  const known = state.pending.get(name);
  if (known !== undefined) return known;
  const test: PendingTest = { status: null, seconds: null, packagePath: null, lines: [] };
  state.pending.set(name, test);
  return test;
}

/** gotestsum names package and test in one line; the package is shortened. */
function beginSummary(groups: Readonly<Record<string, string | undefined>>, state: ConsoleState): void {
  const test = pendingTest(groups.name ?? '', state);
  test.status = STATUSES[groups.word ?? ''] ?? null;
  test.seconds = Number(groups.seconds);
  state.current = groups.name ?? null;
  test.packagePath = groups.package ?? null;
}

function endPackage(state: ConsoleState, packagePath: string | null, line: string | null): void {
  for (const [name, { status, seconds, lines, packagePath: own }] of state.pending) {
    const owner = packagePath ?? own;
    state.run.started(owner, name);
    for (const each of lines) state.run.output(owner, name, each);
    if (status !== null) state.run.end(owner, name, status, seconds);
  }
  if (packagePath !== null && line?.startsWith('FAIL')) {
    state.run.packageFailed(packagePath, /\[(?:build|setup) failed\]/.test(line), state.loose);
  }
  state.pending = new Map();
  state.current = null;
  state.headers = [];
  state.building = null;
  if (packagePath !== null) state.loose = [];
}
