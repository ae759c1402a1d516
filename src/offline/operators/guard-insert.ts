import { nodesOfType } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import type { StatementView } from '../grammar/node-view.ts';
import { indentOf, isTest, lineEndOf, textsNear } from '../material.ts';
import { inserted, type OperatorSite, quoted, type RepairOperator } from './operator.ts';

const MOST_TESTS = 8;
const MOST_EXITS = 4;
const MOST_GUARDS = 24;

const LEAVING = /^(return|continue|break|throw|raise)_statement$/;
const LOOPS = /^(for|for_in|enhanced_for|while|do)_statement$/;

export const guardInsert: RepairOperator<'statement'> = {
  name: 'guard-insert',
  summary: 'leaves the function or the turn of a loop early, on a test and with a result that stand elsewhere',
  on: ['statement'],
  perLine: MOST_GUARDS,
  *mutate(site) {
    const { node } = site.view;
    if (!isReached(node)) return;
    const guards: [string, string, number][] = [];
    const exits = exitsAt(site);
    for (const [rank, test] of testsAt(site).entries()) {
      for (const [place, exit] of exits.entries()) guards.push([test, exit, 0.9 ** rank * 0.8 ** place]);
    }
    guards.sort(([, , left], [, , right]) => right - left);
    for (const [test, exit, weight] of guards.slice(0, MOST_GUARDS)) {
      yield {
        splices: [inserted(node.startIndex, guardText(site, test, exit))],
        rationale: `Leave early with ${quoted(exit)} if ${quoted(test)}.`,
        weight,
      };
    }
  },
};

/** Behind a statement that leaves nothing runs; between the statements of one line nobody guards. */
function isReached(node: SyntaxNode): boolean {
  const before = node.previousNamedSibling;
  return before === null || (!LEAVING.test(before.type) && before.endPosition.row < node.startPosition.row);
}

/** Tests of the function, then what its parameters are asked everywhere. */
function testsAt({ view, enclosing, names, grammar }: OperatorSite<StatementView>): string[] {
  const not = grammar.and === '&&' ? '!' : 'not ';
  const around = enclosing();
  const tests = textsNear(around, view.node, isTest).slice(0, MOST_TESTS);
  const parameters = names().filter(
    ({ kind, index }) => kind === 'parameter' && index >= around.startIndex && index < around.endIndex,
  );
  const [first, second] = parameters;
  const asked = [...parameters.slice(0, 3).map(({ name }) => name), ...calledMembers(around, parameters)].map(
    (name) => `${not}${name}`,
  );
  if (first !== undefined && second !== undefined)
    asked.unshift(`${first.name} ${grammar.comparisons.equal} ${second.name}`);
  return [...new Set([...asked, ...tests])];
}

/** `options.merge` where the function calls what its parameter holds. */
function calledMembers(around: SyntaxNode, parameters: readonly { readonly name: string }[]): string[] {
  const callees = nodesOfType(around, ['call', 'call_expression']).map(
    (call) => call.childForFieldName('function')?.text ?? '',
  );
  return [...new Set(callees)].filter((text) => parameters.some(({ name }) => text.startsWith(`${name}.`))).slice(0, 2);
}

/** How the function is left elsewhere; in a loop its turn. */
function exitsAt({ view, enclosing, grammar }: OperatorSite<StatementView>): string[] {
  const around = enclosing();
  const end = grammar.and === '&&' ? ';' : '';
  const returns = nodesOfType(around, ['return_statement'])
    .map(({ text }) => (end !== '' && !text.endsWith(end) ? `${text}${end}` : text))
    .filter((text) => text.length <= 40 && !text.includes('\n'));
  const isInLoop = LOOPS.test(view.node.parent?.parent?.type ?? '');
  const plain = returns.length === 0 ? [`return${end}`] : [];
  return [...new Set([...(isInLoop ? [`continue${end}`] : []), ...returns.reverse(), ...plain])].slice(0, MOST_EXITS);
}

function guardText({ view, text, grammar }: OperatorSite<StatementView>, test: string, exit: string): string {
  const indent = indentOf(view.node, text);
  const lineEnd = lineEndOf(text);
  const step = indent.includes('\t') ? '\t' : '  ';
  if (grammar.and !== '&&') return `if ${test}:${lineEnd}${indent}${step}${step}${exit}${lineEnd}${indent}`;
  return hasBraces(text)
    ? `if (${test}) {${lineEnd}${indent}${step}${exit}${lineEnd}${indent}}${lineEnd}${indent}`
    : `if (${test}) ${exit}${lineEnd}${indent}`;
}

/** Whether this file puts braces around a single statement. */
function hasBraces(text: string): boolean {
  const braced = text.match(/\bif \(.*\) \{\r?\n\s*(?:return|continue|throw|break)\b/g)?.length ?? 0;
  const bare = text.match(/\bif ?\(.*\)\s*(?:return|continue|throw|break)\b/g)?.length ?? 0;
  return braced > bare;
}
