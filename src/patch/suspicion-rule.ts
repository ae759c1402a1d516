/** A construct that honest repairs seldom bring in and dishonest ones often do. */
export interface SuspicionRule {
  /** What the patch would do, for the message: "it <what>". */
  readonly what: string;
  /** Global, counted before and after: only more of it is suspicious. */
  readonly pattern: RegExp;
}
