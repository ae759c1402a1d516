import type { Evidence } from '../domain/output-format.ts';
import type { AttemptRecord, RepairOutcome } from '../domain/repair-outcome.ts';
import type { SuspiciousLocation } from '../domain/suspicious-location.ts';
import { type Html, html } from './html.ts';
import { attemptName, costText, durationText } from './outcome-words.ts';

/** Attempts that are listed; the offline engine may make thousands, and the JSON result has them all. */
const MOST_ATTEMPTS = 200;
const MOST_SUSPECTS = 20;
/** Longer lists are folded. */
const FOLDED_FROM = 12;

export function suspectsSection({ analysis }: RepairOutcome): Html | null {
  if (analysis.suspects.length === 0) return null;
  const shown = analysis.suspects.slice(0, MOST_SUSPECTS);
  const rows = (suspects: readonly SuspiciousLocation[]) => html`<table class="cards suspects">
<thead><tr><th scope="col">Place</th><th scope="col">Suspiciousness</th><th scope="col">Evidence</th></tr></thead><tbody>
${suspects.map(suspectRow)}</tbody></table>`;
  const rest = shown.slice(5);
  return html`<section aria-labelledby="suspects"><h2 id="suspects">Where the fault was looked for</h2>${rows(shown.slice(0, 5))}
${rest.length === 0 ? null : html`<details><summary>${rest.length} more suspects</summary>${rows(rest)}</details>`}${moreNote(analysis.suspects.length - shown.length, 'suspects')}</section>`;
}

function suspectRow({ file, startLine, endLine, symbol, suspiciousness, evidence }: SuspiciousLocation): Html {
  const lines = startLine === endLine ? `${startLine}` : `${startLine}–${endLine}`;
  const share = suspiciousness.toFixed(2);
  return html`<tr><td><code>${file}:${lines}</code>${symbol === null ? null : html`<br><small>in ${symbol}</small>`}</td>
<td data-label="Suspiciousness"><meter min="0" max="1" value="${share}" aria-label="suspiciousness ${share}"></meter> ${share}</td>
<td><ul>${evidence.map(({ kind, detail }) => html`<li><small>${kind}</small> ${detail}</li>`)}</ul></td></tr>
`;
}

/** What happened when: steps, questions, waiting and each fallback with its reason. */
export function timelineSection({ fallbacks }: RepairOutcome, { timeline = [] }: Evidence): Html | null {
  if (timeline.length === 0 && fallbacks.length === 0) return null;
  const known = timeline.filter(({ kind }) => kind !== 'warning');
  const entries = known.map(
    ({ atMs, kind, text }) => html`<li class="${kind}"><time>${durationText(atMs)}</time> <span>${text}</span></li>
`,
  );
  const untimed = fallbacks.map(
    ({
      from,
      to,
      reason,
    }) => html`<li class="fallback"><span>falls back from <strong>${from}</strong> to <strong>${to}</strong>: ${reason}</span></li>
`,
  );
  return html`<section aria-labelledby="timeline"><h2 id="timeline">Time line</h2><ol class="timeline">
${entries.length > 0 ? entries : untimed}</ol></section>`;
}

export function attemptsSection({ attempts }: RepairOutcome): Html | null {
  if (attempts.length === 0) return null;
  // The last ones decide; the first ones of a long search say little.
  const shown = attempts.slice(-MOST_ATTEMPTS);
  const table = html`<table class="cards attempts"><thead><tr><th scope="col">By</th><th scope="col">Verdict</th>
<th scope="col">Why it was refused</th><th scope="col" class="amount">Tokens in / out</th><th scope="col" class="amount">Cost</th><th scope="col" class="amount">Took</th></tr></thead><tbody>
${shown.map(attemptRow)}</tbody></table>`;
  const list =
    shown.length > FOLDED_FROM
      ? html`<p>${verdictCounts(attempts)}</p><details><summary>${shown.length === attempts.length ? 'All' : 'The last'} ${shown.length} attempts</summary>${table}</details>`
      : table;
  return html`<section aria-labelledby="attempts"><h2 id="attempts">Attempts</h2>
${list}${moreNote(attempts.length - shown.length, 'earlier attempts')}</section>`;
}

function verdictCounts(attempts: readonly AttemptRecord[]): string {
  const counts = new Map<string, number>();
  for (const { verdict } of attempts) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  return `${attempts.length} attempts: ${[...counts].map(([verdict, count]) => `${count} ${verdict}`).join(', ')}.`;
}

function attemptRow(attempt: AttemptRecord): Html {
  const tone = { plausible: 'good', partial: 'mixed' }[attempt.verdict as string] ?? 'calm';
  const paid = attempt.inputTokens + attempt.outputTokens > 0;
  return html`<tr><td>${attemptName(attempt)}</td><td><span class="mark ${tone}">${attempt.verdict}</span></td><td>${attempt.reason}</td>
<td class="amount" data-label="Tokens in / out">${paid ? `${attempt.inputTokens} / ${attempt.outputTokens}` : '–'}</td>
<td class="amount" data-label="Cost">${paid ? costText(attempt.costUsd) : '–'}</td><td class="amount" data-label="Took">${attempt.latencyMs > 0 ? durationText(attempt.latencyMs) : '–'}</td></tr>
`;
}

function moreNote(count: number, what: string): Html | null {
  return count > 0 ? html`<p class="quiet">${count} more ${what} are in the JSON result.</p>` : null;
}
