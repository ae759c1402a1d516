import type { RepairOutcome } from '../domain/repair-outcome.ts';
import type { SuspiciousLocation } from '../domain/suspicious-location.ts';
import { type Html, html } from './html.ts';
import { diffMarkup } from './html-diff.ts';
import {
  attemptName,
  backingText,
  costText,
  durationText,
  integrityText,
  patchAuthor,
  STATUS_WORDS,
  testNameOf,
} from './outcome-words.ts';

/** Attempts that are listed; the offline engine may make thousands, and the JSON result has them all. */
const MOST_ATTEMPTS = 200;
const MOST_SUSPECTS = 20;

export function verdictSection({ status, error, warnings }: RepairOutcome, projectName: string | null): Html {
  const { label, claim, tone } = STATUS_WORDS[status];
  const name = projectName === null ? null : html`: ${projectName}`;
  const fault =
    error === null
      ? null
      : html`<p><strong>${error.message}</strong> <code>${error.code}</code></p><p>${error.hint}</p>`;
  return html`<header><div class="verdict ${tone}"><h1>${label}${name}</h1><p>${claim}</p>${fault}</div>
${warnings.map((warning) => html`<p class="warning"><strong>Warning:</strong> ${warning}</p>`)}</header>`;
}

export function testsSection(outcome: RepairOutcome): Html | null {
  const { before, after, analysis, brokenTests } = outcome;
  if (before === null && analysis.failures.length === 0) return null;
  const row = (label: string, key: 'passed' | 'failed' | 'skipped' | 'total') => html`<tr><th scope="row">${label}</th>
<td class="amount">${before?.[key] ?? '–'}</td><td class="amount">${after?.[key] ?? '–'}</td></tr>`;
  return html`<section><h2>Tests</h2>
<table class="counts"><thead><tr><th scope="col">Count</th><th scope="col" class="amount">Before</th><th scope="col" class="amount">After</th></tr></thead>
<tbody>${row('Passed', 'passed')}${row('Failed', 'failed')}${row('Skipped', 'skipped')}${row('Total', 'total')}</tbody></table>
${failureTable(outcome)}
${brokenTests.length === 0 ? null : html`<p><strong>Broken by the patch</strong></p><ul>${brokenTests.map((id) => html`<li>${id}</li>`)}</ul>`}
</section>`;
}

function failureTable({ analysis, fixedTests, remainingTests }: RepairOutcome): Html | null {
  if (analysis.failures.length === 0) return null;
  const [fixed, remaining] = [new Set(fixedTests), new Set(remainingTests)];
  const mark = (id: string) => {
    if (fixed.has(id)) return html`<span class="mark good">passes now</span>`;
    return remaining.has(id)
      ? html`<span class="mark bad">still fails</span>`
      : html`<span class="mark calm">failed</span>`;
  };
  return html`<div class="scroll"><table class="cards"><thead><tr><th scope="col">Failure that was reported</th><th scope="col">With the patch</th></tr></thead><tbody>
${analysis.failures.map(
  ({
    id,
    name,
    message,
  }) => html`<tr><td><strong>${name}</strong><br><small>${testNameOf(id).file}</small><pre>${message}</pre></td><td>${mark(id)}</td></tr>
`,
)}</tbody></table></div>`;
}

export function patchSection(outcome: RepairOutcome): Html | null {
  const { patch } = outcome;
  if (patch === null) return null;
  const backing = backingText(outcome);
  const others = (patch.alternatives ?? []).map(
    ({ operator, explanation, diff }) =>
      html`<details><summary>${operator}: ${explanation}</summary>${diffMarkup(diff)}</details>`,
  );
  return html`<section><h2>Patch</h2><p>${prose(patch.explanation)}</p><p class="quiet">By ${patchAuthor(patch)}</p>
${backing === null ? null : html`<p class="quiet">Backing: ${backing}</p>`}${diffMarkup(patch.diff)}${others.length === 0 ? null : html`<h3>Others that pass too</h3>${others}`}</section>`;
}

export function suspectsSection({ analysis }: RepairOutcome): Html | null {
  if (analysis.suspects.length === 0) return null;
  const shown = analysis.suspects.slice(0, MOST_SUSPECTS);
  return html`<section><h2>Where the fault was looked for</h2><div class="scroll"><table class="cards">
<thead><tr><th scope="col">Place</th><th scope="col">Suspiciousness</th><th scope="col">Evidence</th></tr></thead><tbody>
${shown.map(suspectRow)}</tbody></table></div>${moreNote(analysis.suspects.length - shown.length, 'suspects')}</section>`;
}

function suspectRow({ file, startLine, endLine, symbol, suspiciousness, evidence }: SuspiciousLocation): Html {
  const lines = startLine === endLine ? `${startLine}` : `${startLine}–${endLine}`;
  const share = suspiciousness.toFixed(2);
  return html`<tr><td><code>${file}:${lines}</code>${symbol === null ? null : html`<br><small>in ${symbol}</small>`}</td>
<td data-label="Suspiciousness"><meter min="0" max="1" value="${share}" aria-label="suspiciousness ${share}"></meter> ${share}</td>
<td><ul>${evidence.map(({ kind, detail }) => html`<li><small>${kind}</small> ${detail}</li>`)}</ul></td></tr>
`;
}

export function attemptsSection({ attempts, fallbacks }: RepairOutcome): Html | null {
  if (attempts.length === 0 && fallbacks.length === 0) return null;
  // The last ones decide; the first ones of a long search say little.
  const shown = attempts.slice(-MOST_ATTEMPTS);
  const table = html`<div class="scroll"><table class="cards"><thead><tr><th scope="col">By</th><th scope="col">Verdict</th>
<th scope="col">Reason</th><th scope="col" class="amount">Tokens in / out</th><th scope="col" class="amount">Cost</th><th scope="col" class="amount">Took</th></tr></thead><tbody>
${shown.map(attemptRow)}</tbody></table></div>`;
  const list = shown.length > 12 ? html`<details><summary>${shown.length} attempts</summary>${table}</details>` : table;
  return html`<section><h2>Attempts</h2>
${fallbacks.length === 0 ? null : html`<ol>${fallbacks.map(({ from, to, reason }) => html`<li>Fell back from <strong>${from}</strong> to <strong>${to}</strong>: ${reason}</li>`)}</ol>`}
${attempts.length === 0 ? null : list}${moreNote(attempts.length - shown.length, 'earlier attempts')}</section>`;
}

function attemptRow(attempt: RepairOutcome['attempts'][number]): Html {
  const tone = { plausible: 'good', partial: 'mixed' }[attempt.verdict as string] ?? 'calm';
  const paid = attempt.inputTokens + attempt.outputTokens > 0;
  return html`<tr><td>${attemptName(attempt)}</td><td><span class="mark ${tone}">${attempt.verdict}</span></td><td>${attempt.reason}</td>
<td class="amount" data-label="Tokens in / out">${paid ? `${attempt.inputTokens} / ${attempt.outputTokens}` : '–'}</td>
<td class="amount" data-label="Cost">${paid ? costText(attempt.costUsd) : '–'}</td><td class="amount" data-label="Took">${durationText(attempt.latencyMs)}</td></tr>
`;
}

export function statementSection(outcome: RepairOutcome): Html {
  const { analysis, usage, timings, outputs } = outcome;
  const code = (text: string | null) => (text === null ? null : html`<code>${text}</code>`);
  const rows: readonly (readonly [string, Html | string | null])[] = [
    ['Integrity', integrityText(outcome)],
    ['Isolation of the tests', analysis.isolation],
    ['Toolchain', analysis.toolchain],
    ['Install command', code(analysis.installCommand)],
    ['Test command', code(analysis.testCommand)],
    ['Report', analysis.reportFormats.join(', ') || null],
    ['Requests', `${usage.requests}, ${usage.inputTokens} tokens in, ${usage.outputTokens} out`],
    ['Cost', costText(usage.costUsd)],
    ['Search', `${usage.candidates} candidates judged in ${usage.testRuns} test runs`],
    [
      'Time',
      Object.entries(timings)
        .map(([stage, time]) => `${stage} ${durationText(time)}`)
        .join(', ') || null,
    ],
    ['Repaired project', code(outputs.zip)],
    ['Run folder', code(outputs.runDir)],
  ];
  return html`<section><h2>What the verdict rests on</h2><table><tbody>
${rows
  .filter(([, value]) => value !== null)
  .map(
    ([label, value]) => html`<tr><th scope="row">${label}</th><td>${value}</td></tr>
`,
  )}</tbody></table></section>`;
}

/** Text in which models and operators put names between backticks. */
function prose(text: string): Html[] {
  return text
    .split(/(`[^`\n]+`)/)
    .map((part) => (/^`.+`$/.test(part) ? html`<code>${part.slice(1, -1)}</code>` : html`${part}`));
}

function moreNote(count: number, what: string): Html | null {
  return count > 0 ? html`<p class="quiet">${count} more ${what} are in the JSON result.</p>` : null;
}
