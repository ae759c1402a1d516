import type { AttemptRecord, PatchSummary, RepairOutcome, RepairStatus, Usage } from '../domain/repair-outcome.ts';
import { counted } from '../shared/counted.ts';

export interface StatusWords {
  readonly label: string;
  /** What the status claims, and no more than that. */
  readonly claim: string;
  readonly tone: 'good' | 'mixed' | 'bad' | 'calm';
}

/** The words of each status, the same in every output for people. */
export const STATUS_WORDS: Readonly<Record<RepairStatus, StatusWords>> = {
  fixed: {
    label: 'Fixed',
    claim:
      'The reported failures were reproduced, pass with this patch, and no test that passed before fails. ' +
      'Passing tests make a patch plausible, not proven: read it before you merge it.',
    tone: 'good',
  },
  'partially-fixed': {
    label: 'Partially fixed',
    claim: 'Some of the failing tests pass with this patch and nothing else broke; the others still fail.',
    tone: 'mixed',
  },
  'not-fixed': {
    label: 'Not fixed',
    claim: 'No candidate passed the tests; the project is unchanged.',
    tone: 'bad',
  },
  'nothing-to-fix': { label: 'Nothing to fix', claim: 'No test fails; the project is unchanged.', tone: 'calm' },
  'awaiting-verification': {
    label: 'Not verified',
    claim: 'A patch was made, but the tests were not run with it.',
    tone: 'mixed',
  },
  refused: { label: 'Refused', claim: 'The input was refused; nothing was changed.', tone: 'bad' },
  failed: { label: 'Failed', claim: 'The run ended with an error; the project is unchanged.', tone: 'bad' },
};

/** Who made the patch: provider and model, or the operator of the offline engine. */
export function patchAuthor(patch: PatchSummary): string {
  if (patch.operator !== null) return `${patch.provider} engine, operator ${patch.operator}`;
  return patch.model === null ? patch.provider : `${patch.provider}, model ${patch.model}`;
}

/**
 * What a patch of the offline engine rests on: it was searched for among many, so passing the tests says less of it the
 * fewer tests there are and the more others pass too. null for the models' patches.
 */
export function backingText({ patch, usage, fixedTests, remainingTests }: RepairOutcome): string | null {
  if (patch === null || patch.operator === null) return null;
  const others = patch.otherPlausible ?? 0;
  const word = remainingTests.length === 0 ? 'plausible' : 'a part of a repair';
  const seen =
    others === 0 ? 'no other one was seen to pass' : `${others} other ${others === 1 ? 'one passes' : 'ones pass'} too`;
  const single = fixedTests.length === 1 ? '; a single failing test backs it, so look twice' : '';
  return `${word}, after ${counted(usage.candidates, 'candidate')}; ${seen}${single}`;
}

/** Dollars with as many decimals as the amount needs; never "free" for an unknown price. */
export function costText(costUsd: number | null): string {
  if (costUsd === null) return 'price not known';
  if (costUsd === 0) return '$0';
  return costUsd < 0.01 ? `$${costUsd.toPrecision(2)}` : `$${costUsd.toFixed(2)}`;
}

export function usageText(usage: Usage): string {
  const requests = requestsText(usage);
  const tokens = `${usage.inputTokens} tokens in, ${usage.outputTokens} out`;
  return `${requests}, ${tokens}, ${costText(usage.costUsd)}; ${judgingText(usage)}`;
}

export function judgingText({ candidates, testRuns }: Usage): string {
  return `${counted(candidates, 'candidate')} judged in ${counted(testRuns, 'test run')}`;
}

/** Requests are the scarcest thing on a free plan: how many each repaired test took stands beside their number. */
export function requestsText({ requests, requestsPerFixedTest }: Usage): string {
  const count = counted(requests, 'request');
  if (requests === 0 || requestsPerFixedTest === null) return count;
  return `${count} (${Number(requestsPerFixedTest.toPrecision(2))} per fixed test)`;
}

export function durationText(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

export function integrityText(outcome: RepairOutcome): string | null {
  if (outcome.integrity === null) return null;
  const { protectedFiles, unchanged, bytesOutsideHunksUnchanged } = outcome.integrity;
  const files = counted(protectedFiles, 'protected file');
  const hashes = unchanged
    ? `${files} (tests, snapshots, configuration, lock files, CI) unchanged by hash`
    : `${files} hashed, and NOT all of them are as before`;
  return `${hashes}; bytes outside the changed lines ${bytesOutsideHunksUnchanged ? 'unchanged' : 'NOT unchanged'}`;
}

export function attemptName(attempt: AttemptRecord): string {
  return attempt.model === null ? attempt.provider : `${attempt.provider} ${attempt.model}`;
}

/** Test ids read `file::suite > test`; people want the name first. */
export function testNameOf(id: string): { readonly file: string; readonly name: string } {
  const separator = id.indexOf('::');
  return separator < 0
    ? { file: '', name: id }
    : { file: id.slice(0, separator), name: id.slice(separator + 2) || id.slice(0, separator) };
}
