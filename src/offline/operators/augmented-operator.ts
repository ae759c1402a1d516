import { quoted, type RepairOperator, replaced } from './operator.ts';

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
  *mutate({ view }) {
    if (view.kind === 'assignment' && view.declares) return;
    const isPlain = view.operator === '=';
    if (
      isPlain &&
      view.kind === 'assignment' &&
      !/^(identifier|member_expression|field_access|attribute|subscript\w*|array_access)$/.test(view.target.type)
    )
      return;
    for (const [rank, other] of (OTHERS[view.operator] ?? []).entries()) {
      yield {
        splices: [replaced(view.operatorRange, other)],
        rationale: `Change \`${view.operator}\` to \`${other}\` in ${quoted(view.node)}.`,
        weight: (isPlain ? 0.4 : 1.5) / (rank + 1),
      };
    }
  },
};
