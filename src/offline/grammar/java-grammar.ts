import type { Grammar } from './grammar.ts';
import { javaViews } from './java-views.ts';
import { COMPARISON_INVERSES, negated } from './negation.ts';

const FORBIDDEN =
  /^(import_declaration|package_declaration|modifiers|annotation|marker_annotation|type_\w+|generic_type|array_type|scoped_type_identifier|integral_type|floating_point_type|boolean_type|void_type|superclass|super_interfaces|throws|dimensions|\w*comment|annotation_type_declaration|enum_constant)$/;

const ATOMS =
  /^(identifier|\w+_literal|true|false|this|super|field_access|array_access|method_invocation|parenthesized_expression|object_creation_expression)$/;

export const javaGrammar: Grammar = {
  views: javaViews,
  isForbidden: (node) => FORBIDDEN.test(node.type),
  comparisons: { ordered: ['<', '<=', '>', '>='], equal: '==', unequal: '!=' },
  arithmetic: ['+', '-', '*', '/', '%'],
  language: 'java',
  statementEnd: ';',
  not: '!',
  ownPrefix: '',
  and: '&&',
  or: '||',
  self: 'this',
  hasNullish: false,
  negate: (node) => negated(node, { operand: 'operand', inverses: COMPARISON_INVERSES, atoms: ATOMS }),
  nothing: 'null',
  yes: 'true',
  no: 'false',
  defaulted: (value, fallback) => `${value} != null ? ${value} : ${fallback}`,
  present: (value) => `${value} != null`,
  absent: (value) => `${value} == null`,
  choice: (condition, yes, no) => `${condition} ? ${yes} : ${no}`,
  extreme: (which, left, right) => `Math.${which}(${left}, ${right})`,
  size: (value) => `${value}.size()`,
  slice: javaSlice,
  anyIsCondition: false,
  holds: (value, type) => (isCollection(type) ? `!${value}.isEmpty()` : isObject(type) ? `${value} != null` : null),
  returned: (value) => `return ${value}`,
  nameFamilies: [
    ['min', 'max'],
    ['floor', 'ceil', 'round', 'rint'],
    ['floorDiv', 'floorMod'],
    ['startsWith', 'endsWith', 'contains'],
    ['indexOf', 'lastIndexOf'],
    ['toUpperCase', 'toLowerCase'],
    ['equals', 'equalsIgnoreCase'],
    ['trim', 'strip', 'stripLeading', 'stripTrailing'],
    ['isEmpty', 'isBlank', 'isPresent'],
    ['anyMatch', 'allMatch', 'noneMatch'],
    ['any', 'all', 'none'],
    ['findFirst', 'findAny'],
    ['add', 'addAll', 'remove', 'offer'],
    ['addFirst', 'addLast', 'push', 'offerFirst', 'offerLast'],
    ['pollFirst', 'pollLast', 'poll', 'pop', 'peek'],
    ['getFirst', 'getLast', 'peekFirst', 'peekLast'],
    ['removeFirst', 'removeLast'],
    ['first', 'last'],
    ['containsKey', 'containsValue', 'contains'],
    ['containsAll', 'addAll', 'removeAll', 'retainAll'],
    ['keySet', 'values', 'entrySet'],
    ['getKey', 'getValue'],
    ['put', 'putIfAbsent'],
    ['floorKey', 'lowerKey', 'ceilingKey', 'higherKey'],
    ['floorEntry', 'lowerEntry', 'ceilingEntry', 'higherEntry'],
    ['headMap', 'tailMap'],
    ['isBefore', 'isAfter', 'isEqual'],
    ['plusDays', 'minusDays'],
    ['plusMonths', 'minusMonths'],
    ['isDigit', 'isLetter', 'isLetterOrDigit', 'isWhitespace', 'isUpperCase', 'isLowerCase'],
    ['append', 'insert'],
    ['naturalOrder', 'reverseOrder'],
    ['limit', 'skip'],
    ['sum', 'average', 'count', 'max', 'min'],
    ['sqrt', 'cbrt', 'abs'],
    ['replace', 'replaceAll', 'replaceFirst'],
    ['parseInt', 'valueOf'],
    ['groupingBy', 'partitioningBy'],
    ['takeWhile', 'dropWhile', 'filter'],
    ['multiply', 'divide', 'add', 'subtract'],
  ],
  isAtom: (node) => ATOMS.test(node.type),
  isStatement: (node) => /_statement$|^local_variable_declaration$|^field_declaration$/.test(node.type),
  functionTypes: ['method_declaration', 'constructor_declaration', 'lambda_expression'],
};

function isCollection(type: string | null): boolean {
  return type !== null && /^(?:[\w.]*\.)?\w*(?:List|Set|Queue|Deque|Stack|Vector|Collection|Map)(?:<.*>)?$/s.test(type);
}

function isObject(type: string | null): boolean {
  return type !== null && /^[A-Z]/.test(type);
}

/** By the declared type; of a type that is not told, nothing is known to be right. */
function javaSlice(value: string, from: string, to: string, type: string | null): string | null {
  const start = from || '0';
  const end = (size: string) => (to === '-1' ? `${size} - 1` : to || size);
  if (type === null) return null;
  if (type.endsWith(']')) return `java.util.Arrays.copyOfRange(${value}, ${start}, ${end(`${value}.length`)})`;
  if (/^(?:String|StringBuilder|CharSequence)$/.test(type)) {
    return to === '' ? `${value}.substring(${start})` : `${value}.substring(${start}, ${end(`${value}.length()`)})`;
  }
  return /^(?:[\w.]*\.)?\w*List\b/.test(type) ? `${value}.subList(${start}, ${end(`${value}.size()`)})` : null;
}
