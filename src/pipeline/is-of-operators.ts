import type { CandidatePatch } from '../domain/candidate-patch.ts';
import { isOperator } from '../offline/operators.ts';

/** Whether the patch was searched for, rather than derived. */
export function isOfOperators({ origin }: CandidatePatch): boolean {
  return origin.kind === 'offline' && origin.operator.split('+').every(isOperator);
}
