import type { SyntaxNode } from '../syntax/syntax-types.ts';
import { nameWord } from './name-word.ts';

/** What a value probably is, by how its name is used around it. */
export type ValueKind = 'number' | 'collection' | 'unknown';

const COLLECTION_METHODS =
  'size|isEmpty|charAt|get|append|push|pop|shift|unshift|map|filter|slice|splice|join|extend|forEach|reduce|find|some|every|items|keys|values|split|sort|index|includes|concat|indexOf|strip|trim|lower|upper|toLowerCase|toUpperCase|startswith|endswith|startsWith|endsWith|replace|format|has|add';

/** Guesses from the text of the function around: a sequence is indexed and measured, a number is computed with. */
export function kindOfName(scope: string, name: string): ValueKind {
  if (!/^[A-Za-z_$][\w$]*$/.test(name)) return 'unknown';
  const word = nameWord(name);
  const isCollection = new RegExp(
    `${word}\\s*=\\s*(?:\\[|\\{|['"\`]|list\\(|sorted\\(|set\\(|dict\\(|new (?:Map|Set|Array)|\\w+\\.(?:split|filter|map)\\()|` +
      `${word}\\s*\\[|\\blen\\(\\s*${word}\\s*\\)|${word}\\.(?:length\\b|(?:${COLLECTION_METHODS})\\()|\\b(?:in|of)\\s+${word}|\\bfor\\s*\\([\\w<>[\\] ]+:\\s*${word}`,
  );
  if (isCollection.test(scope)) return 'collection';
  const isNumber = new RegExp(
    `${word}\\s*(?:[-*/%]|<=?|>=?|\\+\\+|\\+=\\s*\\d|\\+\\s*\\d)(?!=>)|(?:[-*/%<>]|[<>]=)\\s*${word}|\\[\\s*${word}\\s*\\]|` +
      `\\brange\\([^()]*${word}|${word}\\s*=\\s*(?:-?\\d|(?:len|int|sum|abs|min|max|round|float)\\(|Math\\.|[\\w.]+\\.length\\b)`,
  );
  return isNumber.test(scope) ? 'number' : 'unknown';
}

/** The same for an expression: names by their use, other expressions by what they are. */
export function kindOfNode(scope: string, node: SyntaxNode): ValueKind {
  switch (node.type) {
    case 'identifier':
      return kindOfName(scope, node.text);
    case 'number':
    case 'integer':
    case 'float':
    case 'decimal_integer_literal':
    case 'decimal_floating_point_literal':
      return 'number';
    case 'string':
    case 'string_literal':
    case 'array_initializer':
    case 'template_string':
    case 'list':
    case 'array':
    case 'object':
    case 'dictionary':
    case 'list_comprehension':
      return 'collection';
    case 'parenthesized_expression':
      return kindOfNode(scope, node.namedChildren[0] ?? node);
    default:
      return ofCompound(node);
  }
}

function ofCompound(node: SyntaxNode): ValueKind {
  if (/^binary_(expression|operator)$/.test(node.type)) return /['"`[]/.test(node.text) ? 'unknown' : 'number';
  const name = /^(?:[\w$]+\.)*([\w$]+)/.exec(node.text)?.[1] ?? '';
  if (/^(call|call_expression)$/.test(node.type) || node.type === 'method_invocation') {
    if (/^(len|int|float|abs|round|sum|floor|ceil|Number|parseInt|parseFloat|indexOf|count|size|length)$/.test(name))
      return 'number';
    return /^(list|sorted|str|String|map|filter|slice|split|join|keys|values|items|concat|all|find)$/.test(name)
      ? 'collection'
      : 'unknown';
  }
  return /^(member_expression|attribute|field_access)$/.test(node.type) &&
    /^(length|size|count|total|price|amount|index)$/.test(name)
    ? 'number'
    : 'unknown';
}
