import { nodesOfType } from '../../syntax/nodes.ts';
import { similarity } from '../edit-distance.ts';
import type { CallView } from '../grammar/node-view.ts';
import { lastNameOf } from '../material.ts';
import { methodsAround, methodsBeside } from '../predicate-calls.ts';
import { PYTHON_METHODS } from '../python-methods.ts';
import { type OperatorSite, quoted, type RepairOperator, replaced } from './operator.ts';

const MOST_NAMES = 8;
const TOP_WEIGHT = 2.5;

/** Objects of the language whose functions are taken for one another. */
const OWNERS: readonly object[] = [
  String.prototype,
  Array.prototype,
  Map.prototype,
  Set.prototype,
  RegExp.prototype,
  Math,
  Object,
  Number,
];

export const methodReplace: RepairOperator<'call'> = {
  name: 'method-replace',
  summary: 'a method whose name shares a word with this one, or another one that the file calls',
  on: ['call'],
  perLine: 12,
  topWeight: TOP_WEIGHT,
  *mutate(site) {
    const { view } = site;
    const { name, receiver, node } = view;
    if (name === null || receiver === null) return;
    for (const [other, weight] of ranked(site, name.text).slice(0, MOST_NAMES)) {
      yield {
        splices: [replaced(name, other)],
        rationale: `Call \`${other}\` instead of \`${name.text}\` in ${quoted(node)}.`,
        weight,
      };
    }
  },
};

function ranked(site: OperatorSite<CallView>, name: string): [string, number][] {
  const { view, grammar } = site;
  const scored = new Map<string, number>();
  const words = wordsOf(name);
  for (const other of namesakes(name, grammar.language === 'python')) {
    const own = wordsOf(other);
    const shared = own.filter((word) => words.includes(word)).length;
    const alike = shared > 0 ? 0.6 + shared / Math.max(words.length, own.length) : similarity(name, other);
    scored.set(other, Math.max(0.1, alike));
  }
  for (const call of nodesOfType(view.node.tree.rootNode, [view.node.type])) {
    const other = lastNameOf(call);
    if (
      other === null ||
      other === name ||
      other.includes('.') ||
      call.childForFieldName('function')?.type === 'identifier'
    )
      continue;
    scored.set(other, Math.max(scored.get(other) ?? 0, 0.5 + similarity(name, other)));
  }
  for (const other of ownMethods(site, name))
    scored.set(other, Math.max(scored.get(other) ?? 0, TOP_WEIGHT * (0.7 + 0.3 * similarity(name, other))));
  scored.delete(name);
  return [...scored].sort(([, left], [, right]) => right - left);
}

/** Other methods of the object, by the class around or by the classes of the file that have this one, that take as many values. */
function ownMethods({ view, parametersOf }: OperatorSite<CallView>, name: string): string[] {
  const isOwn = /^(this|self)$/.test(view.receiver?.text ?? '');
  const methods = isOwn ? methodsAround(view.node) : methodsBeside(view.node.tree.rootNode, name);
  const count = parametersOf(name)?.length;
  return methods.filter(
    (other) =>
      count !== undefined &&
      other !== 'constructor' &&
      !other.startsWith('__') &&
      parametersOf(other)?.length === count,
  );
}

function namesakes(name: string, isPython: boolean): readonly string[] {
  if (isPython) return PYTHON_METHODS.includes(name) ? PYTHON_METHODS : [];
  return OWNERS.filter((owner) => Object.hasOwn(owner, name)).flatMap((owner) =>
    Object.getOwnPropertyNames(owner).filter((other) => isMethod(owner, other)),
  );
}

function isMethod(owner: object, name: string): boolean {
  return /^[a-z]/.test(name) && typeof Object.getOwnPropertyDescriptor(owner, name)?.value === 'function';
}

/** `lastIndexOf` and `last_index` have words in common. */
function wordsOf(name: string): string[] {
  return name.split(/(?=[A-Z])|_/).map((word) => word.toLowerCase());
}
