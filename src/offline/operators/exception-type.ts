import { nodesOfType } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { type OperatorSite, quoted, type RepairOperator, replaced } from './operator.ts';

const MOST_TYPES = 8;
const TOLD = 3;

const THROWING = /^(raise|throw)_statement$/;
const LOOKS_LIKE_ERROR = /(Error|Exception|Failure|Warning|Timeout|Exit|NotFound|Invalid\w*)$/;

const COMMON = {
  javascript: ['Error', 'TypeError', 'RangeError', 'SyntaxError'],
  java: [
    'IllegalArgumentException',
    'IllegalStateException',
    'NullPointerException',
    'IndexOutOfBoundsException',
    'UnsupportedOperationException',
    'ArithmeticException',
    'RuntimeException',
  ],
  python: ['ValueError', 'TypeError', 'KeyError', 'IndexError', 'RuntimeError', 'LookupError', 'AttributeError'],
};

export const exceptionType: RepairOperator<'call' | 'name'> = {
  name: 'exception-type',
  summary: 'throws or catches another kind of error: one that the failing tests tell of, or one of the file',
  on: ['call', 'name'],
  perLine: 10,
  topWeight: TOLD,
  *mutate(site) {
    const type = typeAt(site);
    if (type === null) return;
    for (const [name, weight] of typesFor(site, type).slice(0, MOST_TYPES)) {
      yield {
        splices: [replaced(type, name)],
        rationale: `Use the error \`${name}\` instead of ${quoted(type)}.`,
        weight,
      };
    }
  },
};

/** The type of what is thrown, or of what an `except` catches. */
function typeAt({ view }: OperatorSite): SyntaxNode | null {
  const parent = view.node.parent?.type ?? '';
  if (view.kind === 'call') return THROWING.test(parent) ? view.callee : null;
  const isAlone = THROWING.test(parent) && LOOKS_LIKE_ERROR.test(view.node.text);
  return view.kind === 'name' && (isAlone || /^except_(group_)?clause$/.test(parent)) ? view.node : null;
}

function typesFor({ names, clues, grammar, text }: OperatorSite, own: SyntaxNode): [string, number][] {
  const { language } = grammar;
  const known = names()
    .filter(({ kind, name }) => (kind === 'class' && language !== 'java') || LOOKS_LIKE_ERROR.test(name))
    .map(({ name }) => name);
  const thrown = nodesOfType(own.tree.rootNode, ['raise_statement', 'throw_statement']).flatMap(
    ({ text: statement }) => /(?:raise|throw new|throw)\s+([A-Z]\w*)/.exec(statement)?.[1] ?? [],
  );
  const scored = new Map<string, number>();
  const note = (name: string, weight: number) => {
    const isTold = new RegExp(`(?<!\\w)${name}(?!\\w)`).test(clues.text);
    scored.set(name, Math.max(scored.get(name) ?? 0, isTold ? TOLD : weight));
  };
  for (const name of [...known, ...thrown]) if (text.includes(name)) note(name, 1);
  for (const name of COMMON[language]) note(name, 0.5);
  scored.delete(own.text);
  return [...scored].sort(([, left], [, right]) => right - left);
}
