/** What points at a location. */
export type EvidenceKind = 'frame' | 'name' | 'import' | 'coverage' | 'symbol' | 'error-kind';

export interface Evidence {
  readonly kind: EvidenceKind;
  /** One sentence for the user. */
  readonly detail: string;
  /** This piece's share of the suspiciousness, 0 to 1. */
  readonly weight: number;
}

/** A place in the project that may hold the fault. */
export interface SuspiciousLocation {
  readonly file: string;
  /** 1-based, inclusive. */
  readonly startLine: number;
  readonly endLine: number;
  /** Name of the enclosing function, method or class; null at the top level. */
  readonly symbol: string | null;
  /** 0 (innocent) to 1 (as suspicious as can be). */
  readonly suspiciousness: number;
  readonly evidence: readonly Evidence[];
}
