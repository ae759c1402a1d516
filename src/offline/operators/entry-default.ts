import { lineEndOf } from '../../shared/source-text.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import type { IndexView } from '../grammar/node-view.ts';
import { indentOf } from '../material.ts';
import { inserted, type Mutation, type OperatorSite, quoted, type RepairOperator, replaced } from './operator.ts';

const FILLS = /^(push|append|add|unshift|appendleft|update|extend)$/;

export const entryDefault: RepairOperator<'index'> = {
  name: 'entry-default',
  summary: 'starts an entry of a table before it is added to for the first time',
  on: ['index'],
  perLine: 6,
  *mutate(site) {
    const { node, object, index } = site.view;
    const isFilled = isAddedTo(node);
    const isCounted = isStepped(node);
    if (!isFilled && !isCounted) return;
    const starts = isFilled
      ? site.grammar.language === 'javascript'
        ? ['[]', 'new Set()']
        : ['[]', 'set()']
      : ['0', "''"];
    for (const [rank, start] of starts.entries()) {
      for (const mutation of site.grammar.language === 'javascript'
        ? started(site, start)
        : inPython(site, isFilled, start, object.text, index.text))
        yield { ...mutation, weight: 0.6 ** rank };
    }
  },
};

/** `groups[name].push(item)` */
function isAddedTo(node: SyntaxNode): boolean {
  const access = node.parent;
  const method = access?.childForFieldName('property') ?? access?.childForFieldName('attribute');
  return FILLS.test(method?.text ?? '') && access?.childForFieldName('object')?.id === node.id;
}

/** `counts[word] += 1`, `counts[word]++` */
function isStepped(node: SyntaxNode): boolean {
  const parent = node.parent;
  if (parent?.type === 'update_expression') return true;
  return /^augmented_assignment/.test(parent?.type ?? '') && parent?.childForFieldName('left')?.id === node.id;
}

/** JavaScript: an assignment before the statement. */
function* started({ view, text }: OperatorSite<IndexView>, start: string): Generator<Mutation> {
  let statement: SyntaxNode | null = view.node;
  while (statement !== null && statement.type !== 'expression_statement') statement = statement.parent;
  if (statement === null || !/^(statement_block|program)$/.test(statement.parent?.type ?? '')) return;
  const entry = view.node.text;
  const end = statement.text.endsWith(';') ? ';' : '';
  const added = `${entry} = ${entry} || ${start}${end}${lineEndOf(text)}${indentOf(statement, text)}`;
  yield { splices: [inserted(statement.startIndex, added)], rationale: `Start ${quoted(entry)} with \`${start}\`.` };
}

function* inPython(
  { view, grammar }: OperatorSite<IndexView>,
  isFilled: boolean,
  start: string,
  table: string,
  key: string,
): Generator<Mutation> {
  const { node } = view;
  if (grammar.language !== 'python') return;
  const rationale = `Start ${quoted(node)} with \`${start}\`.`;
  if (isFilled) {
    yield { splices: [replaced(node, `${table}.setdefault(${key}, ${start})`)], rationale };
    return;
  }
  const [operator, value] = [node.parent?.childForFieldName('operator'), node.parent?.childForFieldName('right')];
  if (operator == null || value == null || node.parent === null) return;
  const changed = `${node.text} = ${table}.get(${key}, ${start}) ${operator.text.slice(0, -1)} ${value.text}`;
  yield { splices: [replaced(node.parent, changed)], rationale };
}
