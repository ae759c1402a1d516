import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { operand } from '../grammar/grammar.ts';
import { type Mutation, type OperatorSite, quoted, type RepairOperator, replaced } from './operator.ts';

export const nullGuard: RepairOperator<'member' | 'index' | 'assignment' | 'return' | 'call'> = {
  name: 'null-guard',
  summary: 'optional access and defaults for a value that may be missing',
  on: ['member', 'index', 'assignment', 'return', 'call'],
  perLine: 6,
  *mutate(site) {
    const { view } = site;
    if (view.kind === 'member') yield* optionalAccess(site, view.node, view.object, view.isCallee);
    else if (view.kind === 'index') yield* defaultedItem(site, view.node, view.object, view.indices);
    else if (view.kind === 'call') for (const argument of view.args) yield* defaulted(site, argument, 0.4);
    else if (view.value !== null) yield* defaulted(site, view.value, 1);
  },
};

/** `x?.y`: only where the language has it. */
function* optionalAccess(
  { grammar, text }: OperatorSite,
  node: SyntaxNode,
  object: SyntaxNode,
  isCallee: boolean,
): Generator<Mutation> {
  if (!grammar.hasNullish || object.type === 'this' || object.type === 'super') return;
  if (isCallee && node.parent?.childForFieldName('left')?.id === node.id) return;
  const dot = text.indexOf('.', object.endIndex);
  if (text[dot - 1] === '?' || dot < 0) return;
  yield {
    splices: [replaced({ start: dot, end: dot + 1 }, '?.')],
    rationale: `Read ${quoted(node)} only if ${quoted(object)} is there.`,
  };
}

/** `table.get(key, 0)` for `table[key]` in Python, `(table[key] ?? 0)` elsewhere. */
function* defaultedItem(
  site: OperatorSite,
  node: SyntaxNode,
  object: SyntaxNode,
  indices: readonly SyntaxNode[],
): Generator<Mutation> {
  const parent = node.parent;
  if (parent?.childForFieldName('left')?.id === node.id && /assignment/.test(parent.type)) return;
  if (site.grammar.language === 'java') return;
  const keys = indices.map((index) => index.text).join(', ');
  const key = indices.length === 1 ? keys : `(${keys})`;
  for (const fallback of ['0', '[]', "''"]) {
    const changed = site.grammar.hasNullish
      ? `(${site.grammar.defaulted(node.text, fallback)})`
      : `${object.text}.get(${key}, ${fallback})`;
    const rationale = `Take \`${fallback}\` where ${quoted(node)} is missing.`;
    yield { splices: [replaced(node, changed)], rationale, weight: fallback === '0' ? 0.8 : 0.5 };
  }
}

function* defaulted({ grammar }: OperatorSite, value: SyntaxNode, weight: number): Generator<Mutation> {
  if (
    !/^(identifier|member_expression|field_access|attribute|call|call_expression|method_invocation|subscript|subscript_expression)$/.test(
      value.type,
    )
  )
    return;
  if (/^await/.test(value.parent?.type ?? '')) return;
  for (const fallback of ['[]', '0', "''"]) {
    yield {
      splices: [replaced(value, grammar.defaulted(operand(grammar, value), fallback))],
      rationale: `Take \`${fallback}\` where ${quoted(value)} is missing.`,
      weight: weight * (fallback === '[]' ? 0.6 : 0.5),
    };
  }
}
