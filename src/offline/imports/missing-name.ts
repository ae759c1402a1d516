/** A name that the module does not offer. `default` for a default import. */
export interface MissingName {
  readonly name: string;
  readonly local: string;
  /** Project file that the import reaches; null for the standard library. */
  readonly target: string | null;
  readonly offered: ReadonlySet<string>;
}
