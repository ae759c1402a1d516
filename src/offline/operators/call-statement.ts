import { nodesOfType } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import type { StatementView } from '../grammar/node-view.ts';
import { placedBeside } from '../statement-places.ts';
import { type OperatorSite, quoted, type RepairOperator, recentVariables } from './operator.ts';

const MOST_CALLS = 24;
const MOST_ARGUMENTS = 3;
const MOST_VALUES = 4;
const UNUSED_WEIGHT = 5;

const FUNCTIONS = ['function_declaration', 'method_definition', 'function_definition', 'method_declaration'];

export const callStatement: RepairOperator<'statement'> = {
  name: 'call-statement',
  summary: 'calls a function or method of the file that does something: first one that nothing calls',
  on: ['statement'],
  perLine: MOST_CALLS,
  topWeight: UNUSED_WEIGHT,
  *mutate(site) {
    const { node } = site.view;
    const calls = callsFor(site).sort(([, left], [, right]) => right - left);
    for (const [call, weight] of calls.slice(0, MOST_CALLS)) {
      const rationale = `Call ${quoted(call)} beside ${quoted(node)}.`;
      yield* placedBeside(site, call, { rationale, weight });
    }
  },
};

function callsFor(site: OperatorSite<StatementView>): [string, number][] {
  const { view, grammar, enclosing, text } = site;
  const root = view.node.tree.rootNode;
  const own = enclosing();
  const end = grammar.statementEnd;
  const holder = classAround(own);
  return nodesOfType(root, FUNCTIONS).flatMap((definition) => {
    const name = definition.childForFieldName('name')?.text ?? '';
    if (name === '' || definition.id === own.id || /^(__\w+__|constructor|main)$/.test(name)) return [];
    const around = classAround(definition);
    if (around !== null && around.id !== holder?.id) return [];
    const uses = usesOf(text, name);
    if (!uses.isStatement && uses.count > 0) return [];
    // What is offered to others may well have no caller here.
    const isOwn = /^[_#]/.test(name) || /\bprivate\b/.test(definition.text.slice(0, 40));
    const worth = uses.count === 0 ? (isOwn ? UNUSED_WEIGHT : 0.5) : 1;
    const callee = around === null ? name : `${grammar.ownPrefix}${name}`;
    return argumentLists(site, parametersOf(definition)).map(([list, weight]): [string, number] => [
      `${callee}(${list})${end}`,
      worth * weight,
    ]);
  });
}

function classAround(node: SyntaxNode): SyntaxNode | null {
  for (let above = node.parent; above !== null; above = above.parent)
    if (/^class_(declaration|definition|body)$|^class$/.test(above.type) && above.type !== 'class_body') return above;
  return null;
}

/** How often the file calls it, and whether some call is a statement of its own. */
function usesOf(text: string, name: string): { readonly count: number; readonly isStatement: boolean } {
  const word = name.replaceAll(/[$#]/g, '\\$&');
  const calls =
    text.match(new RegExp(`(?<![\\w$])(?<!def |function |\\* |void |int |boolean |String )${word}\\(`, 'g'))?.length ??
    0;
  // JavaScript declares its methods as it calls functions.
  const declared = new RegExp(`^[ \\t]*(?:async |static |get |set )*${word}\\([^;]*\\)\\s*\\{`, 'm').test(text) ? 1 : 0;
  const isStatement = new RegExp(`^[ \\t]*(?:await )?(?:this\\.|self\\.)?${word}\\([^{}\\n]*\\);?[ \\t]*$`, 'm').test(
    text,
  );
  return { count: Math.max(0, calls - declared), isStatement };
}

function parametersOf(definition: SyntaxNode): string[] {
  const list = definition.childForFieldName('parameters');
  if (list === null) return [];
  return list.namedChildren
    .filter((child) => child !== null && !/comment|default|optional|splat|rest|keyword/.test(child.type))
    .map((child) => (child?.childForFieldName('pattern') ?? child?.childForFieldName('name') ?? child)?.text ?? '')
    .map((text) => /^[\w$]+/.exec(text)?.[0] ?? '')
    .filter((name) => name !== '' && name !== 'self' && name !== 'cls');
}

/** A value that is named like the parameter; else what is at hand. */
function argumentLists(site: OperatorSite, parameters: readonly string[]): [string, number][] {
  if (parameters.length > MOST_ARGUMENTS) return [];
  let lists: [string[], number][] = [[[], 1]];
  for (const parameter of parameters) {
    const values = valuesFor(site, parameter);
    lists = lists.flatMap(([list, weight]) =>
      values.map(([value, share]): [string[], number] => [[...list, value], weight * share]),
    );
  }
  return lists
    .sort(([, left], [, right]) => right - left)
    .slice(0, MOST_VALUES * 2)
    .map(([list, weight]) => [list.join(', '), weight]);
}

function valuesFor({ names, clues }: OperatorSite, parameter: string): [string, number][] {
  const variables = recentVariables(names()).map(({ name }) => name);
  if (variables.includes(parameter)) return [[parameter, 1]];
  const texts = [...clues.text.matchAll(/(["'])([\w -]{1,24})\1/g)].map(([, , text = '']) => `'${text}'`);
  const counted = countedTexts(texts);
  const found: [string, number][] = variables.slice(0, 3).map((name, rank) => [name, 0.6 * 0.8 ** rank]);
  return [
    ...found,
    ['0', 0.4],
    ...counted.slice(0, 3).map((text, rank): [string, number] => [text, 0.5 * 0.8 ** rank]),
  ];
}

/** What is missing is told once, what is there already twice: as expected and as received. */
function countedTexts(texts: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([, left], [, right]) => left - right).map(([text]) => text);
}
