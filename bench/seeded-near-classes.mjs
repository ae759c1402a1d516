// Classes of faults for bench/seeded.mjs that are near to the operators' own inverses: one exchange from a short table
// leads back. They are summed apart from the headline.
import {
  argumentsOf,
  around,
  children,
  enclosing,
  field,
  isInCondition,
  isLogical,
  operatorOf,
  otherTexts,
} from './seeded-tree.mjs';

function exchanged(node, table) {
  const others = node.type === 'binary_expression' ? table[operatorOf(node)] : undefined;
  return others === undefined ? [] : around(field(node, 'operator'), others);
}

const LITERALS = ['0', '2', '-1', "''", '[]', '{}', 'true', 'false', 'null', 'undefined'];

export const NEAR_CLASSES = {
  'wrong equality': (node) => exchanged(node, { '===': '!==', '!==': '===', '==': '!=', '!=': '==' }),
  'wrong boundary': (node) => exchanged(node, { '<': '<=', '<=': '<', '>': '>=', '>=': '>' }),
  'wrong direction': (node) => exchanged(node, { '<': '>', '>': '<', '<=': '>=', '>=': '<=' }),
  'wrong arithmetic': (node) => exchanged(node, { '+': '-', '-': '+', '*': '/', '/': '*', '%': '/' }),
  'and for or': (node) => exchanged(node, { '&&': '||', '||': '&&' }),
  'dropped negation': (node) =>
    node.type === 'unary_expression' && operatorOf(node) === '!' ? around(node, field(node, 'argument').text) : [],
  'number off by one': (node) =>
    node.type === 'number' && /^\d{1,6}$/.test(node.text) ? around(node, String(Number(node.text) + 1)) : [],
  'wrong boolean': (node) =>
    /^(true|false)$/.test(node.type) ? around(node, node.type === 'true' ? 'false' : 'true') : [],
  'plain assignment': (node) =>
    node.type === 'augmented_assignment_expression' ? around(field(node, 'operator'), '=') : [],
  'swapped choice': (node) => {
    if (node.type !== 'ternary_expression') return [];
    const [one, other] = [field(node, 'consequence'), field(node, 'alternative')];
    return [[one.startIndex, other.endIndex, `${other.text} : ${one.text}`]];
  },
  'swapped arguments': (node) => {
    const [one, other, ...more] = argumentsOf(node);
    if (other === undefined || more.length > 0 || one.text === other.text) return [];
    return [[one.startIndex, other.endIndex, `${other.text}, ${one.text}`]];
  },
  'forgotten return': (node) => {
    const value = node.type === 'return_statement' ? children(node)[0] : undefined;
    return value === undefined ? [] : [[node.startIndex, value.startIndex, '']];
  },
  'extra part of a condition': (node) => {
    const test =
      node.type === 'parenthesized_expression' && node.parent?.type === 'if_statement' ? children(node)[0] : undefined;
    if (test === undefined || isLogical(test)) return [];
    const isTest = (each) => isInCondition(each) && /^[<>=!]/.test(operatorOf(each));
    return otherTexts(enclosing(node), ['binary_expression'], test, isTest).flatMap((text) =>
      around(test, `${test.text} && ${text}`),
    );
  },
  'statements in the wrong order': (node) => {
    const next = node.type === 'expression_statement' ? node.nextNamedSibling : null;
    return next?.type === 'expression_statement'
      ? [[node.startIndex, next.endIndex, `${next.text}\n${node.text}`]]
      : [];
  },
  'wrong start or default': (node) => {
    const holder = node.parent;
    const isStart = ['value', 'right'].some((name) => holder !== null && field(holder, name)?.id === node.id);
    if (!isStart || !/^(variable_declarator|assignment_pattern|assignment_expression)$/.test(holder.type)) return [];
    if (!/^(number|string|array|object|true|false|null|undefined)$/.test(node.type) || node.text.length > 5) return [];
    return LITERALS.filter((text) => text !== node.text && !(node.type === 'number' && text === '0')).flatMap((text) =>
      around(node, text),
    );
  },
  'lost else': (node) => (node.type === 'else_clause' ? [[node.startIndex, children(node)[0].startIndex, '']] : []),
  'parameters in the wrong order': (node) => {
    const list = node.type === 'formal_parameters' ? children(node) : [];
    if (list.length < 2 || list.some((each) => each.type !== 'identifier')) return [];
    return list.slice(1).map((each, at) => [list[at].startIndex, each.endIndex, `${each.text}, ${list[at].text}`]);
  },
  'shadowed variable': (node) => {
    const assignment = node.type === 'expression_statement' ? children(node)[0] : undefined;
    const isPlain = assignment?.type === 'assignment_expression' && field(assignment, 'left').type === 'identifier';
    return isPlain
      ? [[node.startIndex, node.startIndex, node.parent.type === 'statement_block' ? 'let ' : 'var ']]
      : [];
  },
};
