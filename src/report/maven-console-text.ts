import type { ReportContext, ReportFormat } from '../domain/report-format.ts';
import type { TestReport, TestStatus } from '../domain/test-report.ts';
import { assembleReport, type ReportedTest } from './assemble-report.ts';
import { readErrorText } from './error-text.ts';
import { type PathMapper, pathMapper } from './path-mapping.ts';

/** `shop.CartTest.adds -- Time elapsed: 0.005 s <<< FAILURE!`, before surefire 3 `adds(shop.CartTest)  Time elapsed: …`. */
const TEST =
  /^(?:\[ERROR\] +)?(?:(?<method>[^\s(]+(?:\[.{1,200}?\]|\{.{1,200}?\})?(?:\([^)]*\))?(?:\[\d+\])?)\((?<oldClass>[\w.$]+)\)|(?<full>[\w.$]+\.\S.*?)) +(?:--? )?Time elapsed: (?<seconds>[\d.,]+) s(?:ec)? +<<< (?<word>FAILURE|ERROR|SKIPPED)!\s*$/;
const SUITE = /^(?:\[\w+\] +)?Tests run: \d+, Failures: \d+, Errors: \d+, Skipped: \d+/m;
const COMPILE =
  /^\[ERROR\] (?<file>(?:\/|[A-Za-z]:[\\/])[^:\n[]{1,400}\.(?:java|kt|groovy|scala)):\[(?<line>\d+),(?<column>\d+)\] (?<message>.*)$/;

/** What Maven prints of surefire and failsafe, surefire's .txt files, and the compiler's errors. */
export const mavenConsole: ReportFormat = {
  name: 'maven-console',
  summary: "Maven's console and surefire's .txt reports (give target/surefire-reports/*.xml where you can)",
  detect(text) {
    const signs = [
      /<<< (?:FAILURE|ERROR)!\s*$/m,
      SUITE,
      /^Test set: [\w.$]+$/m,
      /^\[INFO\] BUILD FAILURE$/m,
      new RegExp(COMPILE, 'm'),
    ];
    const found = signs.filter((sign) => sign.test(text)).length;
    return found >= 2 ? 0.95 : found === 1 ? 0.75 : 0;
  },
  parse: parseMaven,
};

function parseMaven(text: string, context: ReportContext): TestReport {
  const paths = pathMapper(context);
  const lines = text.split('\n').map((line) => line.trimEnd());
  const told = lines.flatMap((line, index) => testAt(line, lines, index, paths));
  const compile = lines.flatMap((line, index) => compileError(line, lines, index));
  const tests = [...(told.length > 0 ? told : summaryTests(lines, paths)), ...unique(compile)];
  const isConsole = /^\[INFO\]/m.test(text);
  const truncated = isConsole && !/^\[INFO\] BUILD (?:FAILURE|SUCCESS)/m.test(text);
  const totals = [...text.matchAll(/Tests run: (\d+), Failures: (\d+), Errors: (\d+), Skipped: (\d+)/g)].at(-1);
  const unnamed =
    totals === undefined ? 0 : Number(totals[1]) - tests.filter((test) => test.failure?.kind !== 'compile').length;
  const warnings = unnamed > 0 ? [`${unnamed} test(s) that did not fail are not named in this output.`] : [];
  return assembleReport({ format: 'maven-console', runner: 'surefire', tests, truncated, warnings }, context, paths);
}

function testAt(line: string, lines: readonly string[], index: number, paths: PathMapper): ReportedTest[] {
  const groups = line.length > 1500 ? undefined : TEST.exec(line)?.groups;
  if (groups === undefined) return [];
  const split = (groups.full ?? '').replace(/\(.*$/, '').lastIndexOf('.');
  const className = groups.oldClass ?? (groups.full ?? '').slice(0, split);
  const method = groups.method ?? (groups.full ?? '').slice(split + 1);
  const status: TestStatus = groups.word === 'SKIPPED' ? 'skipped' : 'failed';
  const rest = lines.slice(index + 1, index + 400);
  const end = rest.findIndex(
    (each, at) =>
      (each === '' && /^(?:\[|$|\S+ +(?:--? )?Time elapsed)/.test(rest[at + 1] ?? '')) ||
      /^\[(?:INFO|ERROR|WARNING)\]/.test(each),
  );
  const trace = rest
    .slice(0, end < 0 ? rest.length : end)
    .join('\n')
    .trim();
  return [
    {
      ...placeOf(className, method, paths),
      status,
      durationMs: Number(groups.seconds?.replaceAll(',', '')) * 1000,
      failure: status === 'failed' ? { ...readErrorText(trace), trace } : null,
    },
  ];
}

function placeOf(className: string, method: string, paths: PathMapper): { namePath: string[]; file: string | null } {
  const simple = className.slice(className.lastIndexOf('.') + 1);
  return { namePath: [...simple.split('$'), method], file: paths.module(className)?.file ?? null };
}

/** The summary at the end: `CartTest.startsEmpty:12 expected: <0> but was: <1>`. */
function summaryTests(lines: readonly string[], paths: PathMapper): ReportedTest[] {
  return lines.flatMap((line) => {
    const groups =
      /^\[ERROR\] {3}(?<className>[\w$.]+?)\.(?<method>\w+(?:\([^)]*\))?(?:\[.*?\])?):(?<line>\d+)(?:->\S+:\d+)* (?<text>.*)$/.exec(
        line,
      )?.groups;
    if (groups?.className === undefined) return [];
    const { className, method = '', text = '' } = groups;
    const place = placeOf(className, method, paths);
    const typed = /^» (?<type>\w+) ?(?<message>.*)$/.exec(text)?.groups;
    const failure = {
      kind: typed === undefined ? ('assertion' as const) : null,
      errorType: typed?.type ?? null,
      message: typed?.message ?? text,
      trace: place.file === null ? '' : `${place.file}:${groups.line}`,
    };
    return [{ ...place, status: 'failed' as const, failure }];
  });
}

/** javac's error with the lines that name the symbol and its class. */
function compileError(line: string, lines: readonly string[], index: number): ReportedTest[] {
  const groups = line.length > 1500 ? undefined : COMPILE.exec(line)?.groups;
  if (groups?.file === undefined) return [];
  const rest = lines.slice(index + 1, index + 6);
  const more = rest.slice(
    0,
    Math.max(
      0,
      rest.findIndex((each) => !/^(?:\[ERROR\])? {2,}\S/.test(each)),
    ),
  );
  const message = [groups.message ?? '', ...more.map((each) => each.replace(/^\[ERROR\] /, ''))].join('\n');
  const place = { file: groups.file, line: Number(groups.line), column: Number(groups.column), functionName: null };
  const failure = { kind: 'compile' as const, message, frames: [{ raw: line, ...place }] };
  return [{ namePath: [groups.message ?? ''], file: groups.file, line: place.line, status: 'failed', failure }];
}

/** Maven repeats the compiler's errors at its end. */
function unique(tests: readonly ReportedTest[]): ReportedTest[] {
  const seen = new Set<string>();
  return tests.filter((test) => {
    const key = `${test.file}:${test.line}:${test.namePath[0]}`;
    return seen.has(key) ? false : Boolean(seen.add(key));
  });
}
