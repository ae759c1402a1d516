import type { ReportContext, ReportFormat } from '../domain/report-format.ts';
import type { TestReport } from '../domain/test-report.ts';
import { assembleReport, type ReportedFailure, type ReportedTest } from './assemble-report.ts';

/** https://www.jetbrains.com/help/teamcity/service-messages.html, printed by runners' TeamCity reporters. */
export const teamcityMessages: ReportFormat = {
  name: 'teamcity',
  summary: "TeamCity service messages: phpunit --teamcity and other runners' TeamCity reporters",
  detect(text) {
    if (!text.includes('##teamcity[')) return 0;
    return /^\s*##teamcity\[test(?:Failed|Finished|Started) name='/m.test(text) ? 0.97 : 0;
  },
  parse: parseTeamcity,
};

const MESSAGE = /^\s*##teamcity\[(?<name>\w{1,60}) (?<values>.*)\]\s*$/;
const VALUE = /(?<key>\w{1,60})='(?<value>(?:[^'|]|\|.)*)'/gs;

type Message = Readonly<Record<string, string | undefined>>;

/** Where the messages of one flow stand: flows of parallel runs are mixed. */
interface Flow {
  readonly suites: { readonly name: string; readonly file: string | null }[];
  current: { message: Message; failure: ReportedFailure | null; isIgnored: boolean } | null;
}

function parseTeamcity(text: string, context: ReportContext): TestReport {
  const flows = new Map<string, Flow>();
  const tests: ReportedTest[] = [];
  let isOpen = false;
  for (const line of text.split('\n')) {
    const groups = line.includes('##teamcity[') ? MESSAGE.exec(line)?.groups : undefined;
    if (groups?.name === undefined) continue;
    const message = valuesOf(groups.values ?? '');
    const flow = flows.get(message.flowId ?? '') ?? { suites: [], current: null };
    flows.set(message.flowId ?? '', flow);
    readMessage(groups.name, message, flow, tests);
  }
  for (const flow of flows.values()) {
    isOpen ||= flow.suites.length > 0;
    if (flow.current !== null) endTest(flow, {}, tests, true);
  }
  return assembleReport({ format: 'teamcity', runner: null, tests, truncated: isOpen }, context);
}

function readMessage(name: string, message: Message, flow: Flow, tests: ReportedTest[]): void {
  if (name === 'testSuiteStarted') flow.suites.push({ name: message.name ?? '', file: fileOf(message) });
  else if (name === 'testSuiteFinished') flow.suites.pop();
  else if (name === 'testStarted') flow.current = { message, failure: null, isIgnored: false };
  else if (name === 'testFailed') {
    flow.current ??= { message, failure: null, isIgnored: false };
    flow.current.failure ??= failureOf(message);
  } else if (name === 'testIgnored') {
    flow.current ??= { message, failure: null, isIgnored: true };
    flow.current.isIgnored = true;
  } else if (name === 'testFinished' && flow.current !== null) endTest(flow, message, tests, false);
}

function endTest(flow: Flow, message: Message, tests: ReportedTest[], isUnended: boolean): void {
  if (flow.current === null) return;
  const { message: started, failure, isIgnored } = flow.current;
  flow.current = null;
  const duration = Number(message.duration);
  const unended = { kind: 'error' as const, message: 'The test began and did not end.' };
  const isRisky = /^This test did not perform any assertions/.test(failure?.message ?? '');
  const reason = isRisky ? null : (failure ?? (isUnended && !isIgnored ? unended : null));
  const name = started.name ?? '';
  tests.push({
    namePath: [...titlesOf(flow, name), name],
    file: fileOf(started) ?? flow.suites.findLast((suite) => suite.file !== null)?.file ?? null,
    status: reason !== null ? 'failed' : isIgnored ? 'skipped' : 'passed',
    durationMs: message.duration !== undefined && Number.isFinite(duration) ? duration : null,
    failure: reason,
  });
}

/** What stands around the suite of a class are groups of files; PHPUnit makes a suite of the data sets of one test. */
function titlesOf({ suites }: Flow, name: string): string[] {
  const first = suites.findIndex((suite) => suite.file !== null);
  const titles = suites.slice(Math.max(0, first)).map((suite) => suite.name);
  return titles
    .filter((title) => !/\/|^[A-Za-z]:\\/.test(title) && !name.startsWith(`${title.split('::').at(-1)} with data set`))
    .map((title) => title.slice(title.lastIndexOf('\\') + 1));
}

function failureOf(message: Message): ReportedFailure {
  const isComparison = message.type === 'comparisonFailure' || message.expected !== undefined;
  const details = (message.details ?? '').trim();
  const told = (message.message ?? '').replace(/^([A-Z][\w\\]*) : /, '$1: ');
  return {
    kind: isComparison ? 'assertion' : null,
    message: told,
    trace: [told, details].join('\n').trim(),
    expected: message.expected ?? null,
    actual: message.actual ?? null,
  };
}

/** `php_qn:///shop/tests/CartTest.php::\CartTest::testTotal`, `file:///shop/test/cart.js:12`. */
function fileOf({ locationHint = '' }: Message): string | null {
  return /^\w+:\/\/(?<file>(?:[A-Za-z]:)?[^:]{1,400}\.\w{1,5})(?=:|$)/.exec(locationHint)?.groups?.file ?? null;
}

function valuesOf(text: string): Message {
  return Object.fromEntries(
    [...text.matchAll(VALUE)].map(({ groups }) => [groups?.key, unescaped(groups?.value ?? '')]),
  );
}

function unescaped(text: string): string {
  return text.replaceAll(/\|(?:0x([0-9a-fA-F]{4})|(.))/gs, (_, hex: string | undefined, sign: string | undefined) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    return sign === 'n' ? '\n' : sign === 'r' ? '\r' : sign === 'x' ? '\u0085' : (sign ?? '');
  });
}
