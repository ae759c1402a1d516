/** What a warm process is told at its start: a process of the project's runner that stays and judges candidates. */
export interface WarmSettings {
  /** Path of the work copy as the process sees it. */
  readonly root: string;
  /** Begins every answer, since the project may print lines too. */
  readonly marker: string;
  /** The failing tests. */
  readonly targets: readonly WarmTarget[];
  /** Some of them do not end: the process waits this many seconds for the unchanged sources. Left out: they end. */
  readonly patience?: number;
  /** Tests of the same files that pass; their places go on behind those of the targets. */
  readonly guards: readonly WarmTarget[];
  /** Failing tests that take too long for each candidate; their places go on behind those of the guards. */
  readonly others: readonly WarmTarget[];
}

/** A test by which candidates are judged; answers name it by its place in the list. */
export interface WarmTarget {
  /** Path below the work copy. */
  readonly file: string;
  readonly namePath: readonly string[];
}

/** One candidate. */
export interface WarmRequest {
  /** Whole new texts by path below the work copy; everything else is as it was at the start. */
  readonly changes: Readonly<Record<string, string>>;
  /** Limit of processor time (of wall-clock time where processor time cannot be limited). */
  readonly seconds: number;
  /** Limit of processor time beside one of wall-clock time; left out: as much as it gets. */
  readonly processor?: number;
  /** The guards too, in the order of the files, and from the state that is there once the tests are loaded. */
  readonly whole?: true;
  /** With `whole`: the other failing tests too. Not every process can. */
  readonly others?: true;
}

/** Place of the target, its status, and the message of its failure. */
export type WarmResult = readonly [target: number, status: string, message: string];

/**
 * `tired`: a new process should take over, this one has grown. `leads`: the targets that are not told of would fail as they did,
 * since those that speak for them failed.
 */
export type WarmAnswer =
  /** The first answer: the targets on the unchanged sources, how long that took, and how long on the processor once warm. */
  | { readonly kind: 'ready'; readonly base: WarmAnswer; readonly seconds: number; readonly processor?: number }
  | { readonly kind: 'unusable'; readonly reason: string }
  | {
      readonly kind: 'ran';
      readonly results: readonly WarmResult[];
      readonly tired?: boolean;
      readonly leads?: boolean;
    }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'died' }
  /** A candidate of which this process cannot tell. */
  | { readonly kind: 'unsupported'; readonly reason: string };
