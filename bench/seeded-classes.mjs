// The headline classes of single-point faults for bench/seeded.mjs, by what people get wrong. They follow the classes of
// real single-statement bugs in ManySStuBs4J (Karampatsis and Sutton, 2020) and PySStuBs (Kamienski et al., 2021), and
// what is forgotten or copied in JavaScript. None is undone by an exchange from a short table: each takes a name, a text, a
// number, an expression, a statement or a place away, and what stood there has to be found again.
// Each class gives the ways to make the fault at a node of the syntax tree.
import {
  argumentsOf,
  around,
  children,
  enclosing,
  field,
  isAssigned,
  isCallee,
  isDeclared,
  isInCondition,
  isLogical,
  isPlainText,
  isRead,
  methodOf,
  operatorOf,
  otherTexts,
  without,
} from './seeded-tree.mjs';

const OWNERS = [
  String.prototype,
  Array.prototype,
  RegExp.prototype,
  Math,
  Object,
  Number,
  Map.prototype,
  Set.prototype,
];

/** Names of the language that share a word with this one: `indexOf` and `lastIndexOf`, `trim` and `trimEnd`. */
function namesakes(name) {
  const words = wordsOf(name);
  const isNear = (other) => other !== name && wordsOf(other).some((word) => words.includes(word));
  return OWNERS.filter((owner) => Object.hasOwn(owner, name)).flatMap((owner) =>
    Object.getOwnPropertyNames(owner).filter((other) => isMethod(owner, other) && isNear(other)),
  );
}

function isMethod(owner, name) {
  return typeof Object.getOwnPropertyDescriptor(owner, name).value === 'function';
}

function wordsOf(name) {
  return name.split(/(?=[A-Z])/).map((word) => word.toLowerCase());
}

/** Functions that the file declares. */
function ownFunctions(root) {
  return root.descendantsOfType('function_declaration').map((each) => field(each, 'name')?.text);
}

/** Other variables that the same function reads: nobody takes `process` or `Boolean` for one of his own. */
function otherVariables(node, root) {
  if (!isDeclared(node.text, root)) return [];
  return otherTexts(enclosing(node), ['identifier'], node, isRead).filter((name) => isDeclared(name, root));
}

function isArgument(node) {
  return node.parent?.type === 'arguments';
}

/** Misspellings of a text: a character lost, doubled, exchanged with the next, or in the other case. */
function misspelt(text) {
  return [...text].flatMap((character, at) => {
    const [head, tail] = [text.slice(0, at), text.slice(at + 1)];
    const other = character === character.toLowerCase() ? character.toUpperCase() : character.toLowerCase();
    const exchanged = tail === '' ? [] : [head + tail[0] + character + tail.slice(1)];
    return [head + tail, `${head}${character}${character}${tail}`, ...exchanged, head + other + tail];
  });
}

/** Regular expressions that differ in one mark. */
function otherPatterns(text) {
  const others = [];
  const change = (found, replacement) => {
    for (const { index, 0: mark } of text.matchAll(found)) {
      others.push(text.slice(0, index) + replacement(mark) + text.slice(index + mark.length));
    }
  };
  change(/^\^|\$$/g, () => '');
  change(/(?<=[\w\])])[+*]/g, (mark) => (mark === '+' ? '*' : '+'));
  change(/(?<=[\w\])*+])\?/g, () => '');
  change(/\\[dwsDWS]/g, (mark) => ({ d: '\\w', w: '\\d', s: '\\S', D: '\\d', W: '\\w', S: '\\s' })[mark[1]]);
  change(/\\[.\-/[\](){}|?*+^$]/g, (mark) => mark.slice(1));
  change(/(?<=\[\^?)[^\]\\^-](?=[^\]-])/g, () => '');
  change(/(?<=\|)[^|()]+(?=[|)])/g, () => '');
  return others;
}

export const CLASSES = {
  'wrong method or function': (node, root) => {
    const callee = node.type === 'call_expression' ? field(node, 'function') : null;
    if (callee?.type === 'identifier') {
      const own = ownFunctions(root);
      return own.includes(callee.text)
        ? own.filter((name) => name !== callee.text).flatMap((name) => around(callee, name))
        : [];
    }
    const property = methodOf(node) === null ? null : field(callee, 'property');
    return property === null ? [] : namesakes(property.text).flatMap((name) => around(property, name));
  },
  'missing argument': (node) => {
    const list = argumentsOf(node);
    return list.map((argument, at) =>
      at === 0
        ? [argument.startIndex, list[1]?.startIndex ?? argument.endIndex, '']
        : [list[at - 1].endIndex, argument.endIndex, ''],
    );
  },
  'wrong argument': (node) =>
    isArgument(node) && !/function|string|number|regex/.test(node.type)
      ? otherTexts(
          enclosing(node),
          ['identifier', 'member_expression', 'subscript_expression'],
          node,
          isArgument,
        ).flatMap((text) => around(node, text))
      : [],
  'wrong variable': (node, root) =>
    isRead(node) ? otherVariables(node, root).flatMap((text) => around(node, text)) : [],
  'wrong property': (node, root) => {
    const isValue = (each) =>
      each.parent?.type === 'member_expression' && !isCallee(each.parent) && !isAssigned(each.parent);
    if (node.type !== 'property_identifier' || !isValue(node)) return [];
    const isOfSame = (each) => isValue(each) && field(each.parent, 'object').text === field(node.parent, 'object').text;
    return otherTexts(root, ['property_identifier'], node, isOfSame).flatMap((text) => around(node, text));
  },
  'wrong receiver': (node, root) => {
    const object = methodOf(node) === null ? null : field(methodOf(node), 'object');
    return object?.type === 'identifier' ? otherVariables(object, root).flatMap((text) => around(object, text)) : [];
  },
  'wrong target': (node) =>
    isAssigned(node)
      ? otherTexts(enclosing(node), [node.type], node, isAssigned).flatMap((text) => around(node, text))
      : [],
  'wrong operand': (node) => {
    if (
      node.parent?.type !== 'binary_expression' ||
      isLogical(node.parent) ||
      !/^(identifier|member_expression|call_expression|subscript_expression)$/.test(node.type)
    )
      return [];
    const isOperand = (each) => each.parent?.type === 'binary_expression' && !isLogical(each.parent);
    return otherTexts(
      enclosing(node),
      ['identifier', 'member_expression', 'number', 'subscript_expression'],
      node,
      isOperand,
    ).flatMap((text) => around(node, text));
  },
  'missing part of a condition': (node) =>
    isLogical(node) && isInCondition(node)
      ? [around(node, field(node, 'left').text)[0], around(node, field(node, 'right').text)[0]]
      : [],
  'copied condition': (node, root) =>
    node.type === 'parenthesized_expression' && node.parent?.type === 'if_statement'
      ? otherTexts(root, ['parenthesized_expression'], node, (each) => each.parent?.type === 'if_statement').flatMap(
          (text) => around(node, text),
        )
      : [],
  'wrong number': (node, root) => {
    if (node.type !== 'number' || !/^\d+$/.test(node.text)) return [];
    const own = Number(node.text);
    const others = [
      String(own * 10),
      node.text.slice(0, -1),
      [...node.text].reverse().join(''),
      ...otherTexts(root, ['number'], node),
    ];
    return others
      .filter((text) => /^(0|[1-9]\d*)$/.test(text) && Math.abs(Number(text) - own) > 1)
      .flatMap((text) => around(node, text));
  },
  'typo in a text': (node) =>
    node.type === 'string_fragment' && node.text.length > 1 && isPlainText(node.parent)
      ? misspelt(node.text)
          .filter((text) => text !== node.text)
          .flatMap((text) => around(node, text))
      : [],
  'copied text': (node, root) =>
    node.type === 'string' && isPlainText(node)
      ? otherTexts(root, ['string'], node, isPlainText).flatMap((text) => around(node, text))
      : [],
  'lost fallback': (node) => (isLogical(node) && !isInCondition(node) ? around(node, field(node, 'left').text) : []),
  'lost jump': (node) =>
    /^(break|continue)_statement$/.test(node.type) &&
    /^(statement_block|switch_case|switch_default)$/.test(node.parent?.type ?? '')
      ? without(node)
      : [],
  'lost guard': (node) =>
    node.type === 'if_statement' && field(node, 'alternative') === null && /\b(return|continue|throw)\b/.test(node.text)
      ? without(node)
      : [],
  'lost statement': (node) =>
    node.type === 'expression_statement' && children(node)[0]?.type !== 'string' && isShort(node) ? without(node) : [],
  'lost call around': (node) => {
    const [only, ...more] = argumentsOf(node);
    if (node.type === 'unary_expression' && operatorOf(node) === '+') return around(node, field(node, 'argument').text);
    return only === undefined ||
      more.length > 0 ||
      node.parent?.type === 'expression_statement' ||
      /^require/.test(node.text) ||
      !isShort(node)
      ? []
      : around(node, only.text);
  },
  'lost method call': (node) =>
    methodOf(node) === null || !isShort(node) ? [] : around(node, field(methodOf(node), 'object').text),
  'lost entry': (node) => {
    if (node.type === 'switch_case' && children(node).length === 1) return without(node);
    if (!/^(object|array)$/.test(node.type)) return [];
    const parts = children(node).filter((part) => part.type !== 'comment');
    return parts.slice(1).map((part, at) => [parts[at].endIndex, part.endIndex, '']);
  },
  'wrong pattern': (node) => {
    if (node.type === 'regex_flags') return without(node);
    return node.type === 'regex_pattern'
      ? otherPatterns(node.text)
          .filter(isPattern)
          .flatMap((text) => around(node, text))
      : [];
  },
};

/** On one line: what is longer is not forgotten in passing. */
function isShort(node) {
  return !node.text.includes('\n');
}

function isPattern(text) {
  try {
    return text !== '' && new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}
