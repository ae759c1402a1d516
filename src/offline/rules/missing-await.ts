import { closest, isAsync, lineOf, nodesOfType } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import type { RepairContext } from '../repair-context.ts';
import { insertion, type TextEdit } from '../text-edit.ts';
import {
  FINDING_YIELD,
  type Finding,
  findingYield,
  type RepairRule,
  type RuleProposal,
  rankProposals,
} from './rule.ts';

const FUNCTIONS = [
  'function_declaration',
  'function_expression',
  'arrow_function',
  'method_definition',
  'function_definition',
];

/** Calls of a function that is known to be asynchronous, whose result is used as if it were the value. */
export const missingAwait: RepairRule = {
  name: 'missing-await',
  summary: 'awaits calls of async functions, and makes functions async that await',
  *find(context, files) {
    const project = asyncNames(context);
    for (const path of files) {
      const root = context.sources.tree(path)?.root;
      if (root === undefined) continue;
      const known = project.asynchronous.size > 0 ? namesFor(project, root) : null;
      if (known !== null) yield* unawaitedCalls(context, path, root, known);
      yield* awaitsOutside(context, path, root);
    }
  },
};

/** How sure it is that a name is that of an asynchronous function: some functions of the name may be plain. */
type Certainty = 'certain' | 'mixed';

interface FunctionNames {
  readonly asynchronous: Set<string>;
  readonly plain: Set<string>;
}

/** Names under which the project defines asynchronous functions. */
function asyncNames(context: RepairContext): FunctionNames {
  const names: FunctionNames = { asynchronous: new Set(), plain: new Set() };
  for (const path of [...context.suspectFiles, ...context.otherFiles]) {
    const root = /\basync\b/.test(context.sources.text(path) ?? '') ? context.sources.tree(path)?.root : undefined;
    if (root !== undefined) addNames(names, root);
  }
  return names;
}

function addNames(names: FunctionNames, root: SyntaxNode): void {
  for (const node of nodesOfType(root, FUNCTIONS)) {
    const name = functionName(node);
    if (name !== null) names[isAsync(node) && !isGenerator(node) ? 'asynchronous' : 'plain'].add(name);
  }
}

/** Names that are asynchronous as one file sees them: what it defines itself counts before what others do. */
function namesFor(project: FunctionNames, root: SyntaxNode): Map<string, Certainty> {
  const own: FunctionNames = { asynchronous: new Set(), plain: new Set() };
  addNames(own, root);
  const seen = new Map<string, Certainty>();
  for (const name of project.asynchronous) {
    if (own.asynchronous.has(name)) seen.set(name, own.plain.has(name) ? 'mixed' : 'certain');
    else if (!own.plain.has(name)) seen.set(name, project.plain.has(name) ? 'mixed' : 'certain');
  }
  return seen;
}

function functionName(node: SyntaxNode): string | null {
  const own = node.childForFieldName('name')?.text;
  if (own !== undefined) return own;
  const parent = node.parent;
  if (parent === null || !/^(variable_declarator|pair|public_field_definition|field_definition)$/.test(parent.type))
    return null;
  const holder =
    parent.childForFieldName('name') ?? parent.childForFieldName('key') ?? parent.childForFieldName('property');
  return holder?.text ?? null;
}

/** What it gives is looped over, not awaited. */
function isGenerator(node: SyntaxNode): boolean {
  return nodesOfType(node, ['yield', 'yield_expression']).some(
    (found) => closest(found.parent, ({ type }) => FUNCTIONS.includes(type))?.id === node.id,
  );
}

const NAMED = FINDING_YIELD.named;

/** Python tells at the end which coroutines nobody awaited: `coroutine 'Job.step' was never awaited`. */
function unawaitedCoroutines({ clues }: RepairContext): Set<string> {
  const told = clues.text.matchAll(/coroutine '(?:[\w.<>]+\.)?(\w+)' was never awaited/g);
  return new Set([...told].map(([, name]) => name ?? ''));
}

function* unawaitedCalls(
  context: RepairContext,
  path: string,
  root: SyntaxNode,
  asynchronous: ReadonlyMap<string, Certainty>,
): Generator<Finding> {
  const unawaited = unawaitedCoroutines(context);
  for (const call of nodesOfType(root, ['call_expression', 'call'])) {
    const callee = call.childForFieldName('function');
    const name = callee?.childForFieldName('property') ?? callee?.childForFieldName('attribute') ?? callee;
    const certainty = asynchronous.get(name?.text ?? '');
    if (name === null || name === undefined || certainty === undefined || isHandled(call)) continue;
    const around = closest(call.parent, (node) => FUNCTIONS.includes(node.type));
    // Of a name that plain functions have as well, only calls where `await` may stand are worth a try.
    if (certainty === 'mixed' && (around === null || !isAsync(around))) continue;
    const named = unawaited.has(name.text) && around !== null && isAsync(around);
    const known = context.clues.promise ? 700 : context.suspectFiles.includes(path) ? 180 : 30;
    const statement = call.parent?.type === 'expression_statement';
    // Python runs no coroutine that nobody awaits: as a statement it does nothing at all.
    const isLost = statement && certainty === 'certain' && context.sources.family(path) === 'python';
    const guessed = isLost ? findingYield(context, path, false) : statement ? known * 0.6 : known;
    const weight = named ? NAMED : certainty === 'mixed' ? guessed / 2 : guessed;
    yield {
      path,
      line: lineOf(call),
      yield: weight,
      proposals: () => awaitProposals(path, call, around, name.text),
    };
  }
}

/** Awaited, returned, chained, or handed to something that takes promises. */
function isHandled(call: SyntaxNode): boolean {
  let node = call;
  while (node.parent?.type === 'parenthesized_expression') node = node.parent;
  const parent = node.parent;
  if (
    parent === null ||
    /^(await|await_expression|return_statement|arrow_function|lambda|yield|yield_expression)$/.test(parent.type)
  )
    return true;
  if (/^(member_expression|attribute)$/.test(parent.type)) {
    const member = parent.childForFieldName('property')?.text ?? parent.childForFieldName('attribute')?.text ?? '';
    return /^(then|catch|finally|add_done_callback)$/.test(member);
  }
  const outer = closest(parent, (above) => /^call(_expression)?$|_statement$/.test(above.type));
  const callee = outer?.childForFieldName('function')?.text ?? '';
  return /^(Promise\.\w+|asyncio\.\w+|create_task|gather|\w+\.create_task|assert\.(rejects|doesNotReject)|expect|run)$/.test(
    callee,
  );
}

function awaitProposals(path: string, call: SyntaxNode, around: SyntaxNode | null, name: string): RuleProposal[] {
  const parent = call.parent;
  const isObject = parent !== null && parent.childForFieldName('object')?.id === call.id;
  const wrapped: TextEdit[] = isObject
    ? [insertion(path, call.startIndex, '(await '), insertion(path, call.endIndex, ')')]
    : [insertion(path, call.startIndex, 'await ')];
  const needsAsync = around !== null && !isAsync(around);
  if (around === null && call.tree.rootNode.type === 'module') return [];
  const edits = needsAsync ? [...wrapped, insertion(path, asyncPosition(around), 'async ')] : wrapped;
  const also = needsAsync ? ' and make the function around async' : '';
  return [
    {
      operator: 'missing-await',
      rationale: `Await the call of \`${name}\`, which is async${also}.`,
      edits,
      confidence: needsAsync ? 0.6 : 0.95,
    },
  ];
}

/** Where `async` goes: before `function`, the parameters of an arrow, a method's name, or `def`. */
function asyncPosition(node: SyntaxNode): number {
  if (node.type !== 'method_definition') return node.startIndex;
  const star = node.children.find((child) => child?.type === '*');
  return star?.startIndex ?? node.childForFieldName('name')?.startIndex ?? node.startIndex;
}

/** `await` in a function that is not async is a syntax error that both runtimes name. */
function* awaitsOutside(context: RepairContext, path: string, root: SyntaxNode): Generator<Finding> {
  const named =
    /await is only valid|'await' outside async|'async \w+' outside async|reserved (word|identifier).*await|Unexpected reserved word/i;
  if (!named.test(context.clues.text) || !context.suspectFiles.includes(path)) return;
  for (const node of nodesOfType(root, ['await_expression', 'await', 'ERROR'])) {
    if (node.type === 'ERROR' && !node.text.startsWith('await')) continue;
    const around = closest(node.parent, (above) => FUNCTIONS.includes(above.type));
    if (around === null || isAsync(around)) continue;
    const name = functionName(around);
    const proposal: RuleProposal = {
      operator: 'missing-async',
      rationale: `Make ${name === null ? 'the function' : `\`${name}\``} async, since it awaits.`,
      edits: [insertion(path, asyncPosition(around), 'async ')],
      confidence: 1,
    };
    yield { path, line: lineOf(around), yield: 800, proposals: () => rankProposals([proposal], 1) };
  }
}
