import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import type { Grammar } from './grammar.ts';
import { javaScriptViews } from './javascript-views.ts';
import { COMPARISON_INVERSES, negated } from './negation.ts';

/** Types, imports and decorators mean nothing at run time, or are the deterministic pass' business. */
const FORBIDDEN =
  /^(type_\w+|interface_declaration|import_statement|decorator|ambient_declaration|function_signature|implements_clause|enum_declaration|predefined_type|hash_bang_line|comment|jsx_text)$|_type$|_signature$/;

const ATOMS =
  /^(identifier|number|string|template_string|true|false|null|undefined|this|super|member_expression|subscript_expression|call_expression|parenthesized_expression|array|object|non_null_expression|regex|new_expression)$/;

const STATEMENTS = /_statement$|^(lexical|variable)_declaration$/;

const INVERSES: Readonly<Record<string, string>> = {
  ...COMPARISON_INVERSES,
  '===': '!==',
  '!==': '===',
};

/** JavaScript, TypeScript and TSX. */
export const javaScriptGrammar: Grammar = {
  views: javaScriptViews,
  isForbidden: (node) => FORBIDDEN.test(node.type) || isRequire(node),
  comparisons: { ordered: ['<', '<=', '>', '>='], equal: '===', unequal: '!==' },
  arithmetic: ['+', '-', '*', '/', '%'],
  language: 'javascript',
  statementEnd: ';',
  not: '!',
  ownPrefix: 'this.',
  and: '&&',
  or: '||',
  self: 'this',
  hasNullish: true,
  negate: (node) => negated(node, { operand: 'argument', inverses: INVERSES, atoms: ATOMS }),
  nothing: 'null',
  yes: 'true',
  no: 'false',
  defaulted: (value, fallback) => `${value} ?? ${fallback}`,
  present: (value) => `${value} != null`,
  absent: (value) => `${value} == null`,
  choice: (condition, yes, no) => `${condition} ? ${yes} : ${no}`,
  extreme: (which, left, right) => `Math.${which}(${left}, ${right})`,
  size: (value) => `${value}.length`,
  slice: (value, from, to) => `${value}.slice(${from || '0'}${to === '' ? '' : `, ${to}`})`,
  anyIsCondition: true,
  holds: (value) => `${value}.length > 0`,
  returned: (value) => `return ${value}`,
  nameFamilies: [
    ['min', 'max'],
    ['floor', 'ceil', 'round', 'trunc'],
    ['push', 'unshift'],
    ['pop', 'shift'],
    ['some', 'every'],
    ['find', 'filter', 'findLast'],
    ['map', 'flatMap', 'filter', 'forEach'],
    ['findIndex', 'findLastIndex'],
    ['indexOf', 'lastIndexOf'],
    ['startsWith', 'endsWith', 'includes'],
    ['slice', 'splice', 'substring'],
    ['toUpperCase', 'toLowerCase'],
    ['keys', 'values', 'entries'],
    ['trimStart', 'trimEnd', 'trim'],
    ['padStart', 'padEnd'],
    ['replace', 'replaceAll'],
    ['parseInt', 'parseFloat', 'Number'],
    ['isNaN', 'isFinite', 'isInteger'],
    ['getDate', 'getDay', 'getUTCDate'],
    ['getMonth', 'getUTCMonth'],
    ['getHours', 'getUTCHours'],
    ['test', 'match'],
    ['add', 'delete', 'has'],
    ['get', 'has'],
    ['all', 'allSettled', 'race', 'any'],
    ['sqrt', 'cbrt', 'abs'],
    ['sin', 'cos', 'tan'],
    ['parse', 'stringify'],
    ['sort', 'reverse', 'toSorted'],
    ['increment', 'decrement'],
    ['setTimeout', 'setInterval'],
  ],
  isAtom: (node) => ATOMS.test(node.type),
  isStatement: (node) => STATEMENTS.test(node.type),
  functionTypes: [
    'function_declaration',
    'generator_function_declaration',
    'function_expression',
    'generator_function',
    'arrow_function',
    'method_definition',
  ],
};

/** `const x = require('x')`: an import in all but name. */
function isRequire(node: SyntaxNode): boolean {
  return /^(lexical|variable)_declaration$/.test(node.type) && /^\w+\s[^=]*=\s*require\([^()]*\);?$/.test(node.text);
}
