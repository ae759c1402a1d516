/** One excerpt, message or outline of a prompt, with its price. */
export interface PromptPiece {
  readonly title: string;
  /** Project file it comes from; null when it is no excerpt of a file. */
  readonly file: string | null;
  /** 1-based, inclusive; null when it is no excerpt of a file. */
  readonly startLine: number | null;
  readonly endLine: number | null;
  /** Estimated tokens, the title included. */
  readonly tokens: number;
}

/** What a model is asked, and what it cost to say. */
export interface Prompt {
  readonly system: string;
  readonly user: string;
  /** Estimated tokens of both parts. */
  readonly tokens: number;
  /** Project files of which the prompt shows anything, sorted. */
  readonly files: readonly string[];
  /** How many secrets were masked. */
  readonly masked: number;
  /** In the order of the text. */
  readonly pieces: readonly PromptPiece[];
}
