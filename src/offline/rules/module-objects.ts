import { lineOf } from '../../syntax/nodes.ts';
import type { ImportBinding, SyntaxNode } from '../../syntax/syntax-types.ts';
import { foldName } from '../edit-distance.ts';
import { importEdit } from '../imports/import-edit.ts';
import { usesOf } from '../imports/import-forms.ts';
import { type ModuleReference, moduleReferences } from '../imports/module-reference.ts';
import type { RepairContext } from '../repair-context.ts';
import { insertion, type TextEdit } from '../text-edit.ts';
import { FINDING_YIELD, type Finding, type RepairRule, type RuleProposal, rankProposals } from './rule.ts';

const MOST_CLASSES = 3;

/** Python's `datetime` is a module and a class in it, `pprint` a module and a function: one is taken for the other. */
export const moduleObjects: RepairRule = {
  name: 'module-objects',
  summary: 'tells a Python module from the class or function in it that was meant, and the other way round',
  *find(context, files) {
    for (const path of files) {
      const text = context.sources.text(path);
      if (text === null || context.sources.family(path) !== 'python') continue;
      for (const reference of moduleReferences(path, text, context.sources.facts(path).imports)) {
        for (const binding of reference.bindings) {
          const uses = usesOf(context, path, binding.local ?? '').map(useOf);
          const meant: Meant = { context, reference, binding, uses };
          yield* classForModule(meant);
          yield* moduleForClass(meant);
          yield* calledModule(meant);
        }
      }
    }
  },
};

/** A use of an imported name, and the attribute that is read from it, if any. */
interface Use {
  readonly node: SyntaxNode;
  readonly member: string | null;
  readonly attribute: SyntaxNode | null;
  readonly isCalled: boolean;
}

interface Meant {
  readonly context: RepairContext;
  readonly reference: ModuleReference;
  readonly binding: ImportBinding;
  readonly uses: readonly Use[];
}

function useOf(node: SyntaxNode): Use {
  const parent = node.parent;
  const isObject = parent?.type === 'attribute' && parent.childForFieldName('object')?.id === node.id;
  return {
    node,
    member: isObject ? (parent.childForFieldName('attribute')?.text ?? null) : null,
    attribute: isObject ? parent : null,
    isCalled: parent?.type === 'call' && parent.childForFieldName('function')?.id === node.id,
  };
}

function finding({ reference }: Meant, use: Use, proposals: () => RuleProposal[]): Finding {
  return {
    path: reference.path,
    line: lineOf(use.node),
    yield: FINDING_YIELD.named,
    proposals: () => rankProposals(proposals(), 4),
  };
}

/** The statement as another one; null when it brings other names as well. */
function rewritten({ reference }: Meant, statement: string): TextEdit | null {
  const { path, statementStart, statement: written, bindings } = reference;
  if (bindings.length !== 1 || /^import\b.*,/s.test(written)) return null;
  return { path, start: statementStart, end: statementStart + written.length, replacement: statement };
}

/** `import datetime` and `datetime.strptime()`: a class of the module has what the module lacks. */
function* classForModule(meant: Meant): Generator<Finding> {
  const { context, reference, binding, uses } = meant;
  const { path, specifier } = reference;
  const { modules, classes } = context.sources.library('python');
  const names = modules.get(specifier);
  if (binding.style !== 'namespace' || names === undefined || binding.local === null) return;
  const lacking = uses.filter(
    ({ member }) => member !== null && !names.includes(member) && context.clues.missingMembers.has(member),
  );
  const [first] = lacking;
  if (first === undefined) return;
  const having = names.filter((name) => {
    const attributes = classes.get(`${specifier}.${name}`) ?? [];
    return lacking.every(({ member }) => member !== null && attributes.includes(member));
  });
  const likely = [...having].sort((left, right) => rank(left, specifier) - rank(right, specifier));
  yield finding(meant, first, () =>
    likely.slice(0, MOST_CLASSES).flatMap((name, position) => {
      const attributes = classes.get(`${specifier}.${name}`) ?? [];
      const isAll = uses.every(({ member }) => member !== null && attributes.includes(member));
      const whole = isAll && name === binding.local ? rewritten(meant, `from ${specifier} import ${name}`) : null;
      const edits = whole === null ? lacking.map(({ node }) => insertion(path, node.endIndex, `.${name}`)) : [whole];
      const rationale = `Take \`${first.member}\` of \`${specifier}.${name}\`: the module itself has none.`;
      return [{ operator: 'module-object', rationale, edits, confidence: 0.93 - position * 0.1 }];
    }),
  );
}

function rank(name: string, specifier: string): number {
  return foldName(name) === foldName(specifier.split('.').at(-1) ?? '') ? 0 : 1;
}

/** `from datetime import datetime` and `datetime.timedelta()`: the module has what the class lacks. */
function* moduleForClass(meant: Meant): Generator<Finding> {
  const { context, reference, binding, uses } = meant;
  const { specifier } = reference;
  const { modules, classes } = context.sources.library('python');
  const names = modules.get(specifier);
  const attributes = classes.get(`${specifier}.${binding.imported}`);
  if (binding.style !== 'named' || names === undefined || attributes === undefined) return;
  const lacking = uses.filter(
    ({ member }) => member !== null && !attributes.includes(member) && names.includes(member),
  );
  const [first] = lacking.filter(({ member }) => context.clues.missingMembers.has(member ?? ''));
  if (first === undefined || binding.local === null) return;
  const { local } = binding;
  yield finding(meant, first, () => {
    const isAll = uses.every(({ member }) => member !== null && names.includes(member));
    const statement = local === specifier ? `import ${specifier}` : `import ${specifier} as ${local}`;
    const whole = isAll ? rewritten(meant, statement) : null;
    const rationale = `Read \`${first.member}\` from the module \`${specifier}\`: its class \`${local}\` has none.`;
    return [
      ...(whole === null ? [] : [{ operator: 'module-object', rationale, edits: [whole], confidence: 0.93 }]),
      { operator: 'module-object', rationale, edits: bareMembers(meant, lacking), confidence: 0.8 },
    ];
  });
}

/** `datetime.timedelta` becomes `timedelta`, and is imported beside the class. */
function bareMembers({ context, reference }: Meant, lacking: readonly Use[]): TextEdit[] {
  const { path, specifier, bindings } = reference;
  const edits = lacking.flatMap(({ attribute, member }) =>
    attribute === null || member === null
      ? []
      : [{ path, start: attribute.startIndex, end: attribute.endIndex, replacement: member }],
  );
  const bound = new Set(bindings.map(({ local }) => local));
  const wanted = [...new Set(lacking.flatMap(({ member }) => member ?? []))].filter((name) => !bound.has(name));
  const statementEnd = reference.statementStart + reference.statement.length;
  if (!/[()]/.test(reference.statement) && wanted.length > 0)
    return [...edits, insertion(path, statementEnd, wanted.map((name) => `, ${name}`).join(''))];
  const added = wanted.flatMap((name) => {
    const request = { path, specifier, style: 'named', imported: name, local: name, typeOnly: false } as const;
    return importEdit(context.sources, request) ?? [];
  });
  return [...edits, ...added];
}

/** `import pprint` and `pprint(x)`: the function or class of the module's own name is meant. */
function* calledModule(meant: Meant): Generator<Finding> {
  const { context, reference, binding, uses } = meant;
  const { path, specifier } = reference;
  if (!/'module' object is not callable/.test(context.clues.text) || binding.local === null) return;
  const called = uses.filter(({ isCalled }) => isCalled);
  const [first] = called;
  const module = calledName(context, reference, binding);
  if (first === undefined || module === null) return;
  const { local } = binding;
  const name = module.offered.find((offered) => foldName(offered) === foldName(module.name));
  if (name === undefined) return;
  yield finding(meant, first, () => {
    const from = binding.style === 'named' ? `${specifier.replace(/\.$/, '')}.${module.name}` : specifier;
    const alias = name === local ? name : `${name} as ${local}`;
    const isAll = uses.every(({ member }) => member === null);
    const whole = isAll ? rewritten(meant, `from ${from} import ${alias}`) : null;
    const rationale = `Call \`${name}\` of the module \`${from}\`: a module cannot be called.`;
    const inserted = called.map(({ node }) => insertion(path, node.endIndex, `.${name}`));
    return [
      ...(whole === null || name !== local
        ? []
        : [{ operator: 'module-object', rationale, edits: [whole], confidence: 0.95 }]),
      { operator: 'module-object', rationale, edits: inserted, confidence: 0.88 },
    ];
  });
}

/** The module that an import binds, by its own name, and what it offers; null for what is no module. */
function calledName(
  { sources, index }: RepairContext,
  { path, specifier }: ModuleReference,
  binding: ImportBinding,
): { name: string; offered: readonly string[] } | null {
  const target = index.targetOf(path, binding);
  if (target === null) {
    const names = binding.style === 'namespace' ? sources.library('python').modules.get(specifier) : undefined;
    return names === undefined ? null : { name: specifier.split('.').at(-1) ?? specifier, offered: names };
  }
  const isModule = binding.style === 'namespace' || index.moduleOf(path, specifier) !== target;
  const name = binding.imported ?? specifier.split('.').at(-1) ?? '';
  return isModule ? { name, offered: [...index.offeredBy(target).names] } : null;
}
