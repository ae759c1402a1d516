import type { ReportFormat } from '../domain/report-format.ts';
import type { TestStatus } from '../domain/test-report.ts';
import { assembleReport, type ReportedFailure, type ReportedTest } from './assemble-report.ts';
import { diagnosticsIn } from './diagnostics.ts';
import { readErrorText } from './error-text.ts';
import { gtestFailure, hasGtestCheck } from './gtest-failure.ts';

/** ` 9/10 Test  #9: price ............................Subprocess aborted***Exception:   0.00 sec` */
const LINE =
  /^\s*\d+\/\d+ Test +#\d+: (?<name>.+?) \.{2,} *(?<word>Passed|(?<reason>[^*\n]*)\*\*\*(?<fault>[A-Za-z ]+?)):? +(?<seconds>[\d.]+) sec(?<rest>.*)$/;

/** What `ctest` prints, with --output-on-failure or without. */
export const ctestConsole: ReportFormat = {
  name: 'ctest-console',
  summary: 'ctest (--output-on-failure gives the reasons)',
  detect(text) {
    const signs = [
      /^\s*\d+\/\d+ Test +#\d+: /m,
      /^\d+% tests passed, \d+ tests? failed out of \d+/m,
      /^The following tests FAILED:/m,
    ];
    const found = signs.filter((sign) => sign.test(text)).length;
    return found >= 2 ? 0.97 : found === 1 ? 0.85 : 0;
  },
  parse(text, context) {
    const lines = text.split('\n');
    const tests = ctestTests(lines);
    const truncated = !/^\d+% tests passed/m.test(text);
    const silent = tests.filter((test) => test.failure?.output === '' && test.failure.trace === '').length;
    const warnings =
      silent > 0 ? [`${silent} failing test(s) have no output here: run ctest with --output-on-failure.`] : [];
    return assembleReport({ format: 'ctest-console', runner: 'ctest', tests, truncated, warnings }, context);
  },
};

function ctestTests(lines: readonly string[]): ReportedTest[] {
  const tests: ReportedTest[] = [];
  for (const [index, line] of lines.entries()) {
    const groups = line.length > 1000 ? undefined : LINE.exec(line)?.groups;
    if (groups?.name === undefined) continue;
    const status = statusOf(groups);
    const seconds = Number(groups.seconds);
    const failure = status === 'failed' ? ctestFailure(groups, outputBelow(lines, index + 1)) : null;
    tests.push({ namePath: [groups.name.trim()], file: null, status, durationMs: seconds * 1000, failure });
  }
  return tests;
}

function statusOf(groups: Readonly<Record<string, string | undefined>>): TestStatus {
  if (groups.word === 'Passed') return 'passed';
  return /Skipped|Disabled/.test(groups.fault ?? '') || /Disabled/.test(groups.reason ?? '') ? 'skipped' : 'failed';
}

function outputBelow(lines: readonly string[], start: number): readonly string[] {
  const rest = lines.slice(start, start + 2000);
  const end = rest.findIndex((line) => /^ +Start +\d+: |^\s*\d+\/\d+ Test +#|^\d+% tests passed/.test(line));
  return end < 0 ? rest : rest.slice(0, end);
}

function ctestFailure(groups: Readonly<Record<string, string | undefined>>, lines: readonly string[]): ReportedFailure {
  const output = lines.join('\n').trim();
  const fault = [groups.reason?.trim(), groups.fault?.trim()].filter(Boolean).join(', ');
  if (/Timeout/.test(groups.fault ?? ''))
    return { kind: 'timeout', message: `Timeout after ${groups.seconds} s`, trace: output, output };
  if (hasGtestCheck(lines)) return { ...gtestFailure(lines), output };
  const [diagnostic] = diagnosticsIn(lines);
  if (diagnostic?.failure) return { ...diagnostic.failure, output };
  const isMissing = /Not Run|Unable to find executable|Could not find executable/.test(`${fault} ${output}`);
  const read = readErrorText(output);
  const said = output === '' ? `ctest says "${fault}"; this output does not say why.` : read.message;
  return { kind: isMissing ? 'load' : null, errorType: read.errorType, message: said, trace: output, output };
}
