import { endLineOf, lineOf, namedChildrenOf } from '../syntax/nodes.ts';
import { enclosingSymbol } from '../syntax/symbols.ts';
import type { CodeSymbol, SyntaxNode } from '../syntax/syntax-types.ts';
import { linesOfJudging } from './equality-methods.ts';
import type { Grammar } from './grammar/grammar.ts';
import { withInherited } from './inherited-suspicion.ts';
import { outermostFunction } from './material.ts';
import { membersTold } from './names/told-members.ts';
import type { OperatorSite } from './operators/operator.ts';
import type { RepairContext } from './repair-context.ts';
import { visibleBindings } from './scope/scope-builder.ts';
import type { Binding } from './scope/scope-types.ts';
import { type LineSuspicion, suspicionOf } from './suspicion.ts';
import { namesIn } from './unused-names.ts';
import { kindOfName, kindOfNode } from './value-kind.ts';

/** A site with what is known about its line. */
export interface Place {
  readonly site: OperatorSite;
  /** 1-based. */
  readonly line: number;
  /** First line of the innermost statement around it. */
  readonly statementLine: number;
  /** First line of the function with a name around that statement; null outside of all. */
  readonly functionLine: number | null;
  readonly suspiciousness: number;
  readonly bonus: number;
  /** Whether failing tests may run it. */
  readonly reached: boolean;
  /** Whether tests judge other functions by it; see `linesOfJudging`. */
  readonly isJudging: boolean;
}

interface Statement extends LineSuspicion {
  readonly line: number;
}

const NO_STATEMENT: Statement = { line: 1, suspiciousness: 0, bonus: 0, reached: false };

/** The sites of a file, in the order of the text; of a statement over several lines, the whole of it is as suspicious as its worst line. */
export function findPlaces(context: RepairContext, path: string, grammar: Grammar): Place[] {
  const { sources, task, index, clues } = context;
  const parsed = sources.tree(path);
  if (parsed === null) return [];
  const lineCount = parsed.root.endPosition.row + 1;
  const { symbols } = sources.facts(path);
  const suspicion = withInherited(suspicionOf(task, path, symbols, lineCount), parsed.root, grammar.functionTypes);
  const isJudging = linesOfJudging(task, path, symbols, suspicion);
  const places: Place[] = [];
  const tests = [...new Set(task.failing.flatMap(({ file }) => file ?? []))];
  const told = memoised(() =>
    membersTold(
      tests.flatMap((test) => sources.text(test) ?? []),
      parsed.text,
    ),
  );
  const around = namesAround(grammar);
  const visit = (node: SyntaxNode, statement: Statement): void => {
    if (grammar.isForbidden(node)) return;
    const inner = grammar.isStatement(node) ? statementOf(node, suspicion) : statement;
    for (const view of grammar.views(node)) {
      const line = lineOf(node);
      const own = suspicion(line);
      const enclosing = memoised(() => enclosingFunction(node, grammar));
      const scopeText = memoised(() => enclosing().text);
      places.push({
        site: {
          view,
          grammar,
          text: parsed.text,
          clues,
          names: memoised(() => valuesAt(context, path, node)),
          enclosing,
          timesAround: (name) => around(node).get(name) ?? 0,
          kindOf: (expression) => kindOfNode(scopeText(), expression),
          kindOfName: (name) => kindOfName(scopeText(), name),
          parametersOf: (name) => index.parametersOf(name),
          texts: () => index.texts(),
          textsUnder: (key) => index.textsUnder(key),
          toldMembers: told,
        },
        line,
        statementLine: inner.line,
        functionLine: functionLineOf(symbols, inner.line),
        suspiciousness: Math.max(own.suspiciousness, inner.suspiciousness),
        bonus: Math.max(own.bonus, inner.bonus),
        reached: own.reached || inner.reached,
        isJudging: isJudging(inner.line),
      });
    }
    for (const child of namedChildrenOf(node)) visit(child, inner);
  };
  visit(parsed.root, NO_STATEMENT);
  return places;
}

/** The names in the outermost function around a node, counted once for each such function. */
function namesAround({ functionTypes }: Grammar): (node: SyntaxNode) => ReadonlyMap<string, number> {
  const counted = new Map<number, ReadonlyMap<string, number>>();
  return (node) => {
    const scope = outermostFunction(node, functionTypes);
    const known = counted.get(scope.startIndex) ?? namesIn(scope.text);
    counted.set(scope.startIndex, known);
    return known;
  };
}

function functionLineOf(symbols: readonly CodeSymbol[], line: number): number | null {
  const around = enclosingSymbol(symbols, line);
  return around === null || around.kind === 'class' ? null : around.startLine;
}

/** Of a compound statement only the header counts: its body has statements of its own. */
function statementOf(node: SyntaxNode, suspicion: (line: number) => LineSuspicion): Statement {
  const line = lineOf(node);
  const body = node.childForFieldName('body') ?? node.childForFieldName('consequence');
  const end = body === null ? endLineOf(node) : Math.max(line, lineOf(body) - 1);
  let suspiciousness = 0;
  let bonus = 0;
  let reached = false;
  for (let current = line; current <= end; current++) {
    const found = suspicion(current);
    suspiciousness = Math.max(suspiciousness, found.suspiciousness);
    bonus = Math.max(bonus, found.bonus);
    reached ||= found.reached;
  }
  return { line, suspiciousness, bonus, reached };
}

function valuesAt(context: RepairContext, path: string, node: SyntaxNode): Binding[] {
  const analysis = context.sources.scopes(path);
  if (analysis === null) return [];
  return visibleBindings(analysis.module, node.startIndex).filter(
    ({ kind, name }) => kind !== 'type' && name !== 'self',
  );
}

function enclosingFunction(node: SyntaxNode, grammar: Grammar): SyntaxNode {
  let current = node.parent;
  while (current !== null && !grammar.functionTypes.includes(current.type)) current = current.parent;
  return current ?? node.tree.rootNode;
}

function memoised<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
