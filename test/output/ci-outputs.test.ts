import { describe, expect, it } from '@jest/globals';
import type { Issue } from 'codeclimate-types';
import { parse as parseJunit } from 'junit2json';
import type { RepairOutcome } from '../../src/domain/repair-outcome.ts';
import type { TestResult } from '../../src/domain/test-report.ts';
import { changedBlocks } from '../../src/output/changed-blocks.ts';
import { codeQualityIssues } from '../../src/output/code-quality-output.ts';
import { junitOutput } from '../../src/output/junit-output.ts';
import { OUTPUT_FORMATS } from '../../src/output/output-formats.ts';
import { unifiedDiff } from '../../src/output/unified-diff.ts';
import { readReport } from '../../src/report/read-report.ts';
import { MASK } from '../../src/shared/masked-secret.ts';
import { sarifBreaches } from '../support/sarif-schema.ts';
import { FULL_OUTCOME, outcomeSaying } from './sample-outcome.ts';
import { projectOf } from './sample-project.ts';

const BEFORE = 'one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\n';
const AFTER = 'zero\none\ntwo\n3\nfour\nfive\nsix\nseven\neight\nten\n';

function render(name: string, outcome: RepairOutcome): string {
  const format = OUTPUT_FORMATS.find((candidate) => candidate.name === name);
  if (format === undefined) throw new Error(`no output ${name}`);
  return format.render(outcome, { before: null, after: null });
}

/** The fields that GitLab asks of an issue, as the published types of Code Climate's specification name them. */
type GitLabIssue = Pick<Issue, 'check_name' | 'description' | 'location'> &
  Required<Pick<Issue, 'fingerprint' | 'severity'>>;

function repairing(before: Record<string, string>, after: Record<string, string>): RepairOutcome {
  const patch = FULL_OUTCOME.patch;
  if (patch === null) throw new Error('the sample has no patch');
  return { ...FULL_OUTCOME, patch: { ...patch, diff: unifiedDiff(projectOf(before), projectOf(after)) } };
}

interface Replacement {
  deletedRegion: { startLine: number; endLine: number };
  insertedContent?: { text: string };
}

/** Does with a text what a viewer does that applies the fixes of a log. */
function applied(text: string, replacements: readonly Replacement[]): string {
  const lines = text.split(/(?<=\n)/);
  for (const { deletedRegion, insertedContent } of [...replacements].reverse()) {
    const { startLine, endLine } = deletedRegion;
    lines.splice(startLine - 1, endLine - startLine, insertedContent?.text ?? '');
  }
  return lines.join('');
}

describe('the blocks of a diff', () => {
  it('are told apart inside a hunk, and count in lines of the file before', () => {
    const [first, second, third] = changedBlocks(
      unifiedDiff(projectOf({ 'a.js': BEFORE }), projectOf({ 'a.js': AFTER })),
    );
    expect(first).toMatchObject({ file: 'a.js', startLine: 1, removed: [], added: ['zero'] });
    expect(second).toMatchObject({ startLine: 3, removed: ['three'], added: ['3'] });
    expect(third).toMatchObject({ startLine: 9, removed: ['nine'], added: [] });
  });

  it('of a new file lie in it', () => {
    expect(changedBlocks(unifiedDiff(projectOf({}), projectOf({ 'b c.js': 'x\n' })))).toEqual([
      { file: 'b c.js', isNewFile: true, startLine: 1, removed: [], added: ['x'] },
    ]);
  });
});

describe('sarif', () => {
  it('holds fixes that make the repaired file out of the one before', () => {
    const log = JSON.parse(render('sarif', repairing({ 'src/a b.js': BEFORE }, { 'src/a b.js': AFTER })));
    expect(log.version).toBe('2.1.0');
    const repairs = log.runs[0].results.filter(({ ruleId }: { ruleId: string }) => ruleId === 'autofix/repair');
    const changes = repairs.flatMap(
      (result: { fixes: { artifactChanges: object[] }[] }) => result.fixes[0]?.artifactChanges,
    );
    expect(changes.map((change: { artifactLocation: object }) => change.artifactLocation)).toEqual(
      Array(3).fill({ uri: 'src/a%20b.js' }),
    );
    expect(
      applied(
        BEFORE,
        changes.flatMap((change: { replacements: Replacement[] }) => change.replacements),
      ),
    ).toBe(AFTER);
  });

  it('offers no fix that would write a mask into a file', () => {
    const changed = (line: string) => repairing({ 'a.js': 'one\n' }, { 'a.js': line });
    const repairIn = (line: string) => JSON.parse(render('sarif', changed(line))).runs[0].results[0];
    expect(repairIn('two\n').fixes).toHaveLength(1);
    expect(repairIn(`two('${MASK}')\n`).fixes).toBeUndefined();
  });

  it('keeps to the published schema, whatever the text and the paths hold', () => {
    const outcomes = [
      FULL_OUTCOME,
      { ...FULL_OUTCOME, patch: null },
      outcomeSaying('</script>\u0007 ::error::\ud800 %0A'),
      repairing({ 'a.js': BEFORE }, { 'a.js': AFTER }),
      repairing({}, { 'ü [1]#?.js': AFTER }),
      repairing({ 'a%b.js': 'x\n' }, { 'a%b.js': '' }),
    ];
    for (const outcome of outcomes) expect(sarifBreaches(JSON.parse(render('sarif', outcome)))).toEqual([]);
  });

  it('would not do so with a line 0, or a level that there is none of', () => {
    const log = JSON.parse(render('sarif', FULL_OUTCOME));
    log.runs[0].results[0].level = 'fatal';
    log.runs[0].results[1].locations[0].physicalLocation.region.startLine = 0;
    expect(sarifBreaches(log)).toEqual([
      '/runs/0/results/0/level must be equal to one of the allowed values',
      '/runs/0/results/1/locations/0/physicalLocation/region/startLine must be >= 1',
    ]);
  });

  it('names the suspects of what still fails, and every rule that it uses', () => {
    const log = JSON.parse(render('sarif', FULL_OUTCOME));
    const { results, tool } = log.runs[0];
    const suspects = results.filter(({ ruleId }: { ruleId: string }) => ruleId === 'autofix/suspect');
    expect(suspects).toHaveLength(2);
    expect(suspects[0].message.text).toContain('the innermost frame of 3 failures');
    const rules = tool.driver.rules.map(({ id }: { id: string }) => id);
    for (const { ruleId } of results) expect(rules).toContain(ruleId);
  });
});

describe('annotations', () => {
  it('are one workflow command each, whatever the text holds', () => {
    const hostile = 'a\n::error::owned\r\n%0A::set-output';
    const lines = render('annotations', outcomeSaying(hostile)).trimEnd().split('\n');
    for (const line of lines)
      expect(line).toMatch(/^::(notice|warning) file=[^,:]+,line=\d+,endLine=\d+,title=[^,:]+::/);
    expect(lines.join('\n')).not.toMatch(/^::error/m);
    expect(lines.join('\n')).toContain('%250A');
  });

  it('keep within what GitHub shows', () => {
    const before = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`f${index}.js`, 'old\n']));
    const after = Object.fromEntries(Object.keys(before).map((path) => [path, 'new\n']));
    const lines = render('annotations', repairing(before, after)).trimEnd().split('\n');
    expect(lines.filter((line) => line.startsWith('::notice'))).toHaveLength(10);
  });
});

describe('code quality', () => {
  it('has the fields that GitLab asks for, and fingerprints of their own', () => {
    const issues = JSON.parse(render('code-quality', repairing({ 'a.js': BEFORE }, { 'a.js': AFTER })));
    // What does not fit the published types is an error of `npm run types`.
    const typed: readonly GitLabIssue[] = codeQualityIssues(FULL_OUTCOME);
    expect(typed).toHaveLength(3);
    expect(issues).toHaveLength(5);
    for (const issue of issues) {
      expect(issue).toMatchObject({
        description: expect.any(String),
        check_name: expect.stringMatching(/^autofix\/(repair|suspect)$/),
        severity: expect.stringMatching(/^(info|minor|major|critical|blocker)$/),
        location: { path: expect.any(String), lines: { begin: expect.any(Number) } },
      });
    }
    expect(new Set(issues.map(({ fingerprint }: { fingerprint: string }) => fingerprint)).size).toBe(5);
  });
});

describe('junit', () => {
  const test = (id: string, more: Partial<TestResult>): TestResult => {
    const [file = '', path = ''] = id.split('::');
    const namePath = path.split(' > ');
    const place = { file, line: 3, durationMs: 1500, failure: null, status: 'passed' } as const;
    return { id, name: namePath.at(-1) ?? '', namePath, ...place, ...more };
  };
  const failure = (kind: 'assertion' | 'error', message: string) => {
    return { kind, message, errorType: null, expected: null, actual: null, frames: [], output: '' } as const;
  };
  const results = [
    test('a.test.js::suite > adds', {}),
    test('a.test.js::suite > "quotes" & <b>', {
      status: 'failed',
      failure: failure('assertion', 'one\u0000\ud800\ntwo ]]>'),
    }),
    test('b.test.js::loads', { status: 'failed', failure: failure('error', '<script>') }),
    test('b.test.js::later', { status: 'skipped' }),
  ];
  const report = { format: 'x', runner: null, results, truncated: false, warnings: [] };
  const render = () =>
    junitOutput.render(FULL_OUTCOME, { before: null, after: null, reports: { before: null, after: report } });

  it('is read by another tool as it is meant', async () => {
    const read = (await parseJunit(render())) as { testsuite?: { name?: string; testcase?: object[] }[] };
    expect(read).toMatchObject({ tests: 4, failures: 1, errors: 1, skipped: 1, time: 6 });
    expect(read.testsuite?.map(({ name }) => name)).toEqual(['a.test.js', 'b.test.js']);
    const cases = read.testsuite?.flatMap(({ testcase }) => testcase ?? []);
    expect(cases).toMatchObject([
      { name: 'adds', classname: 'suite', time: 1.5 },
      { name: '"quotes" & <b>', failure: [{ message: 'one\\u0000\ufffd', inner: 'one\\u0000\ufffd\ntwo ]]>' }] },
      { name: 'loads', error: [{ message: '<script>' }] },
      { name: 'later', skipped: [expect.anything()] },
    ]);
  });

  it('is read back by our own reader, test by test', () => {
    const again = readReport(Buffer.from(render()), null, {
      project: projectOf({ 'a.test.js': '', 'b.test.js': '' }),
      workspaceRoot: null,
    });
    expect(again.format).toBe('junit-xml');
    const facts = ({ name, file, status }: TestResult) => ({ name, file, status });
    expect(again.results.map(facts)).toEqual(results.map(facts));
  });

  it('names the failures of a run that got no further', () => {
    expect(junitOutput.render(FULL_OUTCOME, { before: null, after: null })).toContain('name="routes &#62; creates"');
  });
});
