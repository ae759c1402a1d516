import { describe, expect, it } from '@jest/globals';
import { AutofixError } from '../../src/domain/autofix-error.ts';
import { countTests } from '../../src/domain/test-report.ts';
import { REPORT_FORMATS } from '../../src/report/formats.ts';
import { readReport } from '../../src/report/read-report.ts';
import { reportText } from '../../src/report/report-text.ts';
import { fixtureBytes, fixtureReports, NO_PROJECT, readFixture } from './fixture-reports.ts';

function errorOf(action: () => unknown): AutofixError {
  try {
    action();
  } catch (error) {
    if (error instanceof AutofixError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

const readText = (text: string, format: string | null = null) => readReport(Buffer.from(text), format, NO_PROJECT);

describe('REPORT_FORMATS', () => {
  it('has unique names and a summary each', () => {
    const names = REPORT_FORMATS.map((format) => format.name);
    expect(new Set(names).size).toBe(names.length);
    expect(REPORT_FORMATS.every((format) => format.summary.length > 10)).toBe(true);
  });

  it('leaves no real report to two formats that are equally sure', () => {
    for (const name of fixtureReports()) {
      const text = reportText(fixtureBytes(name));
      const certainties = REPORT_FORMATS.map((format) => format.detect(text)).sort((left, right) => right - left);
      expect([name, (certainties[0] ?? 0) > (certainties[1] ?? 0)]).toEqual([name, true]);
    }
  });
});

describe('readReport', () => {
  const original = readFixture('jest.console.txt');
  const text = fixtureBytes('jest.console.txt').toString('utf8');

  it.each([
    ['UTF-8 with a byte-order mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16 with a byte-order mark', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['big-endian UTF-16', Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
    ['UTF-16 without a mark', Buffer.from(text, 'utf16le')],
    ['Windows line ends', Buffer.from(text.replaceAll('\n', '\r\n'))],
    ['colours', Buffer.from(text.replaceAll('Cart', '\u001b[1m\u001b[31mCart\u001b[39m\u001b[22m'))],
    ['a GitHub log', Buffer.from(text.replaceAll(/^/gm, '2026-11-22T10:00:00.1234567Z '))],
    ['gh run view --log', Buffer.from(text.replaceAll(/^/gm, 'build\tRun tests\t2026-11-22T10:00:00.1234567Z '))],
    ['a GitLab log', Buffer.from(text.replaceAll(/^/gm, '2026-11-22T10:00:00.123456Z 01O '))],
  ])('reads %s', (_, bytes) => {
    expect(readFixture('jest.console.txt', bytes)).toEqual(original);
  });

  it('reads Latin-1', () => {
    const tap = Buffer.from('TAP version 13\nnot ok 1 - z\u00e4hlt Gr\u00f6\u00dfen\n1..1\n', 'latin1');
    expect(readReport(tap, null, NO_PROJECT).results[0]?.name).toBe('z\u00e4hlt Gr\u00f6\u00dfen');
  });

  it('keeps UTF-8 when the text ends inside a character', () => {
    const tap = Buffer.from('TAP version 13\n1..1\nnot ok 1 - Gr\u00f6\u00dfe\n# \u00e4');
    expect(readReport(tap.subarray(0, tap.length - 1), null, NO_PROJECT).results[0]?.name).toBe('Gr\u00f6\u00dfe');
  });

  it('finds JSON among the lines that npm prints', () => {
    const json = fixtureBytes('jest.json').toString('utf8');
    const report = readText(`\n> shop@1.0.0 test\n> jest --json\n\n${json}\nnpm error code 1\n`);
    expect(report).toMatchObject({ format: 'jest-json', truncated: false });
    expect(countTests(report.results).failed).toBe(9);
  });

  it.each(
    fixtureReports().filter((name) => !/^surefire\.|^mocha\.load|^unittest\.missing|^bats|\.load\.json$/.test(name)),
  )('%s cut anywhere still gives the part before the cut, or says that it cannot be read', (name) => {
    const bytes = fixtureBytes(name);
    const whole = countTests(readFixture(name).results);
    for (const part of [0.05, 0.2, 0.4, 0.6, 0.8, 0.97]) {
      const cut = bytes.subarray(0, Math.floor(bytes.length * part));
      try {
        const counts = countTests(readFixture(name, cut).results);
        expect(counts.total).toBeLessThanOrEqual(whole.total);
        if (part > 0.5) expect(counts.failed).toBeGreaterThan(0);
      } catch (error) {
        expect(error).toMatchObject({ code: 'report-unreadable' });
        expect(part).toBeLessThan(0.5);
      }
    }
  });

  it.each([
    'jest.json',
    'vitest.json',
    'mocha.json',
    'jest-ctrf.json',
    'jest-junit.xml',
    'pytest.xunit1.xml',
    'node-test.tap',
    'pytest.console.txt',
    'unittest.console.txt',
    'jest.console.txt',
  ])('%s says that it is truncated, and only then', (name) => {
    const bytes = fixtureBytes(name);
    expect(readFixture(name).truncated).toBe(false);
    expect(readFixture(name, bytes.subarray(0, Math.floor(bytes.length * 0.6))).truncated).toBe(true);
  });

  it('refuses what is no report with exit code 5 and names the forms', () => {
    for (const bytes of [
      Buffer.from('hello world\n'),
      Buffer.from(''),
      Buffer.from('{"a": 1}'),
      Buffer.from([0, 1, 2, 3, 0xff, 0xfe]),
    ]) {
      const error = errorOf(() => readReport(bytes, null, NO_PROJECT));
      expect(error).toMatchObject({ code: 'report-unreadable', exitCode: 5 });
    }
    expect(errorOf(() => readText('hello world')).hint).toContain('junit-xml');
  });

  it('refuses an unknown format name with exit code 2 and the nearest names', () => {
    const error = errorOf(() => readText('{}', 'junit'));
    expect(error).toMatchObject({ code: 'usage', exitCode: 2 });
    expect(error.hint).toMatch(/^Did you mean junit-xml/);
    expect(errorOf(() => readText('{}', 'jset-json')).hint).toMatch(/^Did you mean jest-json/);
  });

  it('refuses a text that is not of the format that was named', () => {
    for (const format of ['jest-json', 'vitest-json', 'mocha-json', 'ctrf', 'junit-xml', 'plain-text']) {
      expect(errorOf(() => readText('nothing here', format))).toMatchObject({ code: 'report-unreadable', exitCode: 5 });
    }
  });

  it('takes the named format even where another is likelier', () => {
    const trace = fixtureBytes('pytest.console.txt');
    expect(readReport(trace, 'plain-text', NO_PROJECT).format).toBe('plain-text');
  });

  it('says when a report that reads well holds no test', () => {
    const reports = [
      readFixture('surefire.xml'),
      readText('TAP version 13\n1..0\n'),
      readText('{"numFailedTestSuites":0,"numRuntimeErrorTestSuites":0,"numTotalTests":0,"testResults":[]}'),
    ];
    for (const report of reports) {
      expect(report.results).toEqual([]);
      expect(report.warnings.join()).toContain('holds no test');
    }
  });
});

describe('paths of another machine', () => {
  it('are found with a certainty and the root that they share', () => {
    const report = readFixture('jest.json');
    expect(report.pathMapping).toEqual({ foreignRoot: '/home/runner/work/shop/shop', confidence: 0.95, uncertain: [] });
  });

  it('are found on Windows too', () => {
    const windows = fixtureBytes('jest.json')
      .toString('utf8')
      .replaceAll(/\/home\/runner\/work\/shop\/shop(?:\/[\w.]+)*/g, (path) =>
        path.replace('/home/runner/work', 'D:/a').replaceAll('/', '\\\\'),
      );
    const report = readFixture('jest.json', Buffer.from(windows));
    expect(report.results.map(({ id }) => id)).toEqual(readFixture('jest.json').results.map(({ id }) => id));
    expect(report.pathMapping?.foreignRoot).toBe('D:/a/shop/shop');
  });
});

describe('hostile and large reports', () => {
  it('refuses JSON that nests too deeply for any walker', () => {
    const deep = `{"numRuntimeErrorTestSuites":1,"numTotalTests":1,"testResults":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
    expect(errorOf(() => readText(deep)).code).toBe('report-unreadable');
    expect(errorOf(() => readText('['.repeat(200_000))).code).toBe('report-unreadable');
  });

  it('expands no entity of a document type and reads no file', () => {
    const entities = Array.from({ length: 9 }, (_, level) => `<!ENTITY e${level + 1} "${`&e${level};`.repeat(10)}">`);
    const bomb = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "boom">${entities.join('')}<!ENTITY f SYSTEM "file:///etc/hostname">]>
      <testsuite name="s"><testcase name="a" classname="b"><failure message="&e9;">&e9;&f;</failure></testcase></testsuite>`;
    const [result] = readText(bomb).results;
    expect(JSON.stringify(result).length).toBeLessThan(1000);
    expect(result?.failure?.message).toBe('&e9;&f;');
  });

  it('does not overflow on XML that nests deeply', () => {
    const report = readText(`<testsuites>${'<testsuite name="s">'.repeat(20_000)}`);
    expect(report).toMatchObject({ results: [], truncated: true });
  });

  it('reads 5,000 tests of every structured form', () => {
    const jest = JSON.parse(fixtureBytes('jest.json').toString('utf8'));
    const [file] = jest.testResults;
    const assertions = Array.from({ length: 5000 }, (_, index) => ({
      ...file.assertionResults[index % file.assertionResults.length],
      title: `test ${index}`,
    }));
    const json = JSON.stringify({ ...jest, testResults: [{ ...file, assertionResults: assertions }] });
    const cases = assertions.map(
      (_, index) =>
        `<testcase classname="a.b" name="t${index}"><failure message="m">at f (src/a.js:${index + 1}:1)</failure></testcase>`,
    );
    const points = assertions.map((_, index) => `not ok ${index + 1} - t${index}\n  ---\n  message: m\n  ...`);
    expect(readText(json).results).toHaveLength(5000);
    expect(readText(`<testsuite name="s">${cases.join('\n')}</testsuite>`).results).toHaveLength(5000);
    expect(readText(`TAP version 13\n1..5000\n${points.join('\n')}\n`).results).toHaveLength(5000);
  });

  it('does not choke on a flood of empty lines, bare or after the marks of a log', () => {
    for (const flood of ['\n', '   \n', '##[group]\n', '2026-11-22T10:00:00.123Z \n']) {
      const text = `${flood.repeat(100_000)}TAP version 13\n1..1\nnot ok 1 - late\n`;
      expect(readText(text).results.map(({ name, status }) => [name, status])).toEqual([['late', 'failed']]);
    }
  });

  it('cuts what is too long', () => {
    const long = 'x'.repeat(300_000);
    const xml = `<testsuite name="s"><testcase name="a" classname="b"><failure message="${long}">${long}</failure><system-out>${long}</system-out></testcase></testsuite>`;
    const failure = readText(xml).results[0]?.failure;
    expect(failure?.message.length).toBeLessThan(10_000);
    expect(failure?.output.length).toBeLessThan(20_000);
  });
});
