import { nodesOfType } from '../syntax/nodes.ts';
import type { SyntaxNode } from '../syntax/syntax-types.ts';
import type { Grammar } from './grammar/grammar.ts';
import { argumentsOf, lastNameOf } from './material.ts';

const LONGEST = 40;

/**
 * Tests on which a statement fails or has nothing to do: the key that it looks up is not there, the text that it
 * splits at or looks for does not stand in it.
 */
export function requirementsOf(statement: SyntaxNode, grammar: Grammar): readonly string[] {
  const isPython = grammar.language === 'python';
  const isJavaScript = grammar.language === 'javascript';
  const found: string[] = [];
  for (const access of nodesOfType(statement, ['subscript', 'subscript_expression'])) {
    const object = access.childForFieldName('value') ?? access.childForFieldName('object');
    const key = access.childForFieldName('subscript') ?? access.childForFieldName('index');
    if (object === null || key === null || /^(slice|integer|number)$/.test(key.type)) continue;
    found.push(isPython ? `${key.text} not in ${object.text}` : `!(${key.text} in ${object.text})`);
  }
  for (const call of nodesOfType(statement, ['call', 'call_expression', 'method_invocation'])) {
    const name = lastNameOf(call) ?? '';
    const [argument] = argumentsOf(call);
    const callee = call.childForFieldName('function');
    const object = callee?.childForFieldName('object') ?? call.childForFieldName('object');
    if (argument === undefined || object === null || object === undefined) continue;
    if (/^(split|index|indexOf|rsplit|partition)$/.test(name))
      found.push(
        isPython
          ? `${argument.text} not in ${object.text}`
          : `!${object.text}.${isJavaScript ? 'includes' : 'contains'}(${argument.text})`,
      );
    if (/^(get|delete|remove|pop)$/.test(name))
      found.push(
        isPython
          ? `${argument.text} not in ${object.text}`
          : `!${object.text}.${isJavaScript ? 'has' : 'containsKey'}(${argument.text})`,
      );
    if (/^(set|put|add)$/.test(name))
      found.push(
        isPython
          ? `${argument.text} in ${object.text}`
          : `${object.text}.${isJavaScript ? 'has' : name === 'add' ? 'contains' : 'containsKey'}(${argument.text})`,
      );
  }
  return [...new Set(found)].filter((text) => text.length <= LONGEST && !text.includes('\n'));
}
