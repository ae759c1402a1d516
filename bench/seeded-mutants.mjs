// Mutants of a right version by the operators of mutation testing (DeMillo, Lipton and Sayward, 1978): relation, logic,
// arithmetic, negation, constant, condition held, statement lost. bench/seeded.mjs chooses its calls with them.
import { parseSource } from '../dist/syntax/parser.js';
import { around, children, field, operatorOf, without } from './seeded-tree.mjs';

const OTHERS = {
  ...{ '<': ['<=', '>='], '<=': ['<', '>'], '>': ['>=', '<='], '>=': ['>', '<'] },
  ...{ '===': ['!=='], '!==': ['==='], '==': ['!='], '!=': ['=='] },
  ...{ '+': ['-'], '-': ['+'], '*': ['/'], '/': ['*'], '%': ['*'], '&&': ['||'], '||': ['&&'] },
};

const OPERATORS = [
  (node) =>
    node.type === 'binary_expression'
      ? (OTHERS[operatorOf(node)] ?? []).flatMap((other) => around(field(node, 'operator'), other))
      : [],
  (node) =>
    node.type === 'binary_expression' && /^(&&|\|\||\?\?)$/.test(operatorOf(node))
      ? ['left', 'right'].flatMap((side) => around(node, field(node, side).text))
      : [],
  (node) => (node.type === 'unary_expression' ? around(node, field(node, 'argument').text) : []),
  (node) => (node.type === 'number' ? [`(${node.text} + 1)`, '0'].flatMap((text) => around(node, text)) : []),
  (node) => (node.type === 'string_fragment' ? around(node, `${node.text.slice(1)}`) : []),
  (node) => (/^(true|false)$/.test(node.type) ? around(node, node.type === 'true' ? 'false' : 'true') : []),
  (node) => {
    const test = /^(if_statement|ternary_expression)$/.test(node.type) ? field(node, 'condition') : null;
    return test === null ? [] : ['(true)', '(false)'].flatMap((text) => around(test, text));
  },
  (node) => (/^(expression|break|continue)_statement$/.test(node.type) ? without(node) : []),
  (node) => {
    const value = node.type === 'return_statement' ? children(node)[0] : undefined;
    return value === undefined ? [] : around(value, 'undefined');
  },
];

/** `[path, text]` of each file that one change makes, in the order of the source. */
export async function mutantsOf(sources) {
  const mutants = [];
  for (const [path, text] of sources) {
    const { root, dispose } = await parseSource('javascript', text);
    const visit = (node) => {
      for (const [start, end, other] of OPERATORS.flatMap((changes) => changes(node)))
        mutants.push([path, text.slice(0, start) + other + text.slice(end)]);
      for (const child of children(node)) visit(child);
    };
    visit(root);
    dispose?.();
  }
  return mutants;
}
