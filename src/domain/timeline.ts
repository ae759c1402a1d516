/** Something that happened in a run, for people. */
export interface TimelineEntry {
  /** Milliseconds since the run began. */
  readonly atMs: number;
  readonly kind: 'step' | 'request' | 'answer' | 'waiting' | 'fallback' | 'warning';
  /** One line; may hold text of the project or a provider. */
  readonly text: string;
}
