import { lineEndOf } from '../../shared/source-text.ts';
import { closest, namedChildrenOf, nodesOfType } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import type { Grammar } from '../grammar/grammar.ts';
import type { CallView, FunctionView } from '../grammar/node-view.ts';
import { argumentsOf, indentOf } from '../material.ts';
import { inserted, type Mutation, type OperatorSite, quoted, type RepairOperator, replaced } from './operator.ts';

const SHARED_DEFAULT = 4;

/** What is handed in or held: only such a value may be shared with somebody else. */
const HELD = /^(identifier|this|member_expression|attribute|field_access|subscript_expression|subscript|array_access)$/;
/** What was handed in, or a new one. */
const OR_EMPTY = /^[\w.]+ (?:or|\|\||\?\?) (\[\]|\{\})$/;
const KEEPING = /^(push|append|add|set|put|insert|appendleft|unshift|yield|resolve)$/;
const CHANGING = /^(sort|reverse|splice|push|pop|shift|unshift|fill)$/;
const EMPTY = /^(\[\]|\{\}|set\(\)|list\(\)|dict\(\))$/;

export const ownCopy: RepairOperator<'assignment' | 'return' | 'call' | 'function'> = {
  name: 'own-copy',
  summary:
    'takes a copy of what others hold too before it is kept, given out or changed; a default value for each call',
  on: ['assignment', 'return', 'call', 'function'],
  perLine: 16,
  topWeight: SHARED_DEFAULT,
  *mutate(site) {
    const { view, grammar } = site;
    if (view.kind === 'function') {
      yield* freshDefaults({ ...site, view });
      return;
    }
    for (const [value, share] of valuesOf(site)) {
      for (const [rank, copy] of [...madeAnew(value, grammar), ...copiesOf(value, grammar, site.text)].entries()) {
        yield {
          splices: [replaced(value, copy)],
          rationale: `Take a copy of ${quoted(value)}, which others hold too.`,
          weight: share * 0.8 ** rank,
        };
      }
    }
    if (view.kind === 'call') yield* sortedCopy({ ...site, view });
  },
};

function valuesOf({ view }: OperatorSite): readonly [SyntaxNode, number][] {
  if (view.kind === 'call') {
    const { name, receiver } = view;
    const kept = KEEPING.test(name?.text ?? '')
      ? view.args.filter(({ type }) => HELD.test(type)).map((node): [SyntaxNode, number] => [node, 1])
      : [];
    const changed = receiver !== null && HELD.test(receiver.type) && CHANGING.test(name?.text ?? '');
    // A statement that changes a copy and drops it does nothing.
    return changed && !view.isStatement ? [...kept, [receiver, 1]] : kept;
  }
  if (view.kind !== 'assignment' && view.kind !== 'return') return [];
  return view.value !== null && (HELD.test(view.value.type) || OR_EMPTY.test(view.value.text))
    ? [[view.value, 0.7]]
    : [];
}

function copiesOf({ text }: SyntaxNode, { language }: Grammar, file: string): readonly string[] {
  const empty = OR_EMPTY.exec(text)?.[1];
  if (empty !== undefined && language === 'javascript') return [empty === '[]' ? `[...(${text})]` : `{ ...(${text}) }`];
  if (empty !== undefined) return [`${empty === '[]' ? 'list' : 'dict'}(${text})`];
  if (language === 'javascript') return [`[...${text}]`, `{ ...${text} }`, `structuredClone(${text})`];
  if (language === 'java') return [`new ArrayList<>(${text})`, `${text}.clone()`, `new HashMap<>(${text})`];
  const deep = /^import copy$/m.test(file) ? [`copy.deepcopy(${text})`] : [];
  return [...deep, `list(${text})`, `${text}.copy()`, `dict(${text})`];
}

/** Another object of the class around, made of what this one was made of: `new Bag(this.items)`. */
function madeAnew(value: SyntaxNode, { language }: Grammar): readonly string[] {
  if (!/^(self|this)$/.test(value.text)) return [];
  const own = closest(value, ({ type }) => /^class_(definition|declaration)$/.test(type));
  const name = own?.childForFieldName('name')?.text;
  if (own === null || name === undefined) return [];
  const making = nodesOfType(own, ['function_definition', 'method_definition', 'constructor_declaration']).find(
    (method) =>
      /^(__init__|constructor)$/.test(method.childForFieldName('name')?.text ?? '') || method.type.startsWith('con'),
  );
  const held = [...(making?.text.matchAll(/\b(?:self|this)\.(\w+) ?= ?/g) ?? [])].map(([, member]) => member);
  const made = language === 'python' ? name : `new ${name}`;
  return [...new Set(held)].slice(0, 2).map((member) => `${made}(${value.text}.${member})`);
}

/** Python: `items.sort(key)` changes what the caller holds, `items = sorted(items, key)` does not. */
function* sortedCopy({ view, grammar }: OperatorSite<CallView>): Generator<Mutation> {
  const { receiver, name, isStatement, node } = view;
  if (grammar.language !== 'python' || !isStatement || receiver?.type !== 'identifier') return;
  const own = receiver.text;
  const rest = argumentsOf(node).map(({ text }) => `, ${text}`);
  const copies: Readonly<Record<string, string>> = {
    sort: `${own} = sorted(${own}${rest.join('')})`,
    reverse: `${own} = ${own}[::-1]`,
  };
  const changed = copies[name?.text ?? ''];
  if (changed === undefined) return;
  yield { splices: [replaced(node, changed)], rationale: `Leave what ${quoted(receiver)} was handed in as it was.` };
}

/** Python makes a default value once, for all calls. */
function* freshDefaults({ view, grammar, text }: OperatorSite<FunctionView>): Generator<Mutation> {
  const { node } = view;
  const list = node.childForFieldName('parameters');
  const first = firstStatement(node);
  if (grammar.language !== 'python' || list === null || first === null) return;
  for (const parameter of namedChildrenOf(list)) {
    const [name, value] = [parameter.childForFieldName('name'), parameter.childForFieldName('value')];
    if (name === null || value === null || !EMPTY.test(value.text)) continue;
    const indent = indentOf(first, text);
    const lineEnd = lineEndOf(text);
    const step = indent.slice(indentOf(node, text).length);
    const fresh = `if ${name.text} is None:${lineEnd}${indent}${step}${name.text} = ${value.text}${lineEnd}${indent}`;
    yield {
      splices: [replaced(value, 'None'), inserted(first.startIndex, fresh)],
      rationale: `Make the default value of ${quoted(name)} anew for each call: all calls share ${quoted(value)}.`,
      weight: SHARED_DEFAULT,
    };
  }
}

/** Behind what describes the function. */
function firstStatement(definition: SyntaxNode): SyntaxNode | null {
  const body = definition.childForFieldName('body');
  const statements = body === null ? [] : namedChildrenOf(body).filter(({ type }) => type !== 'comment');
  return statements.find((statement) => namedChildrenOf(statement)[0]?.type !== 'string') ?? null;
}
