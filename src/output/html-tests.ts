import type { Evidence } from '../domain/output-format.ts';
import type { RepairOutcome } from '../domain/repair-outcome.ts';
import type { TestReport, TestStatus } from '../domain/test-report.ts';
import { type Html, html } from './html.ts';
import { testNameOf } from './outcome-words.ts';

/** Tests of the whole list; a suite of thousands is for the JUnit file. */
const MOST_TESTS = 500;

interface TestRow {
  readonly id: string;
  readonly before: TestStatus | null;
  readonly after: TestStatus | null;
  /** What it said when it failed. */
  readonly message: string;
}

/** Counts, then what became of each test that failed, then all of them where they are known. */
export function testsSection(outcome: RepairOutcome, evidence: Evidence): Html | null {
  const { before, after, analysis } = outcome;
  if (before === null && analysis.failures.length === 0) return null;
  const row = (label: string, key: 'passed' | 'failed' | 'skipped' | 'total') => html`<tr><th scope="row">${label}</th>
<td class="amount">${before?.[key] ?? '–'}</td><td class="amount">${after?.[key] ?? '–'}</td></tr>`;
  return html`<section aria-labelledby="tests"><h2 id="tests">Tests</h2>
<table class="counts"><thead><tr><th scope="col">Count</th><th scope="col" class="amount">Before</th><th scope="col" class="amount">After</th></tr></thead>
<tbody>${row('Passed', 'passed')}${row('Failed', 'failed')}${row('Skipped', 'skipped')}${row('Total', 'total')}</tbody></table>
${testTable('Tests that failed', failedRows(outcome))}
${allTests(evidence)}
</section>`;
}

/** The reported failures and what the patch broke, from the outcome alone. */
function failedRows({ analysis, fixedTests, remainingTests, brokenTests }: RepairOutcome): TestRow[] {
  const [fixed, remaining] = [new Set(fixedTests), new Set(remainingTests)];
  const afterOf = (id: string) => (fixed.has(id) ? 'passed' : remaining.has(id) ? 'failed' : null);
  const failures = analysis.failures.map(({ id, message }): TestRow => {
    return { id, before: 'failed', after: afterOf(id), message };
  });
  const broken = brokenTests.map((id): TestRow => ({ id, before: 'passed', after: 'failed', message: '' }));
  return [...broken, ...failures];
}

function allTests({ reports }: Evidence): Html | null {
  const { before = null, after = null } = reports ?? {};
  if (before === null || after === null) return null;
  const rows = joinedRows(before, after);
  const shown = rows.slice(0, MOST_TESTS);
  const more = rows.length - shown.length;
  return html`<details><summary>All ${rows.length} tests, before and after</summary>
${testTable('All tests', shown)}${more > 0 ? html`<p class="quiet">${more} more are in junit.xml of the run folder.</p>` : null}</details>`;
}

function joinedRows(before: TestReport, after: TestReport): TestRow[] {
  const rows = new Map<string, TestRow>();
  for (const { id, status } of before.results) rows.set(id, { id, before: status, after: null, message: '' });
  for (const { id, status } of after.results) {
    rows.set(id, { id, before: rows.get(id)?.before ?? null, after: status, message: '' });
  }
  return [...rows.values()];
}

function testTable(caption: string, rows: readonly TestRow[]): Html | null {
  if (rows.length === 0) return null;
  return html`<table class="cards tests"><caption>${caption}</caption><thead><tr><th scope="col">Test</th><th scope="col">Before</th><th scope="col">After</th></tr></thead><tbody>
${rows.map(testRow)}</tbody></table>`;
}

function testRow({ id, before, after, message }: TestRow): Html {
  const { file, name } = testNameOf(id);
  return html`<tr><td><strong>${name}</strong>${file === '' ? null : html`<br><small>${file}</small>`}${message === '' ? null : html`<pre tabindex="0">${message}</pre>`}</td><td data-label="Before">${statusMark(before)}</td><td data-label="After">${statusMark(after)}</td></tr>
`;
}

const TONES: Readonly<Record<TestStatus, string>> = { passed: 'good', failed: 'bad', skipped: 'calm' };

function statusMark(status: TestStatus | null): Html {
  return status === null
    ? html`<span class="quiet">–</span>`
    : html`<span class="mark ${TONES[status]}">${status}</span>`;
}
