/** Expected plausible candidates in a thousand for one operator, and where the number comes from. */
export interface Prior {
  readonly perThousand: number;
  /**
   * `study`: yield on QuixBugs Python in the feasibility study of November 2026 (plausible per 1,000 candidates of the
   * operator; 40 programs, in-sample: the operators were chosen with these diffs known).
   * `balanced`: set by hand between the study's yield and the operator's yield on 92 faults of ten classes, taken as
   * equally likely, seeded into picomatch, semver, pip, Python's email package and our own `src/syntax` (exact repairs
   * per 1,000 candidates of the operator). In-sample too, and kind to us: the classes are operators' inverses.
   * `seeded`: set by hand with the places in view that the right repairs of some 100 faults had among the candidates, seeded
   * into the tuned half of the packages of `npm run bench:seeded` (ten; their list says so), and held low, since each
   * of them puts the right repairs of QuixBugs back. In-sample for that half; no prior was set by the half held out.
   * `small`: set by hand with the places in view that the right repairs of 93 faults had among the candidates, made by hand
   * in five small projects (Python, JavaScript) that were written for that and are no part of this repository. In-sample.
   * The weights within operators were set with 309 more such faults in seven such projects in view.
   * `estimate`: measured by none of these; set beside operators of like breadth.
   */
  readonly from: 'study' | 'balanced' | 'seeded' | 'small' | 'estimate';
}

const study = (perThousand: number): Prior => ({ perThousand, from: 'study' });
const balanced = (perThousand: number): Prior => ({ perThousand, from: 'balanced' });
const seeded = (perThousand: number): Prior => ({ perThousand, from: 'seeded' });
const small = (perThousand: number): Prior => ({ perThousand, from: 'small' });
const estimate = (perThousand: number): Prior => ({ perThousand, from: 'estimate' });

/** The one place where the order of the operators is decided; keys are operator names. */
export const PRIORS: Readonly<Record<string, Prior>> = {
  'loop-progress': estimate(90),
  'comparison-boundary': balanced(80),
  'missing-await': balanced(60),
  'expected-literal': estimate(60),
  'index-swap': study(46),
  'return-condition': study(42),
  'missing-return': balanced(40),
  'arithmetic-operator': balanced(30),
  'argument-swap': balanced(26),
  'call-to-assignment': balanced(25),
  'logical-flip': balanced(24),
  'comparison-operator': balanced(20),
  'negate-condition': balanced(20),
  'boolean-literal': estimate(16),
  'off-by-one': balanced(14),
  'choice-swap': estimate(14),
  'parallel-word': seeded(14),
  'operand-swap': study(12),
  'augmented-operator': estimate(12),
  'name-family': estimate(12),
  'outer-variable': seeded(12),
  'guard-throw': small(12),
  'loop-capture': small(10),
  'receiver-swap': estimate(12),
  'sort-order': estimate(10),
  'value-equality': small(10),
  'plus-minus-one': estimate(10),
  'unwrap-call': balanced(9),
  'empty-literal': study(8.5),
  'own-copy': small(8),
  'exception-type': small(8),
  'type-guard': estimate(8),
  regroup: estimate(10),
  'default-parameter': small(8),
  'drop-operand': balanced(7),
  'move-statement': study(6.5),
  'sign-change': estimate(6),
  'entry-insert': seeded(6),
  'text-replace': seeded(6),
  'min-max-wrap': study(5),
  'unused-value': estimate(5),
  'comparison-and-literal': study(5),
  'square-halve': study(5),
  'number-type': small(5),
  'parallel-insert': seeded(5),
  'pattern-change': seeded(5),
  'variable-replace': balanced(4.5),
  'method-replace': seeded(4.5),
  'expression-to-variable': study(4.2),
  'parameter-swap': seeded(4),
  'else-insert': seeded(4),
  'entry-default': small(4),
  'entry-total': small(4),
  'loop-keyword': small(4),
  'index-change': estimate(4),
  'slice-bounds': study(3.6),
  'slice-insert': study(3.6),
  'insert-call': study(3.1),
  'block-copy': small(3),
  'jump-insert': seeded(3),
  'number-replace': seeded(3),
  'start-value': seeded(3),
  'binary-extension': study(3),
  'attribute-replace': study(2.6),
  'never-changed': small(2.4),
  'extend-condition': small(2.4),
  'argument-insert': seeded(2.4),
  'call-statement': small(2.2),
  'assignment-target': study(2.2),
  'fallback-insert': seeded(2),
  'guard-condition': estimate(2),
  'null-guard': estimate(2),
  'guard-insert': small(1.6),
  'delete-statement': estimate(1.5),
  'expression-copy': seeded(1.4),
  'insert-assignment': study(1.3),
  'call-wrap': seeded(1),
  'replace-condition': study(1),
  'statement-copy': seeded(1),
};

/** What an operator without an entry gets: last. */
export const LOWEST_PRIOR: Prior = estimate(0.3);

export function priorOf(operator: string): number {
  return (PRIORS[operator] ?? LOWEST_PRIOR).perThousand;
}
