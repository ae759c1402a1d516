import { type FoundSymbol, foundSymbol } from './found-symbol.ts';
import { closest, nodesOfType } from './nodes.ts';
import type { SyntaxNode } from './syntax-types.ts';

/** Definitions of a Python file, in the order of the text. Decorators belong to what they decorate. */
export function findPythonSymbols(root: SyntaxNode): FoundSymbol[] {
  const found: FoundSymbol[] = [];
  for (const node of nodesOfType(root, [
    'function_definition',
    'class_definition',
    'assignment',
    'type_alias_statement',
  ])) {
    const symbol = symbolOf(node);
    if (symbol !== null) found.push(symbol);
  }
  return found;
}

function symbolOf(node: SyntaxNode): FoundSymbol | null {
  if (node.type === 'function_definition' || node.type === 'class_definition') {
    const name = node.childForFieldName('name')?.text;
    if (name === undefined) return null;
    const range = node.parent?.type === 'decorated_definition' ? node.parent : node;
    const kind = node.type === 'class_definition' ? 'class' : isMethod(range) ? 'method' : 'function';
    return foundSymbol(name, kind, range);
  }
  const left = node.childForFieldName('left');
  if (!isModuleLevel(node) || left === null) return null;
  if (node.type === 'type_alias_statement') return foundSymbol(left.text, 'type', node);
  if (left.type !== 'identifier') return null;
  const kind = node.childForFieldName('right')?.type === 'lambda' ? 'function' : 'variable';
  return foundSymbol(left.text, kind, node);
}

/** Whether the statement runs when the module is loaded: `if` and `try` around it do not hide it. */
export function isModuleLevel(node: SyntaxNode): boolean {
  return closest(node.parent, (above) => /^(function_definition|class_definition|lambda)$/.test(above.type)) === null;
}

function isMethod(definition: SyntaxNode): boolean {
  const scope = closest(definition.parent, (above) => /^(function_definition|class_definition)$/.test(above.type));
  return scope?.type === 'class_definition';
}
