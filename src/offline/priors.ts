/** Expected plausible candidates in a thousand for one operator, and where the number comes from. */
export interface Prior {
  readonly perThousand: number;
  /**
   * `study`: yield on QuixBugs Python in the feasibility study of November 2026 (plausible per 1,000 candidates of the
   * operator; 40 programs, in-sample: the operators were chosen with these diffs known).
   * `estimate`: had no yield there, or is not of that study; set beside operators of like breadth, since it fixed
   * faults that were seeded into JavaScript, or since its fault class is common in the mutation-testing literature.
   */
  readonly from: 'study' | 'estimate';
}

const study = (perThousand: number): Prior => ({ perThousand, from: 'study' });
const estimate = (perThousand: number): Prior => ({ perThousand, from: 'estimate' });

/** The one place where the order of the operators is decided; keys are operator names. */
export const PRIORS: Readonly<Record<string, Prior>> = {
  'comparison-boundary': study(129),
  'argument-swap': study(46),
  'index-swap': study(46),
  'return-condition': study(42),
  'call-to-assignment': study(37),
  'expected-literal': estimate(60),
  'missing-return': estimate(40),
  'missing-await': estimate(30),
  'arithmetic-operator': estimate(20),
  'off-by-one': study(14),
  'negate-condition': study(13),
  'logical-flip': estimate(13),
  'boolean-literal': estimate(12),
  'choice-swap': estimate(12),
  'operand-swap': study(12),
  'comparison-operator': study(12),
  'unwrap-call': study(11),
  'plus-minus-one': study(8),
  'empty-literal': study(8.5),
  'name-family': estimate(8),
  'augmented-operator': estimate(8),
  'move-statement': study(6.5),
  'drop-operand': study(6),
  'min-max-wrap': study(5),
  'comparison-and-literal': study(5),
  'square-halve': study(5),
  'index-change': estimate(4),
  'expression-to-variable': study(4.2),
  'slice-bounds': study(3.6),
  'variable-replace': study(3.1),
  'insert-call': study(3.1),
  'slice-insert': study(3.6),
  'binary-extension': study(3),
  'attribute-replace': study(2.6),
  'assignment-target': study(2.2),
  'null-guard': estimate(2),
  'delete-statement': estimate(1.5),
  'insert-assignment': study(1.3),
  'replace-condition': study(1),
  'extend-condition': study(0.9),
};

/** What an operator without an entry gets: last. */
export const LOWEST_PRIOR: Prior = estimate(0.3);

export function priorOf(operator: string): number {
  return (PRIORS[operator] ?? LOWEST_PRIOR).perThousand;
}
