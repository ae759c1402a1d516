/** How far a project's files speak for a runner, from 0 to 1, and the sentence that says why. */
export interface RunnerSigns {
  readonly score: number;
  readonly evidence: string;
  /** True when the project itself, or its language, settles how its tests are run. */
  readonly certain?: boolean;
}

/** A helper file that a runner needs beside its run. */
export interface RunnerSupport {
  /** Name in the scratch folder without the nonce, e.g. `reporter.mjs`. */
  readonly name: string;
  /** Its text; `resultFile` is the absolute path of the report to be written. */
  content(resultFile: string): string;
}
