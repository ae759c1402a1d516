import { type CandidatePatch, originName } from '../domain/candidate-patch.ts';

/** Two patches of one state of the project as one; a model's name stands before an operator's. */
export function joinedPatch(left: CandidatePatch, right: CandidatePatch): CandidatePatch {
  const edits = [...left.edits, ...right.edits];
  if (left.origin.kind === 'offline' && right.origin.kind === 'offline') {
    const operator = `${left.origin.operator}+${right.origin.operator}`;
    return { edits, rationale: `${left.rationale} ${right.rationale}`, origin: { kind: 'offline', operator } };
  }
  const rationale = [left, right].map((patch) => `${patch.rationale} (${originName(patch.origin)})`).join(' ');
  return { edits, rationale, origin: left.origin.kind === 'llm' ? left.origin : right.origin };
}

/**
 * What competitors found, two together each. Of a repair in several steps the later ones fit only upon the earlier, so that only
 * single patches are joined.
 */
export function* joinedPairs(repairs: readonly (readonly CandidatePatch[])[]): Generator<CandidatePatch> {
  const single = repairs.flatMap((patches) => (patches.length === 1 ? patches : []));
  for (const [index, left] of single.entries()) {
    for (const right of single.slice(index + 1)) yield joinedPatch(left, right);
  }
}
