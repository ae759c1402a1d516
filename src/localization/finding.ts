import type { EvidenceKind } from '../domain/suspicious-location.ts';
import type { CodeUnit } from './code-units.ts';

/** Sources of evidence; each has its weight in `combine.ts`. */
export type FindingSource =
  | 'frame'
  | 'frame-calls'
  | 'printed-frame'
  | 'name'
  | 'calls'
  | 'import'
  | 'subject'
  | 'named-file'
  | 'words'
  | 'coverage'
  | 'error-kind';

/** One thing that points at a place, before the scores are combined. */
export interface Finding {
  readonly source: FindingSource;
  readonly kind: EvidenceKind;
  readonly file: string;
  /** The unit that it points at; null for files that cannot be parsed. */
  readonly unit: CodeUnit | null;
  /** 1-based line when it points at one. */
  readonly line: number | null;
  /** 0 to 1. */
  readonly strength: number;
  /** One sentence for the user. */
  readonly detail: string;
}
