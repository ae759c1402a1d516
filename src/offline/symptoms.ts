import { rememberedFor } from '../shared/remembered.ts';
import { type Expectation, printedNumber, printedText } from './expectations.ts';
import type { FailureClues } from './failure-clues.ts';
import type { Grammar } from './grammar/grammar.ts';

/** What stands before and behind a value to make of what came what was wanted. */
export type Wrapping = readonly [before: string, after: string];

/**
 * Calls that turn what came into what was wanted, wherever the value is made: by what sets the two apart. Every place asks for them,
 * and what many tests wanted may be long.
 */
export const wrappingsTold = rememberedFor(readWrappings);

function readWrappings({ expectations }: FailureClues, grammar: Grammar): readonly Wrapping[] {
  return expectations.flatMap((expectation) => [
    ...caseTold(expectation, grammar),
    ...spaceTold(expectation, grammar),
    ...typeTold(expectation, grammar),
    ...orderTold(expectation, grammar),
    ...numberTold(expectation, grammar),
  ]);
}

function caseTold({ expected, actual }: Expectation, grammar: Grammar): Wrapping[] {
  if (expected === actual || expected.toLowerCase() !== actual.toLowerCase()) return [];
  const isLower = actual.replaceAll(/[A-Z]/g, '') !== actual && expected.replaceAll(/[A-Z]/g, '') === expected;
  const [lower, upper]: readonly [Wrapping, Wrapping] =
    grammar.language === 'python'
      ? [
          ['', '.lower()'],
          ['', '.upper()'],
        ]
      : [
          ['', '.toLowerCase()'],
          ['', '.toUpperCase()'],
        ];
  return isLower ? [lower, upper] : [upper, lower];
}

/** The same but for white space, of which too much came. */
function spaceTold({ expected, actual }: Expectation, grammar: Grammar): Wrapping[] {
  const bare = (text: string) => text.replaceAll(/\s|\\n|\\t/g, '');
  if (actual.length <= expected.length || bare(expected) !== bare(actual)) return [];
  return grammar.language === 'python'
    ? [
        ['', '.strip()'],
        ['', '.rstrip()'],
      ]
    : [
        ['', '.trim()'],
        ['', grammar.language === 'java' ? '.stripTrailing()' : '.trimEnd()'],
      ];
}

/** `'12'` for 12, and the other way round. */
function typeTold({ expected, actual }: Expectation, grammar: Grammar): Wrapping[] {
  const [wanted, got] = [printedText(expected), printedText(actual)];
  const isNumberWanted = wanted === null && got !== null && printedNumber(expected) === printedNumber(got);
  const isTextWanted = wanted !== null && got === null && printedNumber(wanted) === printedNumber(actual);
  if (isNumberWanted && printedNumber(expected) !== null)
    return (
      grammar.language === 'python'
        ? ['int(', 'float(']
        : grammar.language === 'java'
          ? ['Integer.parseInt(']
          : ['Number(']
    ).map((before) => [before, ')']);
  if (isTextWanted && printedNumber(actual) !== null)
    return [
      [grammar.language === 'python' ? 'str(' : grammar.language === 'java' ? 'String.valueOf(' : 'String(', ')'],
    ];
  return [];
}

/** The same characters in another order. Java's lists and arrays are put in order by statements. */
function orderTold({ expected, actual }: Expectation, grammar: Grammar): Wrapping[] {
  if (grammar.language === 'java' || expected.length !== actual.length || expected === actual || expected.length < 4)
    return [];
  if ([...expected].sort().join('') !== [...actual].sort().join('')) return [];
  return grammar.language === 'python'
    ? [
        ['sorted(', ')'],
        ['', '[::-1]'],
      ]
    : [
        ['', '.reverse()'],
        ['', '.sort()'],
      ];
}

function numberTold({ expected, actual }: Expectation, grammar: Grammar): Wrapping[] {
  const [wanted, got] = [printedNumber(expected), printedNumber(actual)];
  if (wanted === null || got === null || wanted === got) return [];
  const names = [
    ...(wanted === Math.abs(got) ? ['abs'] : []),
    ...(Number.isInteger(wanted) && Math.abs(wanted - got) < 1 ? ['round', 'floor', 'ceil'] : []),
  ];
  const called = (name: string) => (/abs|round/.test(name) ? name : name === 'floor' ? 'int' : 'math.ceil');
  return names.map((name) => [grammar.language === 'python' ? `${called(name)}(` : `Math.${name}(`, ')']);
}
