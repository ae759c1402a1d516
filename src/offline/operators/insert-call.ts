import { nodesOfType } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { inserted, quoted, type RepairOperator, recentVariables } from './operator.ts';

const MOST_CALLS = 5;

export const insertCall: RepairOperator<'statement'> = {
  name: 'insert-call',
  summary: 'adds to a collection, as the function does elsewhere, before or behind a statement',
  on: ['statement'],
  perLine: 8,
  *mutate({ view, enclosing, names, text }) {
    const { node } = view;
    const calls = collectingCalls(enclosing()).filter((call) => call !== node.text);
    const variables = recentVariables(names()).slice(0, 4);
    const variants = new Set(calls);
    for (const call of calls) {
      const [, head = '', argument = '', tail = ''] = /^([\w$.]+\()([\w$]+)(\)[;]?)$/.exec(call) ?? [];
      if (head === '') continue;
      const holder = head.split('.')[0];
      for (const { name } of variables) if (name !== argument && name !== holder) variants.add(`${head}${name}${tail}`);
      const method = head.slice(holder?.length ?? 0);
      for (const other of otherCollections(enclosing(), holder ?? ''))
        variants.add(`${other}${method}${argument}${tail}`);
    }
    const indent = ' '.repeat(node.startPosition.column);
    const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
    for (const [rank, call] of [...variants].slice(0, MOST_CALLS * 2).entries()) {
      const rationale = `Add ${quoted(call)} beside ${quoted(node)}.`;
      const weight = 0.85 ** rank;
      yield { splices: [inserted(node.startIndex, `${call}${lineEnd}${indent}`)], rationale, weight };
      if (view.next === null && !/^(return|raise|throw|break|continue)_/.test(node.type)) {
        yield { splices: [inserted(node.endIndex, `${lineEnd}${indent}${call}`)], rationale, weight };
      }
    }
  },
};

/** Variables of the function that start as empty lists or are popped from. */
function otherCollections(scope: SyntaxNode, holder: string): string[] {
  const found = scope.text.matchAll(/\b([\w$]+)(?=\s*=\s*\[\]|\.(?:pop|shift)\()/g);
  return [...new Set([...found].map(([name]) => name))].filter((name) => name !== holder);
}

/** Statements of the function that put one variable into a collection. */
function collectingCalls(scope: SyntaxNode): string[] {
  const found = nodesOfType(scope, ['expression_statement']).map((statement) => statement.text);
  return [
    ...new Set(
      found.filter((text) => /^[\w$.]+\.(append|push|add|extend|insert|unshift|appendleft)\([^()]*\);?$/.test(text)),
    ),
  ];
}
