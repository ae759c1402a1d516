import type { SyntaxNode } from '../../syntax/syntax-types.ts';

/** How a name is used: tells a module from a class from a function. */
export interface UseShape {
  /** Properties and attributes that are read from it. */
  readonly members: ReadonlySet<string>;
  readonly called: boolean;
  readonly constructed: boolean;
  /** A call of it, or of one of its members, is awaited. */
  readonly awaited: boolean;
  /** A call of it gets a function as its last argument. */
  readonly callback: boolean;
  /** Used as a component, base class or decorator. */
  readonly declared: boolean;
}

export function shapeOf(uses: readonly SyntaxNode[]): UseShape {
  const members = new Set<string>();
  const seen = { called: false, constructed: false, awaited: false, callback: false, declared: false };
  for (const node of uses) {
    const parent = node.parent;
    if (parent === null) continue;
    const member = memberOf(parent, node);
    if (member !== null) members.add(member);
    const call = callOf(member === null ? node : parent);
    if (call !== null) {
      if (member === null) seen.called = true;
      if (/^await(_expression)?$/.test(call.parent?.type ?? '')) seen.awaited = true;
      const last = call.childForFieldName('arguments')?.namedChildren.at(-1);
      if (/function|lambda/.test(last?.type ?? '')) seen.callback = true;
    }
    if (parent.type === 'new_expression' && parent.childForFieldName('constructor')?.id === node.id)
      seen.constructed = true;
    if (/^(extends_clause|class_heritage|decorator|jsx_\w+_element)$/.test(parent.type)) seen.declared = true;
  }
  return { members, ...seen };
}

/** Name of the property when `node` is the object of a member access. */
function memberOf(parent: SyntaxNode, node: SyntaxNode): string | null {
  const field = parent.type === 'member_expression' ? 'property' : parent.type === 'attribute' ? 'attribute' : null;
  if (field === null || parent.childForFieldName('object')?.id !== node.id) return null;
  return parent.childForFieldName(field)?.text ?? null;
}

function callOf(callee: SyntaxNode): SyntaxNode | null {
  const parent = callee.parent;
  if (parent === null || !/^call(_expression)?$/.test(parent.type)) return null;
  return parent.childForFieldName('function')?.id === callee.id ? parent : null;
}

/** Share of the used members that `offered` has; null when no member is used. */
export function memberFit(shape: UseShape, offered: ReadonlySet<string>): number | null {
  if (shape.members.size === 0) return null;
  return [...shape.members].filter((member) => offered.has(member)).length / shape.members.size;
}
