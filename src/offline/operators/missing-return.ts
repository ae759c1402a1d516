import { lineEndOf } from '../../shared/source-text.ts';
import { namedChildrenOf, nodesOfType } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import type { FunctionView, StatementView } from '../grammar/node-view.ts';
import { leaves, placedBehind } from '../statement-places.ts';
import { inserted, type Mutation, type OperatorSite, quoted, type RepairOperator } from './operator.ts';

export const missingReturn: RepairOperator<'function' | 'statement'> = {
  name: 'missing-return',
  summary: 'returns the last expression, or the result that a function has computed',
  on: ['function', 'statement'],
  perLine: 4,
  topWeight: 3,
  *mutate(site) {
    if (site.view.kind === 'function') yield* returnsOf({ ...site, view: site.view });
    else {
      yield* returnedExpression({ ...site, view: site.view });
      yield* branchReturns({ ...site, view: site.view });
    }
  },
};

/** An expression whose value is dropped; most telling when it does nothing else. */
function* returnedExpression({ view }: OperatorSite<StatementView>): Generator<Mutation> {
  const { expression, node, next } = view;
  if (expression === null || /^(await|yield|assignment|augmented|update|string)/.test(expression.type)) return;
  const isCall = /^(call|call_expression|method_invocation)$/.test(expression.type);
  const isLast = next === null;
  if (isCall && !isLast) return;
  if (/^(super|print|console\.|log|expect)\b/.test(expression.text) || !isInFunction(node)) return;
  yield {
    splices: [inserted(node.startIndex, 'return ')],
    rationale: `Return ${quoted(expression)}, whose value is dropped.`,
    weight: isCall ? 0.6 : 3,
  };
}

/** A branch that computes a value and falls through to the end of a function that returns one. */
function* branchReturns(site: OperatorSite<StatementView>): Generator<Mutation> {
  const { view, grammar, enclosing } = site;
  const { node, next } = view;
  const branch = node.parent?.parent;
  if (next !== null || !/^(if_statement|elif_clause|else_clause)$/.test(branch?.type ?? '')) return;
  if (leaves(node)) return;
  const around = enclosing();
  if (!nodesOfType(around, ['return_statement']).some(({ namedChildCount }) => namedChildCount > 0)) return;
  const end = node.text.endsWith(';') ? ';' : '';
  for (const [rank, name] of [...new Set(assignedNames(around, node))].slice(0, 2).entries()) {
    yield {
      splices: [placedBehind(site, `${grammar.returned(name)}${end}`)],
      rationale: `Return \`${name}\` at the end of its branch.`,
      weight: 0.8 / (rank + 1),
    };
  }
}

function isInFunction(node: SyntaxNode): boolean {
  for (let above = node.parent; above !== null; above = above.parent) {
    if (/function|method_definition|lambda/.test(above.type)) return true;
  }
  return false;
}

/** A function that never returns a value although it computes one. */
function* returnsOf({ view, grammar, text }: OperatorSite<FunctionView>): Generator<Mutation> {
  const { lastStatement, isConstructor, returnsValue } = view;
  if (lastStatement === null || isConstructor || /^(return|raise|throw)_/.test(lastStatement.type)) return;
  const self = /(?<![\w.])(this|self)\./.exec(view.node.text)?.[1];
  const assigned = [...new Set(assignedNames(view.node, lastStatement))].slice(0, 3);
  // Methods that are called one behind the other give their object.
  const results = self === undefined ? assigned : [...assigned, self];
  const column = lastStatement.startPosition.column;
  const lineEnd = lineEndOf(text);
  const semicolon =
    grammar.returned('x').length > 0 && lastStatement.text.endsWith(';') ? ';' : endOfStatement(text, view.node);
  for (const [rank, name] of results.entries()) {
    yield {
      splices: [
        inserted(lastStatement.endIndex, `${lineEnd}${' '.repeat(column)}${grammar.returned(name)}${semicolon}`),
      ],
      rationale: `Return \`${name}\` at the end of ${quoted(firstLine(view.node))}.`,
      weight: (returnsValue ? 0.3 : 1.2) / (rank + 1),
    };
  }
}

function endOfStatement(text: string, node: SyntaxNode): string {
  return node.type.endsWith('_definition') && node.type.startsWith('function') ? '' : /;\s*$/m.test(text) ? ';' : '';
}

function firstLine(node: SyntaxNode): string {
  return node.text.split(/\r?\n|\{/, 1)[0] ?? '';
}

/** Variables of the body and attributes of the object, the last assigned first: `result`, `total`, what a loop collects. */
function assignedNames(definition: SyntaxNode, last: SyntaxNode): string[] {
  const body = last.parent;
  const names: string[] = [];
  for (const statement of body === null ? [] : namedChildrenOf(body)) {
    const parts = statement.type === 'expression_statement' ? namedChildrenOf(statement) : [statement];
    for (const part of parts) {
      const declarators = /_declaration$/.test(part.type) ? namedChildrenOf(part) : [part];
      for (const declarator of declarators) {
        const target = declarator.childForFieldName('left') ?? declarator.childForFieldName('name');
        const isNamed = target?.type === 'identifier' || /^(this|self)\.\w+$/.test(target?.text ?? '');
        if (target !== null && isNamed && declarator.type !== 'function_definition') names.push(target.text);
      }
    }
  }
  return names.reverse().filter((name) => name !== definition.childForFieldName('name')?.text);
}
