// Single-point faults in JavaScript sources, as the localization bench seeds them.
import { nodesOfType } from '../dist/syntax/nodes.js';
import { createParser } from '../dist/syntax/parser.js';

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
export function seededRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const OPERATORS = {
  '===': '!==',
  '!==': '===',
  '==': '!=',
  '!=': '==',
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '&&': '||',
  '||': '&&',
};

const TYPES = ['binary_expression', 'true', 'false', 'number', 'unary_expression', 'if_statement', 'return_statement'];

/** All faults that could be seeded into one text: { start, end, replacement, line, what }. */
export async function possibleFaults(text) {
  const parse = await createParser('javascript');
  const parsed = parse(text);
  try {
    return nodesOfType(parsed.root, [...TYPES, 'expression_statement']).flatMap((node) => faultOf(node));
  } finally {
    parsed.dispose();
  }
}

function faultOf(node) {
  const made = (part, replacement, what) => [
    { start: part.startIndex, end: part.endIndex, replacement, line: part.startPosition.row + 1, what },
  ];
  switch (node.type) {
    case 'binary_expression': {
      const operator = node.childForFieldName('operator');
      const other = OPERATORS[operator?.type];
      return other === undefined ? [] : made(operator, other, `${operator.type} became ${other}`);
    }
    case 'true':
      return made(node, 'false', 'true became false');
    case 'false':
      return made(node, 'true', 'false became true');
    case 'number':
      return /^\d+$/.test(node.text) ? made(node, String(Number(node.text) + 1), 'a number is one too large') : [];
    case 'unary_expression':
      return node.text.startsWith('!') ? made(node, node.text.slice(1), 'a negation is gone') : [];
    case 'if_statement': {
      const condition = node.childForFieldName('condition');
      return condition === null ? [] : made(condition, `(!${condition.text})`, 'a condition is negated');
    }
    case 'return_statement':
      return node.namedChildCount === 0 ? [] : made(node, 'return;', 'a value is not returned');
    default:
      return isDroppable(node) ? made(node, ';', 'a statement is gone') : [];
  }
}

function isDroppable(statement) {
  const inner = statement.firstNamedChild;
  if (!/^(call_expression|assignment_expression|augmented_assignment_expression)$/.test(inner?.type ?? ''))
    return false;
  return !/^(module\.)?exports\b|require\(/.test(statement.text) && statement.text.length < 300;
}
