import { isDeepStrictEqual } from 'node:util';
import { EXIT } from '../domain/autofix-error.ts';
import type { RepairOutcome } from '../domain/repair-outcome.ts';
import type { Replay } from './replay.ts';

/** What became of a repetition. */
export interface ReplayComparison {
  /** What is not as recorded among the things that make the result: status, exit code, patch, tests, ZIP. */
  readonly differences: readonly string[];
  /** What differs besides: fields of the result that tell of the way there. */
  readonly asides: readonly string[];
}

/** Fields of the result that must be the same. */
const RESULT = ['status', 'exitCode', 'patch', 'fixedTests', 'remainingTests', 'brokenTests'] as const;

/** Fields that should be; paths and times (`outputs`, `timings`) are the run's own. */
const WAY = [
  'analysis',
  'warnings',
  'before',
  'after',
  'attempts',
  'fallbacks',
  'usage',
  'integrity',
  'error',
] as const;

/** A run that was broken off in the middle of a step stops at its edge when it is repeated: the rest may differ. */
const BROKEN_WAY = ['attempts', 'fallbacks'] as const;

/** Whether a repetition could not begin (its input is gone) or was itself interrupted: then it tells nothing. */
export function neverCameToIt({ recording }: Replay, { error, exitCode }: RepairOutcome, failure: unknown): boolean {
  if (failure === null || error === null) return false;
  const isOwnInterruption = error.code === 'interrupted' && recording.ended?.broken === null;
  return exitCode === EXIT.usage || exitCode === EXIT.inputRefused || isOwnInterruption;
}

/** Compares an outcome, and the ZIP that was written, with those of the recorded run. */
export function compareWithRecord(
  { recording, outcome: recorded }: Replay,
  outcome: RepairOutcome,
  zipSha256: string | null,
): ReplayComparison {
  const ownFolder = outcome.outputs.runDir ?? '';
  const recordedFolder = recorded.outputs.runDir ?? '';
  // As it comes back from a file, with the one path that may stand in a message.
  const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value) ?? 'null');
  const shown = (value: unknown): unknown =>
    recordedFolder === '' ? plain(value) : JSON.parse(JSON.stringify(value).replaceAll(recordedFolder, ownFolder));
  const differs = (name: keyof RepairOutcome) => !isDeepStrictEqual(plain(outcome[name]), shown(recorded[name]));
  const differences: string[] = RESULT.filter(differs).map((name) => {
    if (name !== 'status' && name !== 'exitCode') return name;
    return `${name} (${recorded[name]} recorded, ${outcome[name]} now)`;
  });
  // Without a ZIP on one side there is none to compare: the repetition may have been asked for one.
  if (recording.zip !== null && zipSha256 !== recording.zip.sha256) differences.push('ZIP');
  const asides = (recording.ended?.broken === null ? WAY : BROKEN_WAY).filter(differs);
  return { differences, asides };
}

/** The outcome of a repetition: its own when it is the recorded one, else a failure that says what differs. */
export function comparedOutcome(
  { folder }: Replay,
  outcome: RepairOutcome,
  { differences }: ReplayComparison,
): RepairOutcome {
  if (differences.length === 0) return outcome;
  const cause = outcome.error === null ? '' : ` (${outcome.error.message})`;
  return {
    ...outcome,
    exitCode: EXIT.notFixed,
    error: {
      code: 'replay-differs',
      message: `The repetition of ${folder} differs in ${differences.join(', ')}${cause}`,
      hint: 'Tests that come and go, or another Node, Python or operating system, make another run: compare the two result.json.',
    },
  };
}
