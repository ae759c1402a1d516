import { namedChildrenOf } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { inserted, quoted, type RepairOperator } from './operator.ts';

const MOST_NAMES = 3;

export const entryInsert: RepairOperator<'list'> = {
  name: 'entry-insert',
  summary: 'adds an entry that is read and not there to a table, with a value that another entry has',
  on: ['list'],
  perLine: 9,
  *mutate({ view, text }) {
    const { node, elements, isMap } = view;
    const last = elements.at(-1);
    const holder = isMap ? holderOf(node) : null;
    if (holder === null || last === undefined) return;
    const pairs = elements.filter(({ type }) => type === 'pair');
    const known = new Set(elements.map((entry) => bare(entry.childForFieldName('key')?.text ?? entry.text)));
    const names = namesRead(text, holder).filter((name) => !known.has(name));
    const values = [...new Set(pairs.map((pair) => pair.childForFieldName('value')?.text ?? ''))];
    const isQuoted = /^['"]/.test(pairs.at(-1)?.childForFieldName('key')?.text ?? '');
    for (const name of names.slice(0, MOST_NAMES)) {
      for (const [rank, value] of values
        .filter((each) => each.length <= 20 && each !== '')
        .slice(0, 3)
        .entries()) {
        const entry = `${isQuoted ? `'${name}'` : name}: ${value}`;
        yield {
          splices: [inserted(last.endIndex, `, ${entry}`)],
          rationale: `Add ${quoted(entry)} to ${quoted(holder)}, of which \`${name}\` is read.`,
          weight: 0.8 ** rank,
        };
      }
    }
  },
};

/** Name of the variable that the table is the first value of. */
function holderOf(node: SyntaxNode): string | null {
  const parent = node.parent;
  const target = parent?.childForFieldName('name') ?? parent?.childForFieldName('left') ?? null;
  if (!/^(variable_declarator|assignment|assignment_expression)$/.test(parent?.type ?? '')) return null;
  return target?.type === 'identifier' && namedChildrenOf(node).length > 0 ? target.text : null;
}

/** Keys by which the text reads or writes something of the variable. */
function namesRead(text: string, holder: string): string[] {
  const word = holder.replaceAll('$', '\\$');
  const found = text.matchAll(
    new RegExp(`(?<![\\w$.])${word}(?:\\.([A-Za-z_$][\\w$]*)(?!\\s*\\()|\\[['"]([\\w$]+)['"]\\])`, 'g'),
  );
  return [...new Set([...found].map(([, property, key]) => property ?? key ?? ''))];
}

function bare(key: string): string {
  return key.replaceAll(/^['"]|['"]$/g, '');
}
