import type { ReportFormat } from '../domain/report-format.ts';
import type { TestStatus } from '../domain/test-report.ts';
import { assembleReport, type ReportedFailure, type ReportedTest } from './assemble-report.ts';
import { sectionsOf } from './console-output.ts';
import { type PathMapper, pathMapper } from './path-mapping.ts';

const LIST =
  /^There (?:was|were) \d+ (?<word>errors?|failures?|risky tests?|warnings?|incomplete tests?|skipped tests?|PHPUnit test runner warnings?|.+?):$/;
const ENTRY = /^\d+\) (?<name>[\w\\]+::.+)$/;
const TOTALS = /^(?:Tests: (?<tests>\d+), Assertions: \d+(?<rest>.*)\.|OK[ ,(].*)$/m;
/** A class without a namespace has no name beside its title. */
const DOX_SUITE = /^(?:.+ \((?<className>[\w\\]+)\)|(?<title>[A-Z][\w ]{0,200}))$/;
const DOX_TEST = /^ (?<mark>[✔✘∅↩☢⚠ℹ✓✗]) (?<title>.+?)(?: \[[\d.]+ ms\])?$/;

/** What PHPUnit prints, with its default printer or --testdox. */
export const phpunitConsole: ReportFormat = {
  name: 'phpunit-console',
  summary: "PHPUnit's console output, also --testdox (give --log-junit where you can: it names passing tests too)",
  detect(text) {
    if (text.includes('##teamcity[test')) return 0.4;
    const signs = [
      /^PHPUnit \d+\.\d+[\d.\w-]* by Sebastian Bergmann/m,
      /^There (?:was|were) \d+ (?:errors?|failures?):$/m,
      /^Tests: \d+, Assertions: \d+/m,
      /^\d+\) [\w\\]+::\w+/m,
    ];
    const found = signs.filter((sign) => sign.test(text)).length;
    return found >= 2 ? 0.95 : found === 1 ? 0.75 : 0;
  },
  parse(text, context) {
    const paths = pathMapper(context);
    const lines = text.split('\n');
    const listed = listedTests(lines, paths);
    const dox = doxTests(lines, paths);
    const failing = (tests: readonly ReportedTest[]) => tests.filter((test) => test.status === 'failed').length;
    const isDox = failing(dox) > failing(listed) || failing(listed) === 0;
    const tests = isDox ? [...listed.filter((test) => test.status !== 'failed'), ...dox] : listed;
    const fatal = fatalError(text);
    const all = fatal === null ? tests : [...tests, fatal];
    const totals = TOTALS.exec(text);
    const truncated = totals === null && fatal === null;
    const warnings = countWarnings(totals?.groups, all);
    return assembleReport(
      { format: 'phpunit-console', runner: 'phpunit', tests: all, truncated, warnings },
      context,
      paths,
    );
  },
};

/** The numbered entries of each list; risky tests and warnings are no failures. */
function listedTests(lines: readonly string[], paths: PathMapper): ReportedTest[] {
  return sectionsOf(lines, LIST).flatMap(({ heading, lines: body }) => {
    const word = heading.groups?.word ?? '';
    const status: TestStatus = /^(?:error|failure)/.test(word)
      ? 'failed'
      : /^(?:skip|incompl)/.test(word)
        ? 'skipped'
        : 'passed';
    if (status === 'passed') return [];
    const end = body.findIndex((line) => line === '--' || /^(?:ERRORS|FAILURES|WARNINGS)!$/.test(line));
    return sectionsOf(end < 0 ? body : body.slice(0, end), ENTRY).map(({ heading: entry, lines: block }) => ({
      ...placeOf(entry.groups?.name ?? '', paths),
      status,
      failure: status === 'failed' ? blockFailure(block, /^failure/.test(word)) : null,
    }));
  });
}

function placeOf(printed: string, paths: PathMapper): { namePath: string[]; file: string | null } {
  const at = printed.indexOf('::');
  const className = printed.slice(0, at);
  // The values of a data set stand after its name: `testTotals with data set "one tea" (1, 3)`.
  const name = printed.slice(at + 2).replace(/^(\w+ with data set (?:"[^"]*"|#\d+)).*$/, '$1');
  return { namePath: [className.split('\\').at(-1) ?? className, name], file: paths.module(className)?.file ?? null };
}

const FRAME = /^(?:#\d+ )?(?:phar:\/\/|\/|[A-Za-z]:[\\/]|\.{0,2}[\w.-]+[\\/])\S*\.(?:php|phpt)(?::\d+|\(\d+\))/;

function blockFailure(block: readonly string[], isAssertion: boolean): ReportedFailure {
  const first = block.findIndex((line) => FRAME.test(line.trim()));
  const text = (first < 0 ? block : block.slice(0, first)).join('\n').trim();
  const trace = first < 0 ? '' : block.slice(first).join('\n').trim();
  const typed = /^(?<type>[A-Z][\w\\]*(?:Error|Exception|[A-Z]\w+)): (?<message>[\s\S]*)$/.exec(text)?.groups;
  const isTyped = typed !== undefined && !isAssertion;
  return {
    kind: isAssertion ? 'assertion' : isMissing(text) ? 'load' : null,
    errorType: isTyped ? (typed.type ?? null) : isAssertion ? 'ExpectationFailedException' : 'Error',
    message: isTyped ? (typed.message ?? '') : text,
    trace: `${text}\n\n${trace}`.trim(),
  };
}

function isMissing(text: string): boolean {
  return /Failed opening required|failed to open stream/i.test(text);
}

/** PHP itself gave up: no test has a word on it. */
function fatalError(text: string): ReportedTest | null {
  const groups =
    /^(?:PHP )?(?:Fatal|Parse) error: {1,2}(?<message>.{1,2000}?) in (?<file>\S{1,400}?)(?: on line |:)(?<line>\d+)$/m.exec(
      text,
    )?.groups;
  if (groups?.file === undefined) return null;
  const { file, message = '' } = groups;
  const failure = { kind: 'load' as const, errorType: 'Error', message, trace: `${file}:${groups.line}` };
  return { namePath: [file], file, line: Number(groups.line), status: 'failed', failure };
}

const MARKS: Readonly<Record<string, TestStatus>> = {
  '✔': 'passed',
  '✓': 'passed',
  '✘': 'failed',
  '✗': 'failed',
  '☢': 'passed',
  '⚠': 'passed',
};

/** --testdox: sentences instead of names, below each class. */
function doxTests(lines: readonly string[], paths: PathMapper): ReportedTest[] {
  return sectionsOf(lines, DOX_SUITE).flatMap(({ heading, lines: body }) => {
    const isTitle = heading.groups?.title !== undefined;
    if (isTitle && !DOX_TEST.test(body[0] ?? '')) return [];
    const className = heading.groups?.className ?? heading.groups?.title?.replaceAll(' ', '') ?? '';
    const own = isTitle ? null : paths.module(className);
    const file = (own ?? paths.module(`${className}Test`) ?? paths.module(className))?.file ?? null;
    return sectionsOf(body, DOX_TEST).map(({ heading: entry, lines: block }) => {
      const status = MARKS[entry.groups?.mark ?? ''] ?? ('skipped' as const);
      const text = block.filter((line) => /^ {3}[│├┐┊┴┤╵╷]/u.test(line)).map((line) => line.slice(4).replace(/^ /, ''));
      const isAssertion = /Failed asserting/.test(text.join('\n'));
      return {
        namePath: [className.split('\\').at(-1) ?? '', entry.groups?.title ?? ''],
        file,
        status,
        failure: status === 'failed' ? blockFailure(text, isAssertion) : null,
      };
    });
  });
}

function countWarnings(
  totals: Readonly<Record<string, string | undefined>> | undefined,
  tests: readonly ReportedTest[],
): string[] {
  if (totals?.tests === undefined) return [];
  const counted = (word: string) => Number(new RegExp(`${word}: (\\d+)`).exec(totals.rest ?? '')?.[1] ?? 0);
  const failed = tests.filter((test) => test.status === 'failed').length;
  const lost = counted('Errors') + counted('Failures') - failed;
  const warnings = lost > 0 ? [`${lost} failing test(s) are counted but not told in this output.`] : [];
  const unnamed = Number(totals.tests) - tests.length - Math.max(0, lost);
  if (unnamed > 0) warnings.push(`${unnamed} test(s) that did not fail are not named in this output.`);
  if (counted('Risky') > 0) warnings.push(`PHPUnit calls ${counted('Risky')} test(s) risky: counted as passed.`);
  return warnings;
}
