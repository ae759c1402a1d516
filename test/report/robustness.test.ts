import { describe, expect, it } from '@jest/globals';
import type { TestReport } from '../../src/domain/test-report.ts';
import { REPORT_FORMATS } from '../../src/report/formats.ts';
import { reportText } from '../../src/report/report-text.ts';
import { fixtureBytes, fixtureReports, readFixture } from './fixture-reports.ts';

const REPORTS = fixtureReports();
/** What each says undisguised, read once. */
const PLAIN = new Map(REPORTS.map((name) => [name, essence(readFixture(name))]));

/** `2026-11-22T10:00:07.1234567Z`, one second further for each line. */
function stamp(index: number): string {
  return `2026-11-22T10:${String(Math.floor(index / 60) % 60).padStart(2, '0')}:${String(index % 60).padStart(2, '0')}.1234567Z`;
}

const GITHUB_HEAD = ['##[group]Run npm test', 'npm test', 'shell: /usr/bin/bash -e {0}', '##[endgroup]'];
const GITHUB_END = '##[error]Process completed with exit code 1.';
const GITLAB_HEAD = [
  '\u001b[0KRunning with gitlab-runner 17.5.0',
  'section_start:1560896352:step_script\r\u001b[0K\u001b[36;1mExecuting "step_script"\u001b[0;m',
  '\u001b[32;1m$ npm test\u001b[0;m',
];
const GITLAB_END = [
  'section_end:1560896353:step_script\r\u001b[0K',
  '\u001b[31;1mERROR: Job failed: exit code 1\u001b[0;m',
];

/** Ways in which a report reaches us that must not change what is read. */
const GUISES: Readonly<Record<string, (text: string) => Buffer>> = {
  'Windows line ends': (text) => Buffer.from(text.replaceAll(/\r?\n/g, '\r\n')),
  'UTF-16 with a byte-order mark': (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  // Marks between the values of JSON or XML are no report of any runner.
  colours: (text) => Buffer.from(text.replaceAll(/^(?!\s*[<{[\]}"])(.+)$/gm, '\u001b[31m$1\u001b[39m')),
  'a GitHub log': (text) =>
    Buffer.from(
      [...GITHUB_HEAD, ...text.split('\n'), GITHUB_END].map((line, index) => `${stamp(index)} ${line}`).join('\n'),
    ),
  'gh run view --log': (text) =>
    Buffer.from(
      [...GITHUB_HEAD, ...text.split('\n'), GITHUB_END]
        .map((line, index) => `build (20)\tRun tests\t${stamp(index)} ${line}`)
        .join('\n'),
    ),
  'a GitLab log': (text) => Buffer.from([...GITLAB_HEAD, ...text.split('\n'), ...GITLAB_END].join('\n')),
  'a GitLab log with time stamps': (text) =>
    Buffer.from(
      [...GITLAB_HEAD, ...text.split('\n'), ...GITLAB_END]
        .map((line, index) => `${stamp(index)} 01O ${line}`)
        .join('\n'),
    ),
  'the output of npm': (text) => Buffer.from(`\n> shop@1.0.0 test\n> run\n\n${text}\nnpm error code 1\n`),
};

function essence(report: TestReport) {
  const tests = report.results.map(({ id, status, file, line, failure }) => ({
    id,
    status,
    file,
    line,
    kind: failure?.kind ?? null,
    expected: failure?.expected ?? null,
    actual: failure?.actual ?? null,
    frames: failure?.frames.filter((frame) => frame.inProject).map((frame) => `${frame.file}:${frame.line}`) ?? [],
  }));
  return { format: report.format, tests };
}

describe('every real report', () => {
  it.each(REPORTS)('%s is recognised as its own format and as no other', (name) => {
    const text = reportText(fixtureBytes(name));
    const own = PLAIN.get(name)?.format;
    const sure = REPORT_FORMATS.filter((format) => format.detect(text) > 0.7).map((format) => format.name);
    expect(sure).toEqual(own === 'plain-text' ? [] : [own]);
  });

  describe.each(Object.entries(GUISES))('in the guise of %s', (_, guise) => {
    it.each(REPORTS)('%s reads the same', (name) => {
      const bytes = guise(fixtureBytes(name).toString('utf8'));
      expect(essence(readFixture(name, bytes))).toEqual(PLAIN.get(name));
    });
  });

  it.each(REPORTS)('%s keeps no path, address or name of the machine that made it', (name) => {
    const text = fixtureBytes(name).toString('utf8');
    expect(text).not.toMatch(/\/root\/|report-fixture-|\/tmp\/(?!bash)\w+\/shop/);
  });
});
