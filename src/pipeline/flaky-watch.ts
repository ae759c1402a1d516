import { passedIds } from '../domain/test-report.ts';
import type { Workspace } from '../sandbox/workspace.ts';
import type { TestRun, TestRunner } from './test-runner.ts';

/** How many names a warning brings. */
const MOST_NAMED = 10;

export function flakyWarning(ids: readonly string[]): string {
  const named = ids.slice(0, MOST_NAMED).join(', ');
  const more = ids.length > MOST_NAMED ? `, and ${ids.length - MOST_NAMED} more` : '';
  return `Flaky: does not end alike in every run without any change, so it is left out of all counts: ${named}${more}`;
}

export interface FlakyWatchSettings {
  readonly runner: TestRunner;
  /** Runs the whole suite without any patch in a work copy. */
  readonly unpatched: (workspace: Workspace) => Promise<TestRun>;
  /** Told of tests that were found out. */
  readonly onFound: (ids: readonly string[]) => void;
}

/** So many candidates that repair something and break something get a second look in one run. */
const MOST_LOOKS = 3;

/** How often the project is run without a patch to see a test fail that fails with the patch now and then. */
const MOST_PROOFS = 3;

/**
 * Finds out tests that failed with a patch only by chance. A test is excused when it passes in another run with the
 * patch *and* fails in a run without it: what is unsteady with the patch alone is the patch's fault.
 */
export class FlakyWatch {
  readonly #settings: FlakyWatchSettings;
  #looksLeft = MOST_LOOKS;

  constructor(settings: FlakyWatchSettings) {
    this.#settings = settings;
  }

  /**
   * `broken`: tests that broke in a run with a patch; `again` runs it once more and tells which break then. True when all of
   * them come and go without the patch; from then on the runner leaves them out.
   */
  async excuses(
    broken: readonly string[],
    workspace: Workspace,
    again: () => Promise<readonly string[] | null>,
  ): Promise<boolean> {
    if (this.#looksLeft <= 0) return false;
    this.#looksLeft--;
    const brokenAgain = await again();
    if (brokenAgain === null || broken.every((id) => brokenAgain.includes(id))) return false;
    return this.proves([...new Set([...broken, ...brokenAgain])], workspace);
  }

  /** Whether each of these tests, which passed in the baseline, fails without a patch now and then. */
  async proves(ids: readonly string[], workspace: Workspace): Promise<boolean> {
    const { runner, unpatched, onFound } = this.#settings;
    let steady = ids;
    for (let proof = 0; proof < MOST_PROOFS && steady.length > 0; proof++) {
      const { report, result } = await unpatched(workspace);
      if (report === null || result.timedOut) return false;
      const passed = passedIds(report);
      steady = steady.filter((id) => passed.has(id));
    }
    if (steady.length > 0) return false;
    runner.leaveOut(ids);
    onFound(ids);
    return true;
  }
}
