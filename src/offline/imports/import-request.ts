/** An import that is to be written into a file. */
export interface ImportRequest {
  readonly path: string;
  readonly specifier: string;
  readonly style: 'named' | 'default' | 'namespace';
  /** Name in the module; for named imports. */
  readonly imported: string | null;
  /** Name in the file. */
  readonly local: string;
  readonly typeOnly: boolean;
}
