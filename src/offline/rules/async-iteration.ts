import { closest, isAsync, lineOf, nodesOfType } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import type { RepairContext } from '../repair-context.ts';
import { insertion, type TextEdit } from '../text-edit.ts';
import { FINDING_YIELD, type Finding, type RepairRule } from './rule.ts';

/** What the runtimes say of an async generator in a plain loop, and of an async context manager in a plain `with`. */
const LOOPED =
  /'async_generator' object is not iterable|object is not iterable|is not (async )?iterable|not a function or its return value is not iterable/;
const ENTERED = /context manager protocol|__enter__/;

/** Plain `for` over what has to be awaited at every step, plain `with` over what has to be awaited to enter. */
export const asyncIteration: RepairRule = {
  name: 'async-iteration',
  summary: 'writes `async for`, `for await` and `async with` where a loop or `with` is over what is asynchronous',
  *find(context, files) {
    const { text } = context.clues;
    const [looped, entered] = [LOOPED.test(text), ENTERED.test(text)];
    for (const path of looped || entered ? files : []) {
      const root = context.sources.tree(path)?.root;
      if (root === undefined) continue;
      if (looped) yield* loops(context, path, root);
      if (entered && context.sources.family(path) === 'python') yield* withStatements(context, path, root);
    }
  },
};

function* loops(context: RepairContext, path: string, root: SyntaxNode): Generator<Finding> {
  for (const loop of nodesOfType(root, ['for_statement', 'for_in_clause', 'for_in_statement'])) {
    const over = loop.childForFieldName('right');
    const name = over === null ? null : calledName(over);
    if (over === null || loop.children.some((child) => /^(async|await)$/.test(child?.type ?? ''))) continue;
    if (!isInAsync(loop) || name === null || !isAsyncGenerator(context, name)) continue;
    const isPython = context.sources.family(path) === 'python';
    const at = isPython ? loop.startIndex : loop.startIndex + 'for'.length;
    yield finding(
      path,
      loop,
      insertion(path, at, isPython ? 'async ' : ' await'),
      `Await each step of \`${name}\`, an async generator.`,
    );
  }
}

function* withStatements(context: RepairContext, path: string, root: SyntaxNode): Generator<Finding> {
  for (const statement of nodesOfType(root, ['with_statement'])) {
    const item = nodesOfType(statement, ['with_item'])[0];
    const value = item?.childForFieldName('value');
    const name =
      value == null ? null : calledName(value.type === 'as_pattern' ? (value.namedChildren[0] ?? value) : value);
    if (name === null || isAsync(statement) || !isInAsync(statement)) continue;
    if (!isAsyncManager(context, name)) continue;
    const edit = insertion(path, statement.startIndex, 'async ');
    yield finding(path, statement, edit, `Await the entering and leaving of \`${name}\`, an async context manager.`);
  }
}

function finding(path: string, node: SyntaxNode, edit: TextEdit, rationale: string): Finding {
  return {
    path,
    line: lineOf(node),
    yield: FINDING_YIELD.named,
    proposals: () => [{ operator: 'async-iteration', rationale, edits: [edit], confidence: 0.95 }],
  };
}

/** `numbers` of `numbers(3)` and of `this.numbers(3)`. */
function calledName(node: SyntaxNode): string | null {
  const callee = /^call(_expression)?$/.test(node.type) ? node.childForFieldName('function') : null;
  const name = callee?.childForFieldName('property') ?? callee?.childForFieldName('attribute') ?? callee;
  return name?.text ?? null;
}

const FUNCTION =
  /^(function_(declaration|definition|expression)|arrow_function|method_definition|generator_function(_declaration)?)$/;

function isInAsync(node: SyntaxNode): boolean {
  const around = closest(node, ({ type }) => FUNCTION.test(type));
  return around === null ? node.tree.rootNode.type === 'program' : isAsync(around);
}

function definitionsOf({ sources, index }: RepairContext, name: string, types: readonly string[]): SyntaxNode[] {
  const paths = [...index.filesMentioning(name, 'python'), ...index.filesMentioning(name, 'javascript')];
  return paths.flatMap((path) => {
    const root = sources.tree(path)?.root;
    return root === undefined
      ? []
      : nodesOfType(root, types).filter((node) => node.childForFieldName('name')?.text === name);
  });
}

function isAsyncGenerator(context: RepairContext, name: string): boolean {
  const types = ['function_definition', 'generator_function_declaration', 'generator_function', 'method_definition'];
  return definitionsOf(context, name, types).some(
    (node) => isAsync(node) && nodesOfType(node, ['yield', 'yield_expression']).length > 0,
  );
}

function isAsyncManager(context: RepairContext, name: string): boolean {
  const definitions = definitionsOf(context, name, ['class_definition', 'function_definition']);
  return definitions.some((node) =>
    node.type === 'class_definition'
      ? /\basync\s+def\s+__aenter__\b/.test(node.text)
      : /@(contextlib\.)?asynccontextmanager\b/.test(node.parent?.text ?? ''),
  );
}
