import type { LineRange } from '../syntax/nodes.ts';
import type { ReadableSource } from './source-reader.ts';

/** Parts of a prompt, in the order in which they stand. */
export const SECTIONS = ['failures', 'tests', 'suspects', 'source', 'outline', 'specification', 'history'] as const;

export type Section = (typeof SECTIONS)[number];

/** Something that may be said; `value` is what it is worth, on one scale for all pieces. */
export type Piece = TextPiece | CodePiece;

export interface TextPiece {
  readonly kind: 'text';
  readonly section: Section;
  readonly title: string;
  /** Secrets masked. Goes between fences. */
  readonly text: string;
  readonly value: number;
  /** Said even when the budget is too small for it. */
  readonly must: boolean;
  /** File that the text outlines: needless when most of it is shown. */
  readonly outlineOf?: string;
}

/** Lines of a file; those that several pieces ask for are shown once. */
export interface CodePiece {
  readonly kind: 'code';
  readonly section: 'tests' | 'source';
  readonly source: ReadableSource;
  /** 1-based, inclusive. */
  readonly startLine: number;
  readonly endLine: number;
  /** Further lines that are shown with these or not at all: the head of a function whose long docstring is left out. */
  readonly head?: LineRange;
  readonly value: number;
  readonly must: boolean;
}

/** Makes a code piece within the bounds of its file; null when nothing of it is there. */
export function codePiece(piece: Omit<CodePiece, 'kind' | 'must'> & { readonly must?: boolean }): CodePiece | null {
  const startLine = Math.max(1, piece.startLine);
  const endLine = Math.min(piece.source.lines.length, piece.endLine);
  return endLine < startLine ? null : { must: false, ...piece, kind: 'code', startLine, endLine };
}
