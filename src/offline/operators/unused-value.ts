import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { operand } from '../grammar/grammar.ts';
import type { BinaryView, LiteralView, ReturnView, UpdateView } from '../grammar/node-view.ts';
import { outermostFunction } from '../material.ts';
import { nameWord } from '../name-word.ts';
import { unusedNames } from '../unused-names.ts';
import { type Mutation, type OperatorSite, quoted, type RepairOperator, replaced } from './operator.ts';

const MOST_UNUSED = 3;

/** A literal stands where a parameter was meant whose default value it is. */
const DEFAULTED = 5;

/** A value that is handed in or kept and never read was meant to be used: most likely where something is decided. */
export const unusedValue: RepairOperator<'binary' | 'return' | 'literal' | 'update'> = {
  name: 'unused-value',
  summary: 'uses a parameter or an attribute that nothing reads, in a comparison or a result',
  on: ['binary', 'return', 'literal', 'update'],
  perLine: 12,
  topWeight: DEFAULTED,
  *mutate(site) {
    const { view, grammar } = site;
    if (view.kind === 'literal' || view.kind === 'update') {
      yield* inItsPlace({ ...site, view });
      return;
    }
    const places = placesOf(view);
    if (places.length === 0) return;
    const unused = [...unusedParameters(site), ...unusedAttributes(site)].slice(0, MOST_UNUSED);
    for (const name of unused) {
      for (const place of places) {
        for (const operator of ['+', '-', '*']) {
          const changed = `${operand(grammar, place)} ${operator} ${name}`;
          yield {
            splices: [replaced(place, changed)],
            rationale: `Use ${quoted(changed)} instead of ${quoted(place)}: nothing else reads \`${name}\`.`,
            weight: (operator === '*' ? 0.5 : 1) * (place === places[0] ? 1 : 0.7),
          } satisfies Mutation;
        }
      }
    }
  },
};

/** A constant of the file that nothing reads stands beside a literal of its kind. */
const CONSTANT = 3;

/** Instead of a literal, or of a step by one. */
function* inItsPlace(site: OperatorSite<LiteralView | UpdateView>): Generator<Mutation> {
  const { view, grammar } = site;
  const { node } = view;
  if (
    view.kind === 'literal' &&
    (view.of === 'pattern' || /default|parameter|assignment_pattern/.test(node.parent?.type ?? ''))
  )
    return;
  if (view.kind === 'literal' && /^(number|string)$/.test(view.of)) yield* constantsInItsPlace({ ...site, view });
  const scope = outermostFunction(node, grammar.functionTypes).text;
  for (const name of unusedNames(site).slice(0, MOST_UNUSED)) {
    const isDefault =
      new RegExp(`${nameWord(name)}(?:\\s*:[^=,)]*)?\\s*=\\s*(['"\\w.]+)`).exec(scope)?.[1] === node.text;
    const stepped =
      view.kind === 'update' ? `${node.text.replaceAll(/\+\+|--/g, '')} ${view.operator[0]}= ${name}` : name;
    yield {
      splices: [replaced(node, stepped)],
      rationale: `Use \`${name}\`, which nothing reads, in the place of ${quoted(node)}.`,
      weight: isDefault ? DEFAULTED : view.kind === 'update' ? 2 : 0.4,
    };
  }
}

/** `const LIMIT = 20;` that nothing reads, and a number within a function. Elsewhere it may be read where it is exported. */
function* constantsInItsPlace({ view, text, grammar }: OperatorSite<LiteralView>): Generator<Mutation> {
  const { node } = view;
  if (outermostFunction(node, grammar.functionTypes).parent === null) return;
  const value = view.of === 'number' ? '-?[\\d.]' : '[\'"`]';
  const defined = text.matchAll(new RegExp(`^(?:const\\s+)?([A-Z][A-Z\\d_]+)\\s*=\\s*${value}`, 'gm'));
  for (const [, name = ''] of [...defined].filter(([, each = '']) => timesIn(text, each) === 1).slice(0, MOST_UNUSED)) {
    const rationale = `Use \`${name}\`, which nothing reads, in the place of ${quoted(node)}.`;
    yield { splices: [replaced(node, name)], rationale, weight: CONSTANT };
  }
}

function placesOf(view: BinaryView | ReturnView): readonly SyntaxNode[] {
  if (view.kind === 'return') return view.value === null || isLiteral(view.value) ? [] : [view.value];
  // The limit stands on the right as a rule.
  return view.group === 'comparison' ? [view.right, view.left].filter((side) => !isLiteral(side)) : [];
}

function isLiteral(node: SyntaxNode): boolean {
  return /^(string|true|false|none|null|undefined|\w*_literal|list|array|object|dictionary)$/.test(node.type);
}

function unusedParameters({ enclosing, names }: OperatorSite): string[] {
  const around = enclosing();
  const inside = names().filter(
    ({ kind, index }) => kind === 'parameter' && index >= around.startIndex && index < around.endIndex,
  );
  return inside.map(({ name }) => name).filter((name) => timesIn(around.text, name) === 1);
}

/** Attributes of the object itself that are written once in the file and never read. */
function unusedAttributes({ text, enclosing, grammar }: OperatorSite): string[] {
  const self = grammar.self ?? 'self';
  if (!enclosing().text.includes(`${self}.`)) return [];
  const written = text.matchAll(new RegExp(`\\b${self}\\.([A-Za-z_$][\\w$]*)\\s*=(?!=)`, 'g'));
  const names = new Set([...written].map(([, name = '']) => name));
  return [...names].filter((name) => timesIn(text, `${self}.${name}`) === 1).map((name) => `${self}.${name}`);
}

function timesIn(text: string, name: string): number {
  return text.match(new RegExp(`(?<![\\w$.])${name.replaceAll(/[$.]/g, '\\$&')}(?![\\w$])`, 'g'))?.length ?? 0;
}
