import type { AttemptRecord, RepairOutcome } from '../domain/repair-outcome.ts';
import { type Html, html } from './html.ts';
import { diffMarkup } from './html-diff.ts';
import { nextCommands } from './next-commands.ts';
import {
  backingText,
  costText,
  durationText,
  integrityText,
  judgingText,
  patchAuthor,
  requestsText,
  STATUS_WORDS,
} from './outcome-words.ts';

export function verdictSection(outcome: RepairOutcome, projectName: string | null): Html {
  const { status, error, warnings } = outcome;
  const { label, claim, tone } = STATUS_WORDS[status];
  const name = projectName === null ? null : html`: ${projectName}`;
  const fault =
    error === null
      ? null
      : html`<p><strong>${error.message}</strong> <code>${error.code}</code></p><p>${error.hint}</p>`;
  return html`<header><div class="verdict ${tone}"><h1>${label}${name}</h1><p>${claim}</p>${fault}${glance(outcome)}</div>
${warnings.map((warning) => html`<p class="warning"><strong>Warning:</strong> ${warning}</p>`)}</header>`;
}

/** The four things that a reader in a hurry looks for. */
function glance({ before, after, fixedTests, remainingTests, patch, usage }: RepairOutcome): Html {
  const lines = patch === null ? null : changedLines(patch.diff);
  const facts: readonly (readonly [string, string | null])[] = [
    [
      'failing tests',
      before === null ? null : after === null ? `${before.failed}` : `${before.failed} → ${after.failed}`,
    ],
    ['repaired', before === null ? null : `${fixedTests.length} of ${fixedTests.length + remainingTests.length}`],
    ['change', lines === null ? null : `+${lines.added} −${lines.removed} in ${patch?.files.length}`],
    ['cost', usage.requests === 0 ? 'none' : costText(usage.costUsd)],
  ];
  return html`<dl class="glance">${facts
    .filter(([, value]) => value !== null)
    .map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function changedLines(diff: string): { readonly added: number; readonly removed: number } {
  const count = (sign: RegExp) => diff.match(sign)?.length ?? 0;
  return { added: count(/^\+(?!\+\+ )/gm), removed: count(/^-(?!-- )/gm) };
}

export function patchSection(outcome: RepairOutcome): Html | null {
  const { patch } = outcome;
  if (patch === null) return null;
  const backing = backingText(outcome);
  const others = (patch.alternatives ?? []).map(
    ({ operator, explanation, diff }) =>
      html`<details><summary>${operator}: ${explanation}</summary>${diffMarkup(diff)}</details>`,
  );
  return html`<section aria-labelledby="patch"><h2 id="patch">Patch</h2><p>${prose(patch.explanation)}</p><p class="quiet">By ${patchAuthor(patch)}</p>
${backing === null ? null : html`<p class="quiet">Backing: ${backing}</p>`}${diffMarkup(patch.diff)}${others.length === 0 ? null : html`<h3>Others that pass too</h3>${others}`}</section>`;
}

/** What each model took; nothing when none was asked. */
export function usageSection({ attempts, usage }: RepairOutcome): Html | null {
  if (usage.requests === 0) return null;
  const rows = new Map<string, AttemptRecord[]>();
  for (const attempt of attempts.filter(({ provider }) => provider !== 'offline')) {
    const name = `${attempt.provider} ${attempt.model ?? ''}`.trim();
    rows.set(name, [...(rows.get(name) ?? []), attempt]);
  }
  const sum = (list: readonly AttemptRecord[], key: 'inputTokens' | 'outputTokens' | 'latencyMs') =>
    list.reduce((total, attempt) => total + attempt[key], 0);
  const cost = (list: readonly AttemptRecord[]) =>
    list.some(({ costUsd }) => costUsd === null)
      ? null
      : list.reduce((total, { costUsd }) => total + (costUsd ?? 0), 0);
  return html`<section aria-labelledby="usage"><h2 id="usage">Tokens and cost</h2><table class="cards usage">
<thead><tr><th scope="col">Model</th><th scope="col" class="amount">Answers</th><th scope="col" class="amount">Tokens in</th><th scope="col" class="amount">Tokens out</th><th scope="col" class="amount">Cost</th><th scope="col" class="amount">Waited for it</th></tr></thead><tbody>
${[...rows].map(
  ([
    name,
    list,
  ]) => html`<tr><td>${name}</td><td class="amount" data-label="Answers">${list.filter(({ verdict }) => verdict !== 'no-answer').length} of ${list.length}</td><td class="amount" data-label="Tokens in">${sum(list, 'inputTokens')}</td><td class="amount" data-label="Tokens out">${sum(list, 'outputTokens')}</td><td class="amount" data-label="Cost">${costText(cost(list))}</td><td class="amount" data-label="Waited for it">${durationText(sum(list, 'latencyMs'))}</td></tr>
`,
)}</tbody></table><p class="quiet">In all ${requestsText(usage)}, ${usage.inputTokens} tokens in, ${usage.outputTokens} out, ${costText(usage.costUsd)}.</p></section>`;
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
    ['Search', judgingText(usage)],
    [
      'Time',
      Object.entries(timings)
        .map(([stage, time]) => `${stage} ${durationText(time)}`)
        .join(', ') || null,
    ],
    ['Repaired project', code(outputs.zip)],
    ['Run folder', code(outputs.runDir)],
  ];
  return html`<section aria-labelledby="statement"><h2 id="statement">What the verdict rests on</h2><table class="facts"><tbody>
${rows
  .filter(([, value]) => value !== null)
  .map(
    ([label, value]) => html`<tr><th scope="row">${label}</th><td>${value}</td></tr>
`,
  )}</tbody></table></section>`;
}

export function commandsSection(outcome: RepairOutcome): Html | null {
  const commands = nextCommands(outcome);
  if (commands.length === 0) return null;
  return html`<section aria-labelledby="commands"><h2 id="commands">What to type next</h2><dl class="commands">
${commands.map(
  ({ purpose, command }) => html`<div><dt>${purpose}</dt><dd><code>${command}</code></dd></div>
`,
)}</dl></section>`;
}

/** Text in which models and operators put names between backticks. */
function prose(text: string): Html[] {
  return text
    .split(/(`[^`\n]+`)/)
    .map((part) => (/^`.+`$/.test(part) ? html`<code>${part.slice(1, -1)}</code>` : html`${part}`));
}
