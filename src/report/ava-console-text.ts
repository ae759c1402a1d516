import type { ReportFormat } from '../domain/report-format.ts';
import type { TestStatus } from '../domain/test-report.ts';
import { assembleReport, type ReportedFailure, type ReportedTest } from './assemble-report.ts';

const LISTED =
  /^ {2}(?<mark>✔|✘|-|◌) (?:\[(?<tag>fail|skip|todo|expected fail|unexpected pass)\]:? )?(?<title>.+?)(?: \([\d.]+m?s\))?$/u;
const TOTALS =
  /^ {2}\d+ (?:tests?|hooks?|uncaught exceptions?|known failures?|test files?) ?(?:passed|failed|todo|skipped|remaining|.*)$/m;

/** What AVA prints without --tap. */
export const avaConsole: ReportFormat = {
  name: 'ava-console',
  summary: "AVA's console output (give --tap where you can)",
  detect(text) {
    const hasList = /^ {2}✘ \[fail\]: /mu.test(text);
    const hasTotals = /^ {2}\d+ tests? (?:failed|passed)$/m.test(text);
    return hasList ? (hasTotals ? 0.96 : 0.8) : hasTotals && /^ {2}─$/m.test(text) ? 0.9 : 0;
  },
  parse(text, context) {
    const lines = text.split('\n');
    const rule = lines.findIndex((line) => /^ {2}─$/.test(line));
    const head = rule < 0 ? lines : lines.slice(0, rule);
    const tests = head.flatMap((line) => listedTest(line, rule < 0 ? [] : lines.slice(rule + 1)));
    const broken = uncaught(lines);
    const run = { format: 'ava-console', runner: 'ava', tests: [...tests, ...broken], truncated: !TOTALS.test(text) };
    return assembleReport(run, context);
  },
};

function listedTest(line: string, details: readonly string[]): ReportedTest[] {
  const groups = line.length > 1000 ? undefined : LISTED.exec(line)?.groups;
  if (groups?.title === undefined) return [];
  const isFailure = groups.tag === 'fail' || groups.tag === 'unexpected pass';
  const status: TestStatus = isFailure ? 'failed' : groups.mark === '✔' ? 'passed' : 'skipped';
  if (!isFailure) return [{ namePath: groups.title.split(' › '), file: null, status }];
  const at = details.findIndex(
    (each) => each.trim() !== '' && groups.title?.startsWith(each.trim()) && /^ {2}\S/.test(each),
  );
  const name = at < 0 ? groups.title : (details[at] ?? '').trim();
  const place = details
    .slice(at, at + 5)
    .map((each) => /^ {2}(?<file>\S+\.\w+):(?<line>\d+)$/.exec(each)?.groups)
    .find((each) => each !== undefined);
  const file = place?.file ?? null;
  return [{ namePath: name.split(' › '), file, status, failure: at < 0 ? {} : detail(details.slice(at + 1)) }];
}

/** Up to the next test: three empty lines, or the rule. */
function detail(lines: readonly string[]): ReportedFailure {
  const end = lines.findIndex(
    (line, index) => /^ {2}─$/.test(line) || (line === '' && lines[index + 1] === '' && lines[index + 2] === ''),
  );
  const body = (end < 0 ? lines : lines.slice(0, end)).map((line) => line.replace(/^ {2}/, ''));
  const told = body.filter((line) => !/^(?:\S+\.\w+:\d+| *\d+: .*)$/.test(line));
  const text = told.join('\n').trim();
  const isDifference = /^Difference \(- actual, \+ expected\)/m.test(text);
  const frames = told.map((line) =>
    line.replace(/^› (?:(.+) \()?file:\/\/(?!\/)/, '    at ').replace(/^› /, '    at '),
  );
  const trace = frames.join('\n').trim();
  const thrown = /^(?<type>\w+) \{\n\s+message: '(?<message>[\s\S]*?)',?\n/m.exec(text)?.groups;
  if (thrown !== undefined) {
    return { errorType: thrown.type ?? null, message: thrown.message?.replaceAll("\\'", "'") ?? null, trace };
  }
  const message = text.replace(/\n*› [\s\S]*$/, '').trim();
  return { kind: isDifference || /^Value (?:is|must)/m.test(text) ? 'assertion' : null, message, trace };
}

/** `Uncaught exception in test/x.js`: the file could not be loaded. */
function uncaught(lines: readonly string[]): ReportedTest[] {
  return lines.flatMap((line, index) => {
    const file = /^ {2}(?:✘ )?Uncaught exception in (?<file>\S+)$/.exec(line)?.groups?.file;
    if (file === undefined) return [];
    const rest = lines.slice(index + 1);
    const end = rest.findIndex((each) => /^ {2}(?:✘ |─$)/u.test(each));
    const trace = rest
      .slice(0, end < 0 ? rest.length : end)
      .map((each) => each.replace(/^ {2}/, ''))
      .join('\n')
      .trim();
    return [{ namePath: [file], file, status: 'failed' as const, failure: { kind: 'load' as const, trace } }];
  });
}
