import { CLASS_NODES, DEFINITION_TABLES, DEFINITION_WRAPPERS, LOCAL_NODES } from './definition-tables.ts';
import type { FoundSymbol } from './found-symbol.ts';
import type { ReadOnlyFamily } from './languages.ts';
import { closest, endLineOf, lineOf, namedChildrenOf, nodesOfType } from './nodes.ts';
import type { SymbolKind, SyntaxNode } from './syntax-types.ts';

/** Name of a definition, and the class that its own text names (`func (c *Cart) Total`, `int Cart::total`). */
interface DefinedName {
  readonly name: string;
  readonly owner: string | null;
}

/** Definitions of a file in a language that is described by a table. */
export function findDefinitions(family: ReadOnlyFamily): (root: SyntaxNode) => FoundSymbol[] {
  const table = DEFINITION_TABLES[family];
  return (root) => {
    const isAlone = lonelyChildren();
    return nodesOfType(root, Object.keys(table)).flatMap((node) => {
      const kind = kindOf(node, table[node.type] ?? 'variable');
      const defined = kind === null ? null : nameOf(node);
      if (kind === null || defined === null || defined.name === '') return [];
      const whole = wholeDefinition(node, isAlone);
      const first = withAttributes(whole);
      return [
        {
          ...defined,
          kind: defined.owner !== null && kind === 'function' ? 'method' : kind,
          startLine: lineOf(first),
          endLine: endLineOf(whole),
          startIndex: first.startIndex,
          endIndex: whole.endIndex,
        },
      ];
    });
  };
}

/** null for what the table names but is no definition of the module: a local variable, a declaration without a body. */
function kindOf(node: SyntaxNode, kind: SymbolKind): SymbolKind | null {
  if (kind === 'variable') return isLocal(node) || (node.type === 'assignment' && !isConstant(node)) ? null : kind;
  if (/_specifier$/.test(node.type)) return node.childForFieldName('body') === null ? null : kind;
  if (node.type === 'mod_item') return node.childForFieldName('body') === null ? null : kind;
  if (node.type === 'type_definition') {
    const inner = node.childForFieldName('type');
    return inner?.childForFieldName('body') != null && inner.childForFieldName('name') === null ? 'class' : kind;
  }
  if (node.type === 'type_spec')
    return /^(struct|interface)_type$/.test(node.childForFieldName('type')?.type ?? '') ? 'class' : 'type';
  if (kind !== 'function' || /^preproc|^macro/.test(node.type)) return kind;
  const around = closest(node.parent, (above) => CLASS_NODES.test(above.type) || LOCAL_NODES.test(above.type));
  return around !== null && CLASS_NODES.test(around.type) ? 'method' : 'function';
}

function isLocal(node: SyntaxNode): boolean {
  return closest(node.parent, (above) => LOCAL_NODES.test(above.type)) !== null;
}

function isConstant(assignment: SyntaxNode): boolean {
  return assignment.childForFieldName('left')?.type === 'constant';
}

function nameOf(node: SyntaxNode): DefinedName | null {
  switch (node.type) {
    case 'function_definition':
      return node.childForFieldName('name') === null ? declaredName(node) : named(node, 'name');
    case 'init_declarator':
    case 'type_definition':
      return declaredName(node);
    case 'impl_item':
      return named(node, 'type');
    case 'assignment':
      return named(node, 'left');
    case 'const_declaration':
      return { name: nodesOfType(node, ['const_element'])[0]?.namedChildren[0]?.text ?? '', owner: null };
    case 'indexer_declaration':
      return { name: 'this[]', owner: null };
    case 'operator_declaration':
      return { name: `operator ${node.childForFieldName('operator')?.text ?? ''}`.trim(), owner: null };
    case 'conversion_operator_declaration':
      return { name: 'operator', owner: null };
    case 'method_declaration':
      return { name: plainName(node.childForFieldName('name')), owner: receiverOf(node) };
    default:
      return named(node, 'name');
  }
}

function named(node: SyntaxNode, field: string): DefinedName {
  return { name: plainName(node.childForFieldName(field)), owner: null };
}

/** Last name of a path, without type arguments: `Shop::Cart` gives Cart, `Vec<T>` gives Vec. */
function plainName(node: SyntaxNode | null): string {
  const text = node?.text.split('<', 1)[0]?.trim() ?? '';
  return text.split(/::|\\|\s/).findLast((part) => part !== '') ?? '';
}

/** Type of a Go method's receiver. */
function receiverOf(method: SyntaxNode): string | null {
  const receiver = method.childForFieldName('receiver');
  return receiver === null ? null : (nodesOfType(receiver, ['type_identifier'])[0]?.text ?? null);
}

/** Macros of C++ test frameworks that look like functions: `TEST_F(Suite, Name) { … }`. */
const TEST_MACRO = /^(TEST|TEST_F|TEST_P|TYPED_TEST|TYPED_TEST_P|BOOST_FIXTURE_TEST_CASE|BOOST_AUTO_TEST_CASE)$/;

/** Name inside of a C declarator: `*make(T x)`, `Cart::sum(int)`, `operator==(…)`. */
function declaredName(node: SyntaxNode): DefinedName | null {
  const outer = node.childForFieldName('declarator');
  let declarator = outer;
  while (declarator !== null) {
    // `operator bool()`
    if (declarator.type === 'operator_cast')
      return { name: `operator ${declarator.childForFieldName('type')?.text ?? ''}`, owner: null };
    const inner: SyntaxNode | null = declarator.childForFieldName('declarator');
    const next = inner ?? (/^(reference|parenthesized)_/.test(declarator.type) ? declarator.namedChildren[0] : null);
    if (next === null || next === undefined) break;
    declarator = next;
  }
  if (declarator === null) return null;
  if (TEST_MACRO.test(declarator.text)) return testMacroName(outer ?? declarator);
  const parts = declarator.text.replace(/<[^<>]*>/g, '').split('::');
  const written = parts.pop()?.trim() ?? '';
  // What a macro hides from the grammar (`API int total(…)`) stands before the name.
  const name = /^operator\b/.test(written) ? written.replace(/\s+/g, ' ') : (written.split(/\s+/).at(-1) ?? '');
  return { name, owner: parts.at(-1)?.trim() ?? null };
}

function testMacroName(declarator: SyntaxNode): DefinedName {
  const parameters = declarator.childForFieldName('parameters');
  const names = parameters === null ? [] : namedChildrenOf(parameters).map((parameter) => parameter.text);
  return { name: names.at(-1) ?? '', owner: names.length > 1 ? (names[0] ?? null) : null };
}

function wholeDefinition(node: SyntaxNode, isAlone: (parent: SyntaxNode, type: string) => boolean): SyntaxNode {
  let whole = node;
  for (let parent = whole.parent; parent !== null; parent = whole.parent) {
    if (!DEFINITION_WRAPPERS.test(parent.type) || !isAlone(parent, whole.type)) break;
    whole = parent;
  }
  return whole;
}

/** Whether a node has one named child of a type: counted once for each, since a block of constants may hold thousands. */
function lonelyChildren(): (parent: SyntaxNode, type: string) => boolean {
  const known = new Map<number, boolean>();
  return (parent, type) => {
    let isAlone = known.get(parent.id);
    if (isAlone === undefined) {
      isAlone = namedChildrenOf(parent).filter((child) => child.type === type).length === 1;
      known.set(parent.id, isAlone);
    }
    return isAlone;
  };
}

/** Rust writes attributes before what they belong to, as siblings. */
function withAttributes(node: SyntaxNode): SyntaxNode {
  let first = node;
  while (first.previousNamedSibling?.type === 'attribute_item') first = first.previousNamedSibling;
  return first;
}
