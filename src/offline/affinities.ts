import { type Expectation, printedNumber, printedText } from './expectations.ts';
import type { FailureClues } from './failure-clues.ts';

/** How much more (or less) an operator is worth in the light of what the failing tests saw. */
export interface Affinity {
  readonly operators: readonly string[];
  readonly factor: number;
  applies(clues: FailureClues): boolean;
}

/**
 * Estimates, not measurements: each says what kind of change turns the value that came into the one that was wanted.
 * The factors are mild, since a misread message must not bury the true repair.
 */
export const AFFINITIES: readonly Affinity[] = [
  {
    operators: ['off-by-one', 'plus-minus-one', 'comparison-boundary', 'slice-bounds'],
    factor: 1.8,
    applies: (clues) => some(clues, ({ expected, actual }) => Math.abs(difference(expected, actual) ?? 0) === 1),
  },
  {
    operators: ['operand-swap', 'argument-swap', 'receiver-swap', 'arithmetic-operator', 'comparison-operator'],
    factor: 2.5,
    applies: (clues) => some(clues, isOpposite),
  },
  {
    operators: ['arithmetic-operator', 'augmented-operator', 'operand-swap'],
    factor: 1.6,
    applies: (clues) => some(clues, ({ expected, actual }) => difference(expected, actual) !== null),
  },
  {
    operators: ['negate-condition', 'comparison-operator', 'comparison-boundary', 'logical-flip', 'boolean-literal'],
    factor: 1.6,
    applies: (clues) => some(clues, isFlip),
  },
  {
    operators: ['missing-return'],
    factor: 8,
    applies: (clues) => some(clues, ({ actual }) => /^(undefined|None|null)$/.test(actual)) || isNothingRead(clues),
  },
  {
    operators: ['null-guard'],
    factor: 4,
    applies: (clues) => isNothingRead(clues) || some(clues, ({ actual }) => /^(NaN|undefined|None)$/.test(actual)),
  },
  { operators: ['guard-insert'], factor: 4, applies: isDividedByNothing },
  { operators: ['number-type'], factor: 8, applies: (clues) => some(clues, isCutOff) },
  { operators: ['guard-condition'], factor: 8, applies: isNothingRead },
  { operators: ['guard-insert'], factor: 3, applies: (clues) => isNothingRead(clues) || isDivision(clues) },
  {
    operators: ['entry-default'],
    factor: 6,
    applies: (clues) => isNothingRead(clues) || /\bKeyError\b/.test(clues.text),
  },
  { operators: ['exception-type'], factor: 4, applies: isOtherError },
  {
    operators: ['guard-throw', 'block-copy'],
    factor: 2,
    applies: (clues) => clues.notThrown,
  },
  { operators: ['missing-await'], factor: 8, applies: (clues) => clues.promise },
  { operators: ['missing-await'], factor: 0.5, applies: (clues) => !clues.promise },
  {
    operators: ['comparison-operator', 'operand-swap', 'receiver-swap', 'name-family', 'negate-condition'],
    factor: 2,
    applies: (clues) => some(clues, isReordered),
  },
  {
    operators: ['slice-bounds', 'name-family', 'empty-literal', 'expected-literal'],
    factor: 1.5,
    applies: (clues) => some(clues, ({ expected }) => printedText(expected) !== null),
  },
];

/** Factor for one operator: the product of what applies. */
export function affinityOf(operator: string, clues: FailureClues): number {
  return AFFINITIES.filter((entry) => entry.operators.includes(operator) && entry.applies(clues)).reduce(
    (factor, entry) => factor * entry.factor,
    1,
  );
}

function some(clues: FailureClues, test: (expectation: Expectation) => boolean): boolean {
  return clues.expectations.some(test);
}

function difference(expected: string, actual: string): number | null {
  const wanted = printedNumber(expected);
  const got = printedNumber(actual);
  return wanted === null || got === null ? null : wanted - got;
}

function isOpposite({ expected, actual }: Expectation): boolean {
  const wanted = printedNumber(expected);
  const got = printedNumber(actual);
  return wanted !== null && got !== null && wanted !== 0 && wanted === -got;
}

function isDividedByNothing({ text }: FailureClues): boolean {
  return /\bNaN\b|\bInfinity\b|\/ by zero|\bZeroDivisionError\b/.test(text);
}

/** The fraction is lost: whole numbers were divided. */
function isCutOff({ expected, actual }: Expectation): boolean {
  const wanted = printedNumber(expected);
  const got = printedNumber(actual);
  return (
    wanted !== null && got !== null && !Number.isInteger(wanted) && Number.isInteger(got) && Math.abs(wanted - got) < 1
  );
}

function isFlip({ expected, actual }: Expectation): boolean {
  return /^(true|false)$/i.test(expected) && /^(true|false)$/i.test(actual) && expected !== actual;
}

function isNothingRead({ text }: FailureClues): boolean {
  return /Cannot read propert|'NoneType' object|of undefined|of null|is not iterable|'in' operator|undefined is not|NullPointerException/.test(
    text,
  );
}

/** Something was divided by the number or the size of nothing. */
function isDivision({ text }: FailureClues): boolean {
  return /ZeroDivisionError|division by zero/.test(text);
}

/** Something was thrown, and something else was to be. */
function isOtherError({ text }: FailureClues): boolean {
  return /Unexpected exception type thrown|Unexpected exception|pytest\.raises|assertRaises|assert\.(?:throws|rejects)|toThrow|\w+(?:Error|Exception): /.test(
    text,
  );
}

/** The same characters in another order: a sort or a swap went wrong. */
function isReordered({ expected, actual }: Expectation): boolean {
  if (expected === actual || expected.length < 4 || expected.length !== actual.length) return false;
  return [...expected].sort().join('') === [...actual].sort().join('');
}
