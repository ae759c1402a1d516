import type { ReportContext, ReportFormat } from '../domain/report-format.ts';
import type { TestReport, TestStatus } from '../domain/test-report.ts';
import { assembleReport, type ReportedTest } from './assemble-report.ts';
import { type AvaDetail, avaDetails } from './ava-details.ts';
import { avaProcesses } from './ava-processes.ts';
import { type PathMapper, pathMapper } from './path-mapping.ts';
import { unnamedTests } from './unnamed-tests.ts';

/** AVA 5 and later tag what did not pass; AVA 4 only prints another mark. */
const LISTED =
  /^ {2}(?<mark>✔|✘|✖|-|◌) (?:\[(?<tag>fail|skip|todo|expected fail|unexpected pass)\]:? )?(?<title>.+?)(?: \([\d.]+m?s\))?$/u;
const TOTALS =
  /^ {2}\d+ (?:tests?|hooks?|uncaught exceptions?|known failures?|test files?) ?(?:passed|failed|todo|skipped|remaining|.*)$/m;

/** What AVA prints without --tap. */
export const avaConsole: ReportFormat = {
  name: 'ava-console',
  summary: "AVA's console output (give --tap where you can)",
  detect(text) {
    const hasList = /^ {2}(?:✘ \[fail\]: |✖ .+ › )/mu.test(text);
    const hasTotals = /^ {2}\d+ tests? (?:failed|passed)$/m.test(text);
    return hasList ? (hasTotals ? 0.96 : 0.8) : hasTotals && /^ {2}─$/m.test(text) ? 0.9 : 0;
  },
  parse: parseAva,
};

function parseAva(text: string, context: ReportContext): TestReport {
  const paths = pathMapper(context);
  const lines = text.split('\n');
  const rule = lines.findIndex((line) => /^ {2}─$/.test(line));
  const head = rule < 0 ? lines : lines.slice(0, rule);
  const details = rule < 0 ? [] : avaDetails(lines.slice(rule + 1));
  const tests = head.flatMap((line) => listedTest(line, details, paths));
  const all = [...tests, ...avaProcesses(head)];
  const failed = Number(/^ {2}(\d+) tests? failed$/m.exec(text)?.[1] ?? 0);
  const warnings = unnamedTests({ failed }, all);
  return assembleReport(
    { format: 'ava-console', runner: 'ava', tests: all, truncated: !TOTALS.test(text), warnings },
    context,
    paths,
  );
}

/** Lines of the list that are about a file. */
const ABOUT_FILE =
  /^(?:\d+ tests? remaining in |\S+ exited |No tests found in |Uncaught exception in |Exiting due to |Timed out )/;

function listedTest(line: string, details: readonly AvaDetail[], paths: PathMapper): ReportedTest[] {
  const groups = line.length > 1000 ? undefined : LISTED.exec(line)?.groups;
  if (groups?.title === undefined || ABOUT_FILE.test(groups.title)) return [];
  const { mark, tag, title } = groups;
  const isFailure = tag === 'fail' || tag === 'unexpected pass' || mark === '✖';
  const status: TestStatus = isFailure ? 'failed' : mark === '✔' ? 'passed' : 'skipped';
  if (!isFailure) return [{ namePath: title.split(' › '), file: fileOf(title, paths), status }];
  // Behind the title stands the head of the reason.
  const detail = details
    .filter((each) => title === each.title || title.startsWith(`${each.title} `))
    .sort((left, right) => right.title.length - left.title.length)[0];
  const name = detail?.title ?? title.trimEnd();
  const file = detail?.file ?? fileOf(name, paths);
  return [{ namePath: name.split(' › '), file, line: detail?.line ?? null, status, failure: detail?.failure ?? {} }];
}

/** With several files the first part of a title is the file without its ending. */
function fileOf(title: string, paths: PathMapper): string | null {
  const [first = '', ...rest] = title.split(' › ');
  const found = rest.length === 0 || /\s/.test(first) ? null : paths.module(first);
  return found !== null && found.rest.length === 0 ? found.file : null;
}
