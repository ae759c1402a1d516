/** How the place of a replacement is given. */
export type EditTarget =
  /** The exact original text; it must be found once (or at `nearLine`, when the text is not unique). */
  | { readonly kind: 'text'; readonly text: string; readonly nearLine?: number }
  /**
   * Half-open range of UTF-16 code units in the decoded text of the original file. Line ends of the replacement
   * take the form of their neighbours' unless `verbatim` is set.
   */
  | { readonly kind: 'span'; readonly start: number; readonly end: number; readonly verbatim?: true };

/** One change of one file. Replacement text is literal. Paths are project-relative. */
export type Edit =
  | { readonly kind: 'replace'; readonly file: string; readonly target: EditTarget; readonly replacement: string }
  | { readonly kind: 'create'; readonly file: string; readonly content: string }
  | { readonly kind: 'delete'; readonly file: string }
  | { readonly kind: 'rename'; readonly file: string; readonly to: string };
