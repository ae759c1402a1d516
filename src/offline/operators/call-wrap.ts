import { nodesOfType } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { printedText } from '../expectations.ts';
import type { FailureClues } from '../failure-clues.ts';
import type { Grammar } from '../grammar/grammar.ts';
import type { NodeView } from '../grammar/node-view.ts';
import { argumentsOf } from '../material.ts';
import { wrappingsTold } from '../symptoms.ts';
import { type OperatorSite, quoted, type RepairOperator, replaced } from './operator.ts';

const MOST_CALLS = 12;

/** What came tells what it lacks, or the very same value is put through it elsewhere. */
const EVIDENT = 6;

export const callWrap: RepairOperator<'name' | 'member' | 'index' | 'call' | 'return'> = {
  name: 'call-wrap',
  summary: 'puts a value through a function of one argument, or through a method, that the file calls elsewhere',
  on: ['name', 'member', 'index', 'call', 'return'],
  perLine: 60,
  topWeight: EVIDENT,
  *mutate(site) {
    const node = wrappedIn(site.view);
    if (node === null) return;
    const isObject = isReadFrom(node);
    const isSum = /^binary_/.test(node.type);
    const wrappers = wrappersFor(site, node).filter(
      ({ before, isEvident }) => (isEvident || !isObject) && !(isSum && before === ''),
    );
    for (const [rank, { before, after, isEvident }] of wrappers.slice(0, MOST_CALLS).entries()) {
      const changed = `${before}${node.text}${after}`;
      yield {
        splices: [replaced(node, changed)],
        rationale: `Use ${quoted(changed)} instead of ${quoted(node)}.`,
        weight: isEvident ? EVIDENT * 0.8 ** rank : 0.9 ** rank,
      };
    }
  },
};

/** What a view has to be put through something: a value, or what is computed to be returned. */
function wrappedIn(view: NodeView): SyntaxNode | null {
  if (view.kind !== 'return') return isValue(view) ? view.node : null;
  return view.value !== null && COMPUTED.test(view.value.type) ? view.value : null;
}

const COMPUTED = /^(binary_expression|binary_operator|array|list|parenthesized_expression)$/;

/** Something is called of it: `code` in `code.trim()`. */
function isReadFrom({ id, parent }: SyntaxNode): boolean {
  return parent !== null && MEMBER.test(parent.type) && parent.childForFieldName('object')?.id === id;
}

const MEMBER = /^(member_expression|attribute|field_access)$/;

/** Read for what it is: no target, nothing that is called, and of names none of which a member is only read. */
function isValue(view: NodeView): boolean {
  const { node } = view;
  const parent = node.parent;
  if (parent === null || parent.type === 'expression_statement') return false;
  if (view.kind === 'call' && (view.isAwaited || view.constructs)) return false;
  const isTarget = ['left', 'function', 'constructor', 'name'].some(
    (field) => parent.childForFieldName(field)?.id === node.id,
  );
  if (isTarget && !/^(binary|boolean)/.test(parent.type)) return false;
  return (
    view.kind !== 'name' || !MEMBER.test(parent.type) || parent.parent?.childForFieldName('function')?.id === parent.id
  );
}

/** Weight of a call that the very same value is put through elsewhere. */
const SAME = 6;

interface Wrapper {
  readonly before: string;
  readonly after: string;
  readonly isEvident: boolean;
}

/** What stands before and behind the value: calls with one argument of this file, methods of this file, the language's own. */
function wrappersFor({ view, grammar, kindOf, text, clues }: OperatorSite, node: SyntaxNode): Wrapper[] {
  const counts = new Map<string, number>();
  // Not what is called often, of other values.
  const evident = new Set<string>();
  const note = (before: string, after: string, weight: number) => {
    const key = `${before}\0${after}`;
    if (weight >= SAME) evident.add(key);
    counts.set(key, (counts.get(key) ?? 0) + weight);
  };
  for (const call of nodesOfType(view.node.tree.rootNode, ['call', 'call_expression', 'method_invocation'])) {
    const isJava = call.type === 'method_invocation';
    const callee = isJava ? call : call.childForFieldName('function');
    const args = argumentsOf(call);
    const property = ['property', 'attribute', 'name'].map((field) => callee?.childForFieldName(field)).find(Boolean);
    const object = callee?.childForFieldName('object') ?? null;
    const called = isJava ? [object?.text, property?.text].filter(Boolean).join('.') : (callee?.text ?? '');
    if (
      callee === null ||
      called.length > 24 ||
      /(?:Error|Exception)$/.test(called) ||
      (!isJava && callee.type === 'identifier' && property)
    )
      continue;
    const rest = args.map((argument) => argument.text).join(', ');
    if (args.length === 1 && !/^(require|super)$/.test(called) && (object === null || /^[A-Z]/.test(called)))
      note(`${called}(`, ')', args[0]?.text === node.text ? SAME : 1);
    if (
      property &&
      !/^[A-Z]/.test(object?.text ?? 'A') &&
      rest.length <= 20 &&
      call.parent?.type !== 'expression_statement'
    )
      note('', `.${property.text}(${rest})`, object?.text === node.text ? SAME : 1);
  }
  for (const [before, after] of edgesCut(clues, grammar)) note(before, after, 2);
  for (const [before, after] of wrappingsTold(clues, grammar))
    note(before, after, isText(after) && kindOf(node) === 'number' ? 0.2 : SAME);
  if (
    grammar.language === 'javascript' &&
    !node.text.startsWith('await ') &&
    /\.map\(/.test(node.text) &&
    clues.promise
  )
    note('await Promise.all(', ')', 6);
  const kind = kindOf(node);
  for (const [before, after, of] of COMMON[grammar.language])
    if (kind === 'unknown' || of === kind) note(before, after, text.includes(after) ? 0.6 : 0.4);
  return [...counts]
    .sort(([one, left], [other, right]) => Number(evident.has(other)) - Number(evident.has(one)) || right - left)
    .map(([key]): Wrapper => {
      const [before = '', after = ''] = key.split('\0');
      return { before, after, isEvident: evident.has(key) };
    })
    .filter((wrapper) => !isThere(node, wrapper));
}

/** Whether the value is wrapped so already, around it or within. */
function isThere(node: SyntaxNode, { before, after }: Wrapper): boolean {
  return (
    isCalledNext(node, after) ||
    (node.text.startsWith(before) && before !== '') ||
    node.text.endsWith(after === ')' ? '\0' : after)
  );
}

/** `.upper()` of `sku` in `sku.upper()`: once is enough, and letters have one case. */
function isCalledNext({ parent, endIndex }: SyntaxNode, after: string): boolean {
  const next = parent !== null && MEMBER.test(parent.type) ? parent.text.slice(endIndex - parent.startIndex) : '';
  return next !== '' && (after.startsWith(`${next}(`) || [next, after].every((text) => /lower|upper/i.test(text)));
}

/** A method of texts. */
function isText(after: string): boolean {
  return /case|strip|trim|lower|upper/i.test(after);
}

/** What came has a character too many at an end: it is cut off. */
function edgesCut({ expectations }: FailureClues, { language }: Grammar): [string, string][] {
  return expectations.flatMap(({ expected, actual }): [string, string][] => {
    const [wanted, got] = [printedText(expected) ?? expected, printedText(actual) ?? actual];
    if (wanted.length < 2 || got.length <= wanted.length) return [];
    const at = got.indexOf(wanted);
    const mark = at > 0 ? got[0] : at === 0 ? got.at(-1) : undefined;
    if (mark === undefined || /[\s\w'"\\]/.test(mark)) return [];
    return language !== 'python'
      ? []
      : [
          ['', `.strip("${mark}")`],
          ['', `.rstrip("${mark}")`],
        ];
  });
}

const COMMON: Readonly<Record<Grammar['language'], readonly (readonly [string, string, string])[]>> = {
  javascript: [
    ['Number(', ')', 'number'],
    ['String(', ')', 'number'],
    ['', '.trim()', 'collection'],
    ['', '.toLowerCase()', 'collection'],
    ['', '.slice()', 'collection'],
    ['Math.floor(', ')', 'number'],
    ['Math.abs(', ')', 'number'],
    ['', '.toUpperCase()', 'collection'],
    ['parseInt(', ', 10)', 'number'],
    ['', '.reverse()', 'collection'],
    ['', '.toString()', 'number'],
    ['', '.map(Number)', 'collection'],
    ['', '.filter(Boolean)', 'collection'],
  ],
  java: [
    ['', '.trim()', 'collection'],
    ['', '.toLowerCase()', 'collection'],
    ['Math.abs(', ')', 'number'],
    ['', '.toUpperCase()', 'collection'],
    ['Character.toLowerCase(', ')', 'number'],
    ['Character.toUpperCase(', ')', 'number'],
    ['String.valueOf(', ')', 'number'],
  ],
  python: [
    ['int(', ')', 'number'],
    ['str(', ')', 'number'],
    ['', '.strip()', 'collection'],
    ['', '.lower()', 'collection'],
    ['list(', ')', 'collection'],
    ['abs(', ')', 'number'],
    ['len(', ')', 'collection'],
    ['sorted(', ')', 'collection'],
    ['', '.copy()', 'collection'],
    ['float(', ')', 'number'],
    ['set(', ')', 'collection'],
  ],
};
