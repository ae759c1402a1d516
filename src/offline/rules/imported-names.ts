import type { MissingName } from '../imports/missing-name.ts';
import { type ModuleReference, moduleReferences } from '../imports/module-reference.ts';
import { exportProposals } from '../imports/re-export.ts';
import { importedNameProposals } from '../imports/wrong-name-proposals.ts';
import type { RepairContext } from '../repair-context.ts';
import {
  FINDING_YIELD,
  type Finding,
  findingYield,
  loadFailed,
  type RepairRule,
  type RuleProposal,
  rankProposals,
  UNLIKELY_YIELD,
} from './rule.ts';

/** Names that are imported from a module which does not offer them. */
export const importedNames: RepairRule = {
  name: 'imported-names',
  summary: 'corrects imported names that the module lacks, default and named imports mixed up, and missing exports',
  *find(context, files) {
    const tests = context.task.failing.flatMap((test) => test.file ?? []);
    for (const path of new Set([...files, ...tests])) {
      const text = context.sources.text(path);
      if (text === null) continue;
      for (const reference of moduleReferences(path, text, context.sources.facts(path).imports)) {
        yield* findingsOf(context, reference);
      }
    }
  },
};

function* findingsOf(context: RepairContext, reference: ModuleReference): Generator<Finding> {
  for (const missing of missingNames(context, reference)) {
    const named = [missing.name, missing.local].some(
      (name) =>
        context.clues.missingExports.has(name) ||
        context.clues.missingMembers.has(name) ||
        context.clues.undefinedNames.has(name),
    );
    const failsLate = reference.bindings.some((binding) => binding.commonJs);
    const weight = findingYield(context, reference.path, false);
    yield {
      path: reference.path,
      line: reference.line,
      yield: named ? FINDING_YIELD.named : failsLate || loadFailed(context) ? weight : UNLIKELY_YIELD,
      proposals: () => proposalsFor(context, reference, missing),
    };
  }
}

function missingNames(context: RepairContext, reference: ModuleReference): MissingName[] {
  const { sources, index } = context;
  const { path, specifier } = reference;
  const family = sources.family(path);
  if (family === null) return [];
  const target = index.moduleOf(path, specifier);
  const library = sources.library(family).modules.get(specifier.replace(/^node:/, ''));
  return reference.bindings.flatMap((binding): MissingName[] => {
    const { style, imported, local } = binding;
    if (style !== 'named' && style !== 'default') return [];
    if (imported === '*') return [];
    const name = imported ?? 'default';
    if (index.targetOf(path, binding) !== target) return [];
    if (target === null) {
      const lacks = library !== undefined && name !== 'default' && !library.includes(name) && !name.startsWith('_');
      const inner = lacks && sources.library(family).modules.has(`${specifier}.${name}`);
      return lacks && !inner ? [{ name, local: local ?? name, target: null, offered: new Set(library) }] : [];
    }
    if (target === path || target.endsWith('.json')) return [];
    const { names, open } = index.offeredBy(target);
    const commonJs = sources.facts(target).exports.some((entry) => entry.commonJs);
    if (
      (open && !context.clues.missingExports.has(name)) ||
      names.has(name) ||
      (name === 'default' && (commonJs || names.size === 0))
    )
      return [];
    if (commonJs && binding.commonJs && isDynamicModule(context, target)) return [];
    return [{ name, local: local ?? name, target, offered: names }];
  });
}

/** `module.exports = makeApi()`: what it offers is not known. */
function isDynamicModule(context: RepairContext, target: string): boolean {
  return /module\.exports\s*=\s*(?!\{|class\b|function\b|async\b)[^;\n]*\(/.test(context.sources.text(target) ?? '');
}

function proposalsFor(context: RepairContext, reference: ModuleReference, missing: MissingName): RuleProposal[] {
  const { target, name } = missing;
  const proposals =
    target === null
      ? []
      : exportProposals(context, target, name).map((found) => weighed(context, reference, missing, found));
  proposals.push(...importedNameProposals(context, reference, missing));
  return rankProposals(proposals, 6);
}

/** Whether it is the module that lacks something, or the importer that asks in the wrong place: others may ask as well. */
function weighed(
  context: RepairContext,
  reference: ModuleReference,
  { name, target }: MissingName,
  found: RuleProposal,
): RuleProposal {
  const family = context.sources.family(reference.path);
  if (found.confidence > 0.95 || family === null || !context.sources.isEditable(reference.path)) return found;
  const askers = context.index.importsOf(name, family).filter((entry) => entry.target === target);
  return askers.length > 1 ? found : { ...found, confidence: found.confidence - 0.12 };
}
