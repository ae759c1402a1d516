// Classes of single-point faults for bench/seeded.mjs, by what people get wrong; each gives the ways to make the fault
// at a node of the syntax tree: `[start, end, text]`.

const children = (node) => node.namedChildren.filter((child) => child !== null);
const around = (node, text) => [[node.startIndex, node.endIndex, text]];
const field = (node, name) => node.childForFieldName(name);
const without = (node) => around(node, '');

function operatorOf(node) {
  return field(node, 'operator');
}

function replaced(node, table) {
  const operator = node.type === 'binary_expression' ? operatorOf(node) : null;
  const others = operator === null ? undefined : table[operator.text];
  return others === undefined ? [] : [].concat(others).flatMap((text) => around(operator, text));
}

function parametersOf(node) {
  const list = node.type === 'call_expression' ? field(node, 'arguments') : null;
  return list === null || list.type !== 'arguments' ? [] : children(list);
}

/** Another name of the same kind that stands near in the same file. */
function neighbours(node, root, type) {
  const names = new Set(root.descendantsOfType(type).map((each) => each?.text));
  names.delete(node.text);
  return [...names].filter((name) => name !== undefined && name.length > 1).slice(0, 12);
}

export const CLASSES = {
  'wrong equality': (node) => replaced(node, { '===': '!==', '!==': '===', '==': '!=', '!=': '==' }),
  'wrong boundary': (node) => replaced(node, { '<': '<=', '<=': '<', '>': '>=', '>=': '>' }),
  'wrong direction': (node) => replaced(node, { '<': '>', '>': '<', '<=': '>=', '>=': '<=' }),
  'wrong arithmetic': (node) => replaced(node, { '+': '-', '-': '+', '*': '/', '/': '*', '%': '/' }),
  'and for or': (node) => replaced(node, { '&&': '||', '||': '&&' }),
  'dropped part of a condition': (node) =>
    node.type === 'binary_expression' && /^(&&|\|\|)$/.test(operatorOf(node)?.text ?? '')
      ? [around(node, field(node, 'left').text)[0], around(node, field(node, 'right').text)[0]]
      : [],
  'dropped negation': (node) =>
    node.type === 'unary_expression' && operatorOf(node)?.text === '!'
      ? around(node, field(node, 'argument').text)
      : [],
  'wrong number': (node) =>
    node.type === 'number' && /^\d{1,6}$/.test(node.text)
      ? [...around(node, String(Number(node.text) + 1)), ...around(node, String(Number(node.text) * 10 + 1))]
      : [],
  'typo in a string': (node) =>
    node.type === 'string_fragment' && node.text.length > 1 && !node.text.includes('\\')
      ? around(node, node.text.slice(0, -1))
      : [],
  'wrong boolean': (node) =>
    node.type === 'true' ? around(node, 'false') : node.type === 'false' ? around(node, 'true') : [],
  'deleted statement': (node) => (node.type === 'expression_statement' ? without(node) : []),
  'dropped argument': (node) => {
    const parameters = parametersOf(node);
    const [last, before] = [parameters.at(-1), parameters.at(-2)];
    return before === undefined ? [] : [[before.endIndex, last.endIndex, '']];
  },
  'swapped arguments': (node) => {
    const [one, other, ...more] = parametersOf(node);
    if (other === undefined || more.length > 0 || one.text === other.text) return [];
    return [[one.startIndex, other.endIndex, `${other.text}, ${one.text}`]];
  },
  'wrong variable': (node, root) =>
    node.type === 'identifier' && !/declarator|parameter|function/.test(node.parent?.type ?? '')
      ? neighbours(node, root, 'identifier').flatMap((name) => around(node, name))
      : [],
  'wrong property': (node, root) =>
    node.type === 'property_identifier' && node.parent?.type === 'member_expression'
      ? neighbours(node, root, 'property_identifier').flatMap((name) => around(node, name))
      : [],
  'forgotten return': (node) => {
    const value = node.type === 'return_statement' ? children(node)[0] : undefined;
    return value === undefined ? [] : [[node.startIndex, value.startIndex, '']];
  },
  'dropped guard': (node) =>
    node.type === 'if_statement' && field(node, 'alternative') === null && /return|continue|throw/.test(node.text)
      ? without(node)
      : [],
  'plain assignment': (node) => (node.type === 'augmented_assignment_expression' ? around(operatorOf(node), '=') : []),
  'swapped choice': (node) => {
    if (node.type !== 'ternary_expression') return [];
    const [one, other] = [field(node, 'consequence'), field(node, 'alternative')];
    return [[one.startIndex, other.endIndex, `${other.text} : ${one.text}`]];
  },
  'lost call': (node) => {
    const [only, ...more] = parametersOf(node);
    return only === undefined || more.length > 0 || node.parent?.type === 'expression_statement'
      ? []
      : around(node, only.text);
  },
  'lost method call': (node) => {
    const callee = node.type === 'call_expression' ? field(node, 'function') : null;
    return callee?.type === 'member_expression' ? around(node, field(callee, 'object').text) : [];
  },
  'lost flag': (node) => (node.type === 'regex_flags' ? without(node) : []),
};
