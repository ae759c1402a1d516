import { lineOf } from '../../syntax/nodes.ts';
import type { ImportBinding, SyntaxNode } from '../../syntax/syntax-types.ts';
import { usesOf } from '../imports/import-forms.ts';
import { type ModuleReference, moduleReferences } from '../imports/module-reference.ts';
import { pythonImportEdit } from '../imports/python-import-edit.ts';
import type { RepairContext } from '../repair-context.ts';
import type { TextEdit } from '../text-edit.ts';
import { FINDING_YIELD, type Finding, type RepairRule, type RuleProposal } from './rule.ts';

/** Python binds an inner module to its package only once something imports it: `import xml` has no `xml.etree`. */
export const innerModules: RepairRule = {
  name: 'inner-modules',
  summary: 'imports the inner modules of Python packages that are read as attributes',
  *find(context, files) {
    if (context.clues.missingMembers.size === 0) return;
    const tests = context.task.failing.flatMap((test) => test.file ?? []);
    for (const path of new Set([...files, ...tests])) {
      const text = context.sources.text(path);
      if (text === null || context.sources.family(path) !== 'python') continue;
      for (const reference of moduleReferences(path, text, context.sources.facts(path).imports)) {
        for (const binding of reference.bindings) yield* findingsOf(context, reference, binding);
      }
    }
  },
};

function* findingsOf(context: RepairContext, reference: ModuleReference, binding: ImportBinding): Generator<Finding> {
  const { path, specifier } = reference;
  if (binding.local === null) return;
  const chains = usesOf(context, path, binding.local).map((node) => ({ node, names: attributesOf(node) }));
  for (const { node, names } of chains) {
    if (!names.some((name) => context.clues.missingMembers.has(name))) continue;
    const target = context.index.targetOf(path, binding);
    if (target?.endsWith('/__init__.py')) yield* passedOn(context, path, target, node, names[0] ?? '');
    if (binding.style !== 'namespace' || binding.local !== specifier.split('.')[0]) continue;
    const module = innermost(context, path, [binding.local, ...names]);
    if (module === null || isImported(context, path, module) || !context.sources.isEditable(path)) continue;
    yield {
      path,
      line: lineOf(node),
      yield: FINDING_YIELD.named,
      proposals: () => [importOf(context, reference, module)],
    };
  }
}

/** Names that are read one from another: `etree`, `ElementTree`, `parse` of `xml.etree.ElementTree.parse()`. */
function attributesOf(node: SyntaxNode): string[] {
  const names: string[] = [];
  let object = node;
  for (let parent = node.parent; parent?.type === 'attribute'; parent = parent.parent) {
    if (parent.childForFieldName('object')?.id !== object.id) break;
    names.push(parent.childForFieldName('attribute')?.text ?? '');
    object = parent;
  }
  return names;
}

/** The longest dotted name that is a module below a package. */
function innermost(context: RepairContext, path: string, names: readonly string[]): string | null {
  const { modules } = context.sources.library('python');
  for (let length = names.length; length > 1; length--) {
    const module = names.slice(0, length).join('.');
    if (modules.has(module) || context.index.moduleOf(path, module) !== null) return module;
  }
  return null;
}

function isImported(context: RepairContext, path: string, module: string): boolean {
  return context.sources
    .facts(path)
    .imports.some(({ specifier }) => specifier === module || specifier.startsWith(`${module}.`));
}

/** `import concurrent` becomes `import concurrent.futures`: that binds the package as well. */
function importOf(
  context: RepairContext,
  { path, specifier, start, end }: ModuleReference,
  module: string,
): RuleProposal {
  const isOuter = module.startsWith(`${specifier}.`);
  const local = specifier.split('.')[0] ?? specifier;
  const request = { path, specifier: module, style: 'namespace', imported: null, local, typeOnly: false } as const;
  const added: TextEdit | null = isOuter
    ? { path, start, end, replacement: module }
    : pythonImportEdit(context.sources, request);
  return {
    operator: 'inner-module',
    rationale: `Import \`${module}\`: a package has an inner module only once that is imported.`,
    edits: added === null ? [] : [added],
    confidence: 0.95,
  };
}

/** A package of the project whose inner module is read from it: the package imports the module. */
function* passedOn(
  context: RepairContext,
  path: string,
  target: string,
  node: SyntaxNode,
  name: string,
): Generator<Finding> {
  const { sources, index, clues } = context;
  if (!clues.missingMembers.has(name) || index.moduleOf(target, `.${name}`) === null || !sources.isEditable(target))
    return;
  const request = {
    path: target,
    specifier: '.',
    style: 'named',
    imported: name,
    local: name,
    typeOnly: false,
  } as const;
  const edit = pythonImportEdit(sources, request);
  if (edit === null) return;
  const rationale = `Import the module \`${name}\` in ${target}: ${path} reads it from the package.`;
  yield {
    path: target,
    line: lineOf(node),
    yield: FINDING_YIELD.named,
    proposals: () => [{ operator: 'inner-module', rationale, edits: [edit], confidence: 0.85 }],
  };
}
