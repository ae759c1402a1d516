import type { ReportFormat } from '../domain/report-format.ts';
import { assembleReport, type ReportedTest } from './assemble-report.ts';
import { readErrorText } from './error-text.ts';

/** https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
const ANNOTATION = /^::error(?: (?<properties>[^\n]{0,2000}?))?::(?<message>[^\n]*)$/;
const COMMAND = /^::(?:error|warning|notice|debug|endgroup|add-matcher|remove-matcher)(?: [^\n]{0,2000}?)?::/;

/** What runners' GitHub reporters print, when nothing else of the run was kept: Jest, Vitest, Playwright, linters. */
export const githubAnnotations: ReportFormat = {
  name: 'github-annotations',
  summary: "::error annotations of a runner's GitHub reporter, when there is nothing better",
  detect: (text) => (/^::error file=[^\n]{1,2000}::/m.test(text) ? 0.3 : 0),
  parse(text, context) {
    const tests = text.split('\n').flatMap((line) => annotationTest(line));
    const warnings = ['Read from annotations: passing and skipped tests are not known.'];
    return assembleReport({ format: 'github-annotations', runner: null, tests, truncated: false, warnings }, context);
  },
};

/** Without the annotations, which repeat what a runner's own report tells. */
export function withoutAnnotations(text: string): string {
  if (!text.includes('::')) return text;
  return text
    .split('\n')
    .filter((line) => !COMMAND.test(line))
    .join('\n');
}

function annotationTest(line: string): ReportedTest[] {
  const groups = ANNOTATION.exec(line)?.groups;
  const properties = propertiesOf(groups?.properties ?? '');
  if (properties.file === undefined) return [];
  const trace = unescaped(groups?.message ?? '').trim();
  const { file, title } = properties;
  const place = Number(properties.line);
  const at = Number.isInteger(place) && place > 0 ? place : null;
  const names = namesIn(title ?? '', readErrorText(trace).message);
  return [
    {
      namePath: names.namePath,
      // The annotation stands where the error was thrown, which may be below the test.
      file: names.file ?? (title === undefined ? file : null),
      status: 'failed',
      line: names.file === null && title === undefined ? at : null,
      failure: {
        trace: at === null ? trace : `${trace}\n    at ${file}:${at}:${properties.col ?? properties.column ?? 1}`,
      },
    },
  ];
}

const FILE = /^(?:\[[^\]]+\] [›>] )?(?<file>[^\s›>]+\.\w{1,5})(?::\d+:\d+)? [›>] (?<rest>.+)$/;

function namesIn(title: string, message: string): { readonly file: string | null; readonly namePath: string[] } {
  if (title === '') return { file: null, namePath: [message.split('\n', 1)[0]?.slice(0, 200) ?? ''] };
  const groups = FILE.exec(title)?.groups;
  const names = (groups?.rest ?? title).split(title.includes(' › ') ? ' › ' : ' > ');
  return { file: groups?.file ?? null, namePath: names };
}

function propertiesOf(text: string): Record<string, string | undefined> {
  // A comma within a value is written as %2C by those who keep to the rules, and as it is by the others.
  const pairs = text.split(/,(?=(?:file|line|endLine|title|col|column|endColumn)=)/);
  return Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), unescaped(pair.slice(pair.indexOf('=') + 1))]),
  );
}

function unescaped(text: string): string {
  return text
    .replaceAll(/%0D%0A|%0D|%0A/gi, '\n')
    .replaceAll(/%2C/gi, ',')
    .replaceAll(/%3A/gi, ':')
    .replaceAll('%25', '%');
}
