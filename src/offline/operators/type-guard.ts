import { closest, nodesOfType } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { conjunct, type Grammar } from '../grammar/grammar.ts';
import type { StatementView } from '../grammar/node-view.ts';
import { guardText, isGuardPlace } from '../guards.ts';
import { inserted, type Mutation, type OperatorSite, quoted, type RepairOperator, replaced } from './operator.ts';

/** The runtime's own words for a value of another class. */
const OTHER_CLASS = /object has no attribute '|\bClassCastException\b|cannot be cast to/;
const TOLD = 4;
const UNTOLD = 0.4;

/** Python tells the interpreter by this value to ask the other object. */
const BINARY = /^__(eq|ne|lt|le|gt|ge|add|sub|mul|truediv|and|or)__$/;

export const typeGuard: RepairOperator<'return' | 'condition' | 'statement'> = {
  name: 'type-guard',
  summary: 'asks whether a value is of the class around before it is used as one',
  on: ['return', 'condition', 'statement'],
  perLine: 6,
  topWeight: TOLD,
  *mutate(site) {
    const { view, clues } = site;
    const own = closest(site.view.node, ({ type }) => /^class_(definition|declaration)$/.test(type));
    const className = own?.childForFieldName('name')?.text;
    if (className === undefined) return;
    const weight = OTHER_CLASS.test(clues.text) ? TOLD : UNTOLD;
    if (view.kind === 'statement') yield* guards({ ...site, view }, className, weight);
    else yield* conjuncts(site, view.kind === 'return' ? view.value : view.node, className, weight);
  },
};

/** `isinstance(other, Interval) and self.start == other.start`. */
function* conjuncts(
  site: OperatorSite,
  node: SyntaxNode | null,
  className: string,
  weight: number,
): Generator<Mutation> {
  if (node === null || site.grammar.language === 'java' || /\b(?:isinstance|instanceof)\b/.test(node.text)) return;
  const { grammar } = site;
  for (const name of parametersRead(site, node)) {
    const test = isOf(grammar, name, className);
    yield {
      splices: [replaced(node, `${test} ${grammar.and} ${conjunct(grammar, node)}`)],
      rationale: `Ask whether ${quoted(name)} is of the class ${quoted(className)} first.`,
      weight,
    };
  }
}

/** `if not isinstance(other, Interval): return NotImplemented`, or with `False`. */
function* guards(site: OperatorSite<StatementView>, className: string, weight: number): Generator<Mutation> {
  const { view, grammar, enclosing } = site;
  if (!isGuardPlace(view.node) || view.node.parent?.parent?.id !== enclosing().id) return;
  const isBinary = BINARY.test(enclosing().childForFieldName('name')?.text ?? '');
  for (const name of grammar.language === 'java' ? castTo(view.node, className) : parametersRead(site, view.node)) {
    const test = isOf(grammar, name, className);
    const other = grammar.language === 'python' ? `not ${test}` : `!(${test})`;
    const exits = grammar.language === 'python' ? (isBinary ? ['NotImplemented'] : ['False', 'None']) : [grammar.no];
    for (const [rank, exit] of exits.entries()) {
      yield {
        splices: [
          inserted(view.node.startIndex, guardText(site, other, `${grammar.returned(exit)}${grammar.statementEnd}`)),
        ],
        rationale: `Leave early where ${quoted(name)} is not of the class ${quoted(className)}.`,
        weight: weight * 0.6 * 0.8 ** rank,
      };
    }
  }
}

function isOf({ language }: Grammar, name: string, className: string): string {
  return language === 'python' ? `isinstance(${name}, ${className})` : `${name} instanceof ${className}`;
}

/** Parameters of which the expression reads an attribute. */
function parametersRead({ names }: OperatorSite, node: SyntaxNode): string[] {
  const parameters = new Set(names().flatMap(({ kind, name }) => (kind === 'parameter' ? [name] : [])));
  const objects = nodesOfType(node, ['attribute', 'member_expression']).map(
    (member) => member.childForFieldName('object')?.text ?? '',
  );
  return [...new Set(objects)].filter((name) => name !== 'self' && parameters.has(name));
}

/** What Java casts to the class. */
function castTo(node: SyntaxNode, className: string): string[] {
  return nodesOfType(node, ['cast_expression'])
    .filter((cast) => cast.childForFieldName('type')?.text === className)
    .flatMap((cast) => cast.childForFieldName('value')?.text ?? [])
    .filter((text) => /^\w+$/.test(text));
}
