import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import type { Grammar } from './grammar.ts';
import { COMPARISON_INVERSES } from './negation.ts';
import { pythonViews } from './python-views.ts';

const FORBIDDEN =
  /^(type|import_statement|import_from_statement|future_import_statement|decorator|global_statement|nonlocal_statement|type_alias_statement|comment|case_pattern)$/;

const ATOMS =
  /^(identifier|integer|float|string|concatenated_string|true|false|none|attribute|subscript|call|parenthesized_expression|list|tuple|set|dictionary|list_comprehension|set_comprehension|dictionary_comprehension)$/;

const STATEMENTS = /_statement$/;

const INVERSES: Readonly<Record<string, string>> = {
  ...COMPARISON_INVERSES,
  is: 'is not',
  'is not': 'is',
  in: 'not in',
  'not in': 'in',
};

export const pythonGrammar: Grammar = {
  views: pythonViews,
  isForbidden: (node) => FORBIDDEN.test(node.type),
  comparisons: { ordered: ['<', '<=', '>', '>='], equal: '==', unequal: '!=' },
  arithmetic: ['+', '-', '*', '/', '//', '%', '**'],
  language: 'python',
  statementEnd: '',
  not: 'not ',
  ownPrefix: 'self.',
  and: 'and',
  or: 'or',
  self: null,
  hasNullish: false,
  negate,
  nothing: 'None',
  yes: 'True',
  no: 'False',
  defaulted: (value, fallback) => `${value} or ${fallback}`,
  present: (value) => `${value} is not None`,
  absent: (value) => `${value} is None`,
  choice: (condition, yes, no) => `${yes} if ${condition} else ${no}`,
  extreme: (which, left, right) => `${which}(${left}, ${right})`,
  size: (value) => `len(${value})`,
  slice: (value, from, to) => `${value}[${from}:${to}]`,
  anyIsCondition: true,
  holds: (value) => value,
  returned: (value) => `return ${value}`,
  nameFamilies: [
    ['min', 'max'],
    ['any', 'all'],
    ['append', 'extend', 'insert'],
    ['add', 'update', 'discard'],
    ['sort', 'reverse'],
    ['sorted', 'reversed', 'list'],
    ['floor', 'ceil', 'round', 'trunc'],
    ['startswith', 'endswith'],
    ['lower', 'upper', 'title', 'capitalize'],
    ['strip', 'lstrip', 'rstrip'],
    ['find', 'rfind', 'index'],
    ['split', 'rsplit', 'splitlines'],
    ['partition', 'rpartition'],
    ['keys', 'values', 'items'],
    ['pop', 'popleft', 'popitem'],
    ['append', 'appendleft'],
    ['get', 'pop', 'setdefault'],
    ['union', 'intersection', 'difference', 'symmetric_difference'],
    ['int', 'float', 'str'],
    ['list', 'set', 'tuple', 'sorted'],
    ['sum', 'len', 'max'],
    ['mean', 'median', 'mode'],
    ['read', 'readline', 'readlines'],
    ['isdigit', 'isalpha', 'isalnum', 'isnumeric'],
    ['islower', 'isupper'],
    ['ljust', 'rjust', 'center'],
    ['removeprefix', 'removesuffix'],
    ['days', 'seconds', 'total_seconds'],
    ['match', 'search', 'fullmatch'],
    ['dump', 'dumps'],
    ['load', 'loads'],
    ['heappush', 'heappop'],
    ['isinstance', 'issubclass'],
    ['sin', 'cos', 'tan'],
    ['filter', 'map'],
    ['enumerate', 'zip'],
    ['increment', 'decrement'],
  ],
  isAtom: (node) => ATOMS.test(node.type),
  isStatement: (node) => STATEMENTS.test(node.type),
  functionTypes: ['function_definition', 'lambda'],
};

function negate(node: SyntaxNode): string {
  if (node.type === 'not_operator') return node.childForFieldName('argument')?.text ?? node.text;
  const operators = node.type === 'comparison_operator' ? node.childrenForFieldName('operators') : [];
  const [operator] = operators;
  const inverse = operator == null ? undefined : INVERSES[operator.text.replaceAll(/\s+/g, ' ')];
  if (operators.length === 1 && operator != null && inverse !== undefined) {
    const offset = operator.startIndex - node.startIndex;
    return node.text.slice(0, offset) + inverse + node.text.slice(offset + operator.text.length);
  }
  return ATOMS.test(node.type) ? `not ${node.text}` : `not (${node.text})`;
}
