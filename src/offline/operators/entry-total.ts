import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import type { AssignmentView, CallView } from '../grammar/node-view.ts';
import { type OperatorSite, quoted, type RepairOperator, replaced } from './operator.ts';

/** What can be added to a number by its looks. */
const ADDABLE = /^(identifier|attribute|member_expression|call|call_expression|integer|float|number|binary\w*)$/;

/** Elsewhere in the file something is added up in the same way. */
const HABITUAL = 2.5;

export const entryTotal: RepairOperator<'assignment' | 'call'> = {
  name: 'entry-total',
  summary: 'adds to an entry of a table instead of writing over it',
  on: ['assignment', 'call'],
  perLine: 2,
  topWeight: HABITUAL,
  *mutate(site) {
    const { view, text } = site;
    const changes = view.kind === 'call' ? inMap({ ...site, view }) : inTable({ ...site, view });
    const weight = /(\.get\([^()]*, 0\)|(\|\||\?\?) 0\)) \+/.test(text) ? HABITUAL : 1;
    for (const [rank, { place, changed }] of changes.entries()) {
      yield {
        splices: [replaced(place, changed)],
        rationale: `Add to what is there: ${quoted(changed)}.`,
        weight: weight * 0.6 ** rank,
      };
    }
  },
};

interface Change {
  readonly place: SyntaxNode;
  readonly changed: string;
}

/** `totals[key] = amount` */
function inTable({ view, grammar, text }: OperatorSite<AssignmentView>): readonly Change[] {
  const { target, value, operator } = view;
  const [, table, key] = /^(.+)\[([^[\]]+)\]$/s.exec(target.text) ?? [];
  if (operator !== '=' || table === undefined || key === undefined || !isAddable(value, table)) return [];
  if (!/^subscript/.test(target.type) || /^-?\d+$/.test(key)) return [];
  if (grammar.language === 'python') return [{ place: value, changed: `${table}.get(${key}, 0) + ${value.text}` }];
  if (grammar.language !== 'javascript') return [];
  return fallbacks(text).map((fallback) => ({
    place: value,
    changed: `(${target.text} ${fallback} 0) + ${value.text}`,
  }));
}

/** `totals.set(key, amount)` */
function inMap({ view, grammar, text }: OperatorSite<CallView>): readonly Change[] {
  const { name, receiver, args, isStatement } = view;
  const [key, value] = args;
  if (grammar.language !== 'javascript' || !isStatement || name?.text !== 'set' || args.length !== 2) return [];
  if (receiver === null || key === undefined || value === undefined || !isAddable(value, receiver.text)) return [];
  return fallbacks(text).map((fallback) => ({
    place: value,
    changed: `(${receiver.text}.get(${key.text}) ${fallback} 0) + ${value.text}`,
  }));
}

function isAddable(value: SyntaxNode, table: string): boolean {
  return ADDABLE.test(value.type) && !value.text.includes(table) && value.text.length < 40;
}

/** The one that the file uses first. */
function fallbacks(text: string): readonly string[] {
  return text.includes('||') && !text.includes('??') ? ['||', '??'] : ['??', '||'];
}
