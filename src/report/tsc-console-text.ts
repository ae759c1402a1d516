import type { ReportFormat } from '../domain/report-format.ts';
import { assembleReport, type ReportedTest } from './assemble-report.ts';

const FILE = '(?<file>(?:[A-Za-z]:[\\\\/])?[^:()\\n]{1,400})';
const ERROR = new RegExp(
  `^${FILE}(?:\\((?<line>\\d{1,7}),(?<column>\\d{1,6})\\):|:(?<prettyLine>\\d{1,7}):(?<prettyColumn>\\d{1,6}) -) error (?<code>TS\\d+): (?<message>.*)$`,
);
const GLOBAL = /^error (?<code>TS\d+): (?<message>.*)$/;

/** What `tsc` and `vue-tsc` print, plain and pretty. */
export const tscConsole: ReportFormat = {
  name: 'tsc',
  summary: 'tsc --noEmit and vue-tsc, plain and pretty: each type error is a failure',
  detect(text) {
    if (!/(?:^|\): | - )error TS\d+: /m.test(text)) return 0;
    return new RegExp(ERROR, 'm').test(text) || new RegExp(GLOBAL, 'm').test(text) ? 0.9 : 0;
  },
  parse(text, context) {
    const lines = text.split('\n');
    const tests = lines.flatMap((line, index) => errorAt(line, lines, index));
    const found = Number(/^Found (\d+) errors?/m.exec(text)?.[1] ?? tests.length);
    const missing = found - tests.length;
    const warnings = missing > 0 ? [`tsc counts ${found} errors, ${missing} more than this output holds.`] : [];
    return assembleReport(
      { format: 'tsc', runner: 'tsc', tests, truncated: missing > 0 || isCut(text), warnings },
      context,
    );
  },
};

/** Plain output has no end of its own but the end of its last line; pretty output counts its errors. */
function isCut(text: string): boolean {
  const isPretty = /:\d+:\d+ - error TS\d+: /.test(text);
  return isPretty ? !/^Found \d+ errors?/m.test(text) : !text.endsWith('\n');
}

function errorAt(line: string, lines: readonly string[], index: number): ReportedTest[] {
  if (line.length > 8000) return [];
  const groups = (ERROR.exec(line) ?? GLOBAL.exec(line))?.groups;
  if (groups?.code === undefined) return [];
  const message = [groups.message ?? '', ...detailsBelow(lines, index + 1)].join('\n').trimEnd();
  const file = groups.file?.trim() ?? null;
  const row = groups.line ?? groups.prettyLine;
  const column = groups.column ?? groups.prettyColumn;
  const place = {
    file,
    line: row === undefined ? null : Number(row),
    column: column === undefined ? null : Number(column),
  };
  const frames = file === null ? [] : [{ raw: line.trim(), ...place, functionName: null }];
  const failure = { kind: 'compile' as const, errorType: groups.code, message, frames };
  return [{ namePath: [groups.message ?? groups.code], file, line: place.line, status: 'failed', failure }];
}

/** Further lines of a message are indented; pretty output shows code after an empty line. */
function detailsBelow(lines: readonly string[], start: number): string[] {
  const details: string[] = [];
  for (const line of lines.slice(start, start + 40)) {
    if (!/^ {2,}\S/.test(line) || /^ {2}\S+:\d+:\d+/.test(line)) break;
    details.push(line);
  }
  return details;
}
