import { closest, nodesOfType } from '../../syntax/nodes.ts';
import type { AssignmentView } from '../grammar/node-view.ts';
import { type OperatorSite, quoted, type RepairOperator, replaced } from './operator.ts';

const OTHERS: Readonly<Record<string, readonly string[]>> = {
  '+=': ['-=', '=', '*='],
  '-=': ['+=', '='],
  '*=': ['/=', '+=', '='],
  '/=': ['*=', '-=', '='],
  '//=': ['/=', '*='],
  '%=': ['/=', '='],
  '||=': ['&&=', '??='],
  '&&=': ['||='],
  '??=': ['||=', '='],
  '|=': ['&=', '^='],
  '&=': ['|=', '^='],
  '^=': ['&=', '|='],
  '<<=': ['>>='],
  '>>=': ['<<='],
  '**=': ['*='],
  '++': ['--'],
  '--': ['++'],
  '=': ['+='],
};

export const augmentedOperator: RepairOperator<'assignment' | 'update'> = {
  name: 'augmented-operator',
  summary: '`+=`, `-=`, `=` and their kin, `++` and `--`',
  on: ['assignment', 'update'],
  perLine: 4,
  topWeight: 1.5,
  *mutate(site) {
    const { view } = site;
    if (view.kind === 'assignment' && view.declares) return;
    const isPlain = view.operator === '=';
    if (
      isPlain &&
      view.kind === 'assignment' &&
      !/^(identifier|member_expression|field_access|attribute|subscript\w*|array_access)$/.test(view.target.type)
    )
      return;
    const collecting = isPlain && view.kind === 'assignment' ? collectingOperators({ ...site, view }) : null;
    for (const [rank, other] of (collecting ?? OTHERS[view.operator] ?? []).entries()) {
      yield {
        splices: [replaced(view.operatorRange, other)],
        rationale: `Change \`${view.operator}\` to \`${other}\` in ${quoted(view.node)}.`,
        weight: (isPlain && collecting === null ? 0.4 : 1.5) / (rank + 1),
      };
    }
  },
};

const LOOP = /^(for|for_in|enhanced_for|while|do)_statement$/;

/** By what a variable begins as that a loop only overwrites: it was meant to collect. null for any other assignment. */
function collectingOperators({ view, enclosing, grammar }: OperatorSite<AssignmentView>): readonly string[] | null {
  const loop = closest(view.node, ({ type }) => LOOP.test(type));
  if (loop === null || view.value.text.includes(view.target.text)) return null;
  const earlier = nodesOfType(enclosing(), ['assignment', 'variable_declarator', 'assignment_expression']).filter(
    ({ startIndex }) => startIndex < loop.startIndex,
  );
  const starts = earlier.flatMap((each) => {
    const name = each.childForFieldName('left') ?? each.childForFieldName('name');
    const value = each.childForFieldName('right') ?? each.childForFieldName('value');
    return name?.text === view.target.text && value !== null ? [value.text] : [];
  });
  const start = starts.at(-1) ?? '';
  const isScript = grammar.language === 'javascript';
  if ((start === '{}' && isScript) || (/^(true|false)$/.test(start) && !isScript)) return null;
  return COLLECTED.find(([pattern]) => pattern.test(start))?.[1] ?? null;
}

const COLLECTED: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(set\(\)|\{\}|dict\(\)|frozenset\(\)|False)$/, ['|=']],
  [/^(0|0\.0|''|""|\[\]|list\(\)|\(\)|Decimal\(.*\))$/, ['+=', '-=']],
  [/^(1|1\.0)$/, ['*=', '+=']],
  [/^True$/, ['&=']],
  [/^false$/, ['||=']],
  [/^true$/, ['&&=']],
];
