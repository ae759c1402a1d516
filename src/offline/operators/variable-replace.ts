import { namedChildrenOf, nodesOfType } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { similarity } from '../edit-distance.ts';
import { PYTHON_METHODS } from '../python-methods.ts';
import { mayBeMeant } from '../scope/declared-types.ts';
import type { Binding } from '../scope/scope-types.ts';
import { namesIn, unusedNames } from '../unused-names.ts';
import type { ValueKind } from '../value-kind.ts';
import { type OperatorSite, quoted, type RepairOperator, replaced } from './operator.ts';

const MOST_NAMES = 12;

/** What nothing reads was made to be read. */
const UNUSED = 3;
/** What the file reads the same member of. */
const HOLDING = 2;

const OBJECT_FIELDS = ['object', 'value'];
/** What every text, list, table or function has. */
const COMMON = new Set([
  ...PYTHON_METHODS,
  ...[Object, Array, String, Function, Map, Set, RegExp].flatMap(({ prototype }) =>
    Object.getOwnPropertyNames(prototype),
  ),
]);

export const variableReplace: RepairOperator<'name'> = {
  name: 'variable-replace',
  summary: 'another variable of the same scope, similar names first',
  on: ['name'],
  perLine: 80,
  topWeight: 1.6 * UNUSED,
  *mutate(site) {
    const { view, names, kindOfName } = site;
    const { node, isCallee } = view;
    const own = names();
    const { kind = globalKind(node.text), type = null } = own.find((binding) => binding.name === node.text) ?? {};
    const others = own.filter((binding) => binding.name !== node.text && fits(binding, kind, isCallee));
    const count = isCallee ? argumentCount(node) : null;
    const unused = new Set(isCallee ? uncalled(site, others, count) : unusedNames(site));
    const holders = isCallee ? new Set<string>() : holdersOf(view.node);
    const ranked = others
      .map((binding, position) => ({
        binding,
        score:
          similarity(binding.name, node.text) +
          0.4 / (position + 1) +
          (binding.kind === kind ? 0.15 : 0) +
          kindBonus(kindOfName(binding.name), kindOfName(node.text)) +
          typeBonus(binding.type, type) +
          (unused.has(binding.name) ? 1 : 0) +
          (holders.has(binding.name) ? 0.8 : 0) +
          (count !== null && site.parametersOf(binding.name)?.length === count ? 0.6 : 0),
      }))
      .sort((left, right) => right.score - left.score)
      .slice(0, MOST_NAMES);
    for (const [rank, { binding, score }] of ranked.entries()) {
      yield {
        splices: [replaced(node, binding.name)],
        rationale: `Use \`${binding.name}\` instead of ${quoted(node)} in ${quoted(node.parent ?? node)}.`,
        weight:
          Math.max(0.2, Math.min(1.6, score * 1.4)) *
          0.88 ** rank *
          (isCallee ? 0.6 : 1) *
          (unused.has(binding.name) ? UNUSED : holders.has(binding.name) ? HOLDING : 1),
      };
    }
  },
};

/** Of what else the file reads this member: `options` for `target` of `target.unit`. */
function holdersOf(node: SyntaxNode): ReadonlySet<string> {
  const member = node.parent;
  const isObject = member !== null && OBJECT_FIELDS.some((name) => member.childForFieldName(name)?.id === node.id);
  const property = member?.childForFieldName('property') ?? member?.childForFieldName('attribute') ?? null;
  if (member === null || !isObject || property === null || COMMON.has(property.text)) return new Set();
  const others = nodesOfType(node.tree.rootNode, [member.type]).filter(
    (other) => (other.childForFieldName('property') ?? other.childForFieldName('attribute'))?.text === property.text,
  );
  return new Set(others.flatMap((other) => OBJECT_FIELDS.flatMap((name) => other.childForFieldName(name)?.text ?? [])));
}

/** Functions that take as many values and that the file names nowhere else: they were written to be called. */
function uncalled({ text, parametersOf }: OperatorSite, others: readonly Binding[], count: number | null): string[] {
  const times = namesIn(text);
  return others
    .filter(({ kind, name }) => kind === 'function' && parametersOf(name)?.length === count)
    .filter(({ name, index }) => times.get(name) === 1 && !/\bexport\b[\w\s*]*$/.test(text.slice(0, index)))
    .map(({ name }) => name);
}

function argumentCount(callee: SyntaxNode): number | null {
  const list = callee.parent?.childForFieldName('arguments') ?? null;
  return list === null ? null : namedChildrenOf(list).length;
}

/** A number in the place of a list, or the other way round, is hardly ever meant. */
function kindBonus(candidate: ValueKind, own: ValueKind): number {
  if (candidate === 'unknown' || own === 'unknown') return 0;
  return candidate === own ? 0.2 : -0.6;
}

/** `Math`, `Collections`: what is defined elsewhere, and begins as classes do, is one. */
function globalKind(name: string): Binding['kind'] | undefined {
  return /^[A-Z][\w$]*[a-z]/.test(name) ? 'class' : undefined;
}

/** Most names of another type do not compile; where texts are joined or objects are compared, they may. */
function typeBonus(candidate: string | null, own: string | null): number {
  if (candidate !== null && candidate === own) return 0.4;
  return mayBeMeant(candidate, own) ? 0 : -0.8;
}

/** A variable for a variable, a function for a function; imports only for imports. */
function fits(binding: Binding, kind: Binding['kind'] | undefined, isCallee: boolean): boolean {
  const isValue = binding.kind === 'parameter' || binding.kind === 'variable';
  if (isCallee) return binding.kind === 'function' || binding.kind === 'import' || (isValue && kind === binding.kind);
  if (kind === 'import' || kind === 'class' || kind === 'function') return binding.kind === kind;
  return isValue;
}
