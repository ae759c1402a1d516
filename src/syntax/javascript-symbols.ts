import { type FoundSymbol, foundSymbol } from './found-symbol.ts';
import { closest, namedChildrenOf, nodesOfType } from './nodes.ts';
import type { SymbolKind, SyntaxNode } from './syntax-types.ts';

const DEFINITION_KINDS: Readonly<Record<string, SymbolKind>> = {
  function_declaration: 'function',
  generator_function_declaration: 'function',
  function_signature: 'function',
  class_declaration: 'class',
  abstract_class_declaration: 'class',
  method_definition: 'method',
  abstract_method_signature: 'method',
  interface_declaration: 'type',
  type_alias_declaration: 'type',
  enum_declaration: 'type',
  internal_module: 'class',
};

const FUNCTION_VALUES = ['arrow_function', 'function_expression', 'generator_function', 'function'];
const FUNCTION_OR_CLASS_VALUES = [...FUNCTION_VALUES, 'class'];
const SEARCHED = [...Object.keys(DEFINITION_KINDS), ...FUNCTION_OR_CLASS_VALUES, 'variable_declarator'];

/** Definitions of a JavaScript or TypeScript file, in the order of the text. */
export function findJavaScriptSymbols(root: SyntaxNode): FoundSymbol[] {
  const found: FoundSymbol[] = [];
  for (const node of nodesOfType(root, SEARCHED)) {
    const symbol = symbolOf(node);
    if (symbol !== null) found.push(symbol);
  }
  return found;
}

function symbolOf(node: SyntaxNode): FoundSymbol | null {
  const kind = DEFINITION_KINDS[node.type];
  // An overload belongs to the function behind it; what is declared has nothing else.
  if (node.type === 'function_signature' && closest(node, ({ type }) => type === 'ambient_declaration') === null)
    return null;
  if (kind !== undefined) {
    const name = node.childForFieldName('name')?.text ?? 'default';
    return foundSymbol(onOneLine(name), kind, wholeStatement(node));
  }
  if (node.type === 'variable_declarator') return topLevelVariable(node);
  return valueSymbol(node);
}

/** A computed name may be any expression. */
function onOneLine(name: string): string {
  return name.includes('\n') ? '[…]' : name;
}

/** A variable of the module that holds no function: functions are found through their own node. */
function topLevelVariable(node: SyntaxNode): FoundSymbol | null {
  const name = node.childForFieldName('name');
  const value = node.childForFieldName('value');
  if (name?.type !== 'identifier' || (value !== null && isFunctionOrClass(value))) return null;
  const statement = node.parent?.parent;
  const outer = statement?.type === 'export_statement' ? statement.parent : statement;
  if (outer?.type !== 'program') return null;
  const kind: SymbolKind = value !== null && takesFunction(value) ? 'function' : 'variable';
  return foundSymbol(name.text, kind, wholeStatement(node));
}

/**
 * `memoize(() => …)`, `middy(async () => …).use(x)`, `connect(state)(() => …)`: the variable behaves as a function whose
 * body is the argument.
 */
function takesFunction(value: SyntaxNode): boolean {
  for (let call: SyntaxNode | null = value; call !== null; ) {
    const argumentList = /^(call|new)_expression$/.test(call.type) ? call.childForFieldName('arguments') : null;
    if (argumentList === null) return false;
    if (namedChildrenOf(argumentList).some(isFunctionOrClass)) return true;
    const callee: SyntaxNode | null = call.childForFieldName('function');
    call = callee?.type === 'member_expression' ? callee.childForFieldName('object') : callee;
  }
  return false;
}

/** A function or class expression, named by what it is assigned to. */
function valueSymbol(node: SyntaxNode): FoundSymbol | null {
  const kind: SymbolKind = node.type === 'class' ? 'class' : 'function';
  const holder = node.parent;
  const ownName = node.childForFieldName('name')?.text ?? null;
  if (holder?.type === 'variable_declarator') {
    const name = holder.childForFieldName('name');
    return name?.type === 'identifier' ? foundSymbol(name.text, kind, wholeStatement(holder)) : null;
  }
  if (holder?.type === 'pair') return keyed(holder, 'key', kind);
  if (holder?.type === 'field_definition') return keyed(holder, 'property', kind);
  if (holder?.type === 'public_field_definition') return keyed(holder, 'name', kind);
  if (holder?.type === 'assignment_expression') return assigned(holder, kind, ownName);
  if (holder?.type === 'export_statement') return foundSymbol(ownName ?? 'default', kind, holder);
  return ownName === null ? null : foundSymbol(ownName, kind, node);
}

function keyed(holder: SyntaxNode, field: string, kind: SymbolKind): FoundSymbol | null {
  const key = holder.childForFieldName(field);
  if (key === null || key.type === 'computed_property_name') return null;
  return foundSymbol(key.text.replace(/^['"]|['"]$/g, ''), kind === 'function' ? 'method' : kind, holder);
}

function assigned(holder: SyntaxNode, kind: SymbolKind, ownName: string | null): FoundSymbol | null {
  const left = holder.childForFieldName('left');
  if (left === null) return null;
  const range = wholeStatement(holder);
  if (left.type === 'identifier') return foundSymbol(left.text, kind, range);
  if (left.type !== 'member_expression') return ownName === null ? null : foundSymbol(ownName, kind, range);
  const path = left.text.replace(/\s/g, '').split('.');
  const name = path.pop() ?? '';
  if (name === 'exports') return foundSymbol(ownName ?? 'default', kind, range);
  const owner = path.filter((part) => !['prototype', 'exports', 'module', 'this'].includes(part)).pop() ?? null;
  return { ...foundSymbol(name, owner === null ? kind : kind === 'function' ? 'method' : kind, range), owner };
}

/** The statement that a definition fills alone, with its `export`; the definition itself when it shares a statement. */
export function wholeStatement(node: SyntaxNode): SyntaxNode {
  let whole = node;
  for (let parent = whole.parent; parent !== null; parent = whole.parent) {
    const wraps =
      parent.type === 'export_statement' ||
      parent.type === 'ambient_declaration' ||
      parent.type === 'expression_statement' ||
      parent.type === 'assignment_expression' ||
      (/^(lexical|variable)_declaration$/.test(parent.type) && namedChildrenOf(parent).length === 1);
    if (!wraps) break;
    whole = parent;
  }
  return whole;
}

function isFunctionOrClass(node: SyntaxNode): boolean {
  return FUNCTION_OR_CLASS_VALUES.includes(node.type);
}
