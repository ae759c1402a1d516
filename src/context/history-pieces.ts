import { originName } from '../domain/candidate-patch.ts';
import type { Edit } from '../domain/edit.ts';
import type { PatchVerdict } from '../domain/patch-verdict.ts';
import type { JudgedPatch, RepairTask } from '../domain/repair-task.ts';
import type { TestReport } from '../domain/test-report.ts';
import { shortened, testTitle } from './failure-pieces.ts';
import { inLabel } from './fence.ts';
import type { TextPiece } from './pieces.ts';

const LATEST_VALUE = 90;
const OLDER_SHARE = 0.6;
const MOST_TOLD = 6;
const LONGEST_EDIT = 900;
const MOST_TESTS = 4;

/** How the failing tests did under one attempt. */
export interface AttemptFacts {
  readonly failing: number;
  /** How many of them passed. */
  readonly repaired: number;
  /** Whether each failed with the very message that it failed with before. */
  readonly isSame: boolean;
}

/** By the reports as they are, before anything is taken out of them. */
export function attemptFacts({ failing }: RepairTask, { verdict }: JudgedPatch): AttemptFacts | null {
  if (!('after' in verdict) || verdict.after === null) return null;
  const after = new Map(verdict.after.results.map((result) => [result.id, result]));
  const repaired = failing.filter(({ id }) => after.get(id)?.status === 'passed').length;
  const isSame = failing.every(({ id, failure }) => after.get(id)?.failure?.message === failure?.message);
  return { failing: failing.length, repaired, isSame };
}

/** What was tried and what became of it, the latest last and worth the most. `facts` are in the order of the history. */
export function historyPieces(
  history: readonly JudgedPatch[],
  facts: readonly (AttemptFacts | null)[] = [],
): TextPiece[] {
  const told = history.slice(-MOST_TOLD);
  return told.map((judged, position): TextPiece => {
    const number = history.length - told.length + position + 1;
    const age = told.length - 1 - position;
    const text = describe(judged, facts[number - 1] ?? null);
    const value = LATEST_VALUE * OLDER_SHARE ** age;
    return { kind: 'text', section: 'history', title: `attempt ${number}`, text, value, must: false };
  });
}

function describe({ patch, verdict }: JudgedPatch, facts: AttemptFacts | null): string {
  const edits = patch.edits.map(editText);
  const nothing = patch.noPatch === undefined ? 'no edits' : `no patch: ${patch.noPatch.reason}`;
  return [
    `by ${originName(patch.origin)}`,
    patch.rationale === '' ? '' : `idea: ${shortened(patch.rationale, 300)}`,
    edits.length === 0 ? nothing : shortened(edits.join('\n'), LONGEST_EDIT * 2),
    `result: ${verdictText(verdict, facts)}`,
  ]
    .filter((line) => line !== '')
    .join('\n');
}

function editText(edit: Edit): string {
  const file = inLabel(edit.file);
  if (edit.kind === 'delete') return `delete ${file}`;
  if (edit.kind === 'rename') return `rename ${file} to ${inLabel(edit.to)}`;
  if (edit.kind === 'create') return `create ${file}:\n${prefixed('+', edit.content)}`;
  const removed =
    edit.target.kind === 'text'
      ? prefixed('-', edit.target.text)
      : `- (characters ${edit.target.start} to ${edit.target.end})`;
  return `in ${file}:\n${removed}\n${prefixed('+', edit.replacement)}`;
}

function prefixed(sign: string, text: string): string {
  if (text === '') return `${sign} (nothing)`;
  return shortened(text.replace(/\n$/, ''), LONGEST_EDIT).replace(/^/gm, `${sign} `);
}

function verdictText(verdict: PatchVerdict, facts: AttemptFacts | null): string {
  switch (verdict.kind) {
    case 'plausible':
      return 'all tests pass';
    case 'refused':
      return `refused by the rule "${verdict.policy}": ${verdict.detail}`;
    case 'invalid':
      return `could not be applied: ${shortened(verdict.reason, 1200)}`;
    case 'timed-out':
      return `the tests did not end: ${verdict.detail}`;
    case 'partial':
      return `repaired ${verdict.fixed.length}, still failing ${verdict.remaining.length}:\n${testsText(verdict.remaining, verdict.after)}`;
    case 'no-effect':
      if (facts?.isSame === true)
        return 'the tests still fail, exactly as before: the changed lines make no difference to them';
      return `the tests still fail:\n${testsText(verdict.remaining, verdict.after)}`;
    case 'regression':
      return `${repairedText(facts)}broke tests that passed before:\n${testsText(verdict.broken, verdict.after)}`;
  }
}

function repairedText(facts: AttemptFacts | null): string {
  if (facts === null || facts.repaired === 0) return '';
  return `${facts.repaired} of the ${facts.failing} failing tests passed, but it `;
}

/** Names of tests with the messages that they fail with now. */
function testsText(ids: readonly string[], after: TestReport | null): string {
  const lines = ids.slice(0, MOST_TESTS).map((id) => {
    const known = after?.results.find((result) => result.id === id);
    const message = known?.failure?.message ?? '';
    return `- ${known === undefined ? inLabel(id) : testTitle(known)}${message === '' ? '' : `\n${shortened(message, 400)}`}`;
  });
  if (ids.length > MOST_TESTS) lines.push(`- and ${ids.length - MOST_TESTS} more`);
  return lines.join('\n');
}
