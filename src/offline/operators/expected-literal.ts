import { type Expectation, printedNumber, printedText } from '../expectations.ts';
import type { LiteralView } from '../grammar/node-view.ts';
import { quoted, type RepairOperator, replaced } from './operator.ts';

/** Shorter texts are in everything. */
const SHORTEST_PART = 2;

export const expectedLiteral: RepairOperator<'literal'> = {
  name: 'expected-literal',
  summary: 'corrects a literal that stands in what came and differs from what was wanted',
  on: ['literal'],
  perLine: 3,
  *mutate({ view, clues }) {
    const { node, of } = view;
    if (of === 'pattern') return;
    const seen = new Set<string>();
    for (const expectation of clues.expectations) {
      const changed = otherOf(of, node.text, expectation) ?? otherKind(node.text, expectation);
      if (changed === null || changed === node.text || seen.has(changed)) continue;
      seen.add(changed);
      yield {
        splices: [replaced(node, changed)],
        rationale: `Change ${quoted(node)} to ${quoted(changed)}: the test got the one and wanted the other.`,
        weight: of === 'string' ? 1 : 0.5,
      };
    }
  },
};

function otherOf(of: LiteralView['of'], literal: string, expectation: Expectation): string | null {
  if (of === 'number') return otherNumber(literal, expectation);
  return of === 'string' ? otherText(literal, expectation) : null;
}

/** What is written as it is printed. */
const SIMPLE = /^(null|None|undefined|true|false|True|False|-?\d+|''|""|\[\]|\{\})$/;

/** `null` where `''` came: the literal is what came, and another kind of value was wanted. */
function otherKind(literal: string, { expected, actual }: Expectation): string | null {
  const isSame = literal === actual || (/^(''|"")$/.test(literal) && /^(''|""|``|)$/.test(actual));
  return isSame && SIMPLE.test(expected) && expected !== actual ? expected : null;
}

function otherNumber(literal: string, { expected, actual }: Expectation): string | null {
  const wanted = printedNumber(expected);
  return wanted !== null && wanted >= 0 && Number(literal) === printedNumber(actual) ? expected : null;
}

/** The literal with the change that turns what came into what was wanted, if that change lies inside of it. */
function otherText(literal: string, { expected, actual }: Expectation): string | null {
  const quote = /^[rbuRBU]?(['"`])/.exec(literal)?.[1];
  if (quote === undefined || literal.includes('\\') || /\$\{|^f/.test(literal)) return null;
  const start = literal.indexOf(quote) + 1;
  const content = literal.slice(start, -1);
  const got = printedText(actual) ?? actual;
  const wanted = printedText(expected) ?? expected;
  if (content === '' || got.length > 2000 || wanted.length > 2000) return null;
  const changed = content.length < SHORTEST_PART ? null : changedOnce(content, got, wanted);
  const other = changed ?? changedEverywhere(content, got, wanted);
  if (other === null || other.includes(quote) || /[\\\n]/.test(other)) return null;
  return literal.slice(0, start) + other + literal.slice(-1);
}

function changedOnce(content: string, got: string, wanted: string): string | null {
  const at = got.indexOf(content);
  if (at < 0) return null;
  const head = got.slice(0, at);
  const tail = got.slice(at + content.length);
  if (!wanted.startsWith(head) || !wanted.endsWith(tail) || wanted.length < head.length + tail.length) return null;
  const changed = wanted.slice(head.length, wanted.length - tail.length);
  return changed === '' ? null : changed;
}

/** As a separator: the same other text stands in every place, of which there are several when it is a single character. */
function changedEverywhere(content: string, got: string, wanted: string): string | null {
  const parts = got.split(content);
  const times = parts.length - 1;
  if (times === 0 || (times === 1 && content.length < SHORTEST_PART)) return null;
  const length = (wanted.length - got.length) / times + content.length;
  if (!Number.isInteger(length) || length < 0) return null;
  const [head = ''] = parts;
  const changed = wanted.slice(head.length, head.length + length);
  return parts.join(changed) === wanted ? changed : null;
}
