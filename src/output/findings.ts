import type { RepairOutcome } from '../domain/repair-outcome.ts';
import { counted } from '../shared/counted.ts';
import { type ChangedBlock, changedBlocks } from './changed-blocks.ts';
import { patchAuthor } from './outcome-words.ts';

/** Something about a place in the project that a reviewer should see there. */
export interface Finding {
  /** `repair`: lines that the patch changes. `suspect`: where the fault of tests that still fail may be. */
  readonly kind: 'repair' | 'suspect';
  readonly file: string;
  /** 1-based and inclusive, in the project before the patch. */
  readonly startLine: number;
  readonly endLine: number;
  readonly title: string;
  readonly message: string;
  /** What the patch does there; null for a suspect. */
  readonly block: ChangedBlock | null;
}

/** More suspects than these say nothing any more. */
const MOST_SUSPECTS = 5;

/** The findings of a run: each changed block; and the first suspects when tests still fail. */
export function findingsOf(outcome: RepairOutcome): Finding[] {
  return [...repairs(outcome), ...(outcome.remainingTests.length === 0 ? [] : suspects(outcome))];
}

function repairs({ patch, status, fixedTests }: RepairOutcome): Finding[] {
  if (patch === null) return [];
  const proof =
    status === 'awaiting-verification'
      ? 'It was not verified.'
      : `It repairs ${counted(fixedTests.length, 'test')}; no test that passed before fails.`;
  const message = `${patch.explanation} By ${patchAuthor(patch)}. ${proof}`.trim();
  return changedBlocks(patch.diff).map((block) => ({
    kind: 'repair',
    file: block.file,
    startLine: Math.max(1, block.startLine),
    endLine: Math.max(1, block.startLine + Math.max(0, block.removed.length - 1)),
    title: 'autofix: repair',
    message,
    block,
  }));
}

function suspects({ analysis, remainingTests }: RepairOutcome): Finding[] {
  const tests = `${counted(remainingTests.length, 'test')} still ${remainingTests.length === 1 ? 'fails' : 'fail'}`;
  return analysis.suspects
    .slice(0, MOST_SUSPECTS)
    .map(({ file, startLine, endLine, symbol, suspiciousness, evidence }) => {
      const place = symbol === null ? '' : ` in ${symbol}`;
      const why = evidence.map(({ detail }) => detail).join('; ');
      return {
        kind: 'suspect',
        file,
        startLine,
        endLine,
        title: 'autofix: suspect',
        message: `${tests}; suspiciousness ${suspiciousness.toFixed(2)}${place}${why === '' ? '' : `: ${why}`}`,
        block: null,
      };
    });
}
