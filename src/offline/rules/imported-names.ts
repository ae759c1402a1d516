import { nearestNames } from '../edit-distance.ts';
import { packageForms, usesOf } from '../imports/import-forms.ts';
import type { MissingName } from '../imports/missing-name.ts';
import { type ModuleReference, moduleReferences } from '../imports/module-reference.ts';
import { exportProposals } from '../imports/re-export.ts';
import { importedNameProposals } from '../imports/wrong-name-proposals.ts';
import { undefinedNamesIn } from '../names/undefined-name.ts';
import { shapeOf } from '../names/use-shape.ts';
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
  if (isMisusedPackage(context, reference)) {
    yield {
      path: reference.path,
      line: reference.line,
      yield: FINDING_YIELD.named,
      proposals: () => rankProposals([...packageForms(context, reference), ...packageNames(context, reference)], 5),
    };
  }
  for (const missing of missingNames(context, reference)) {
    const named =
      [missing.name, missing.local].some((name) => isMissed(context, name)) || isSlipOfMissed(context, missing);
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

/** Names that may have been meant: those that other files take from the package, and those that this one misses. */
function packageNames(context: RepairContext, reference: ModuleReference): RuleProposal[] {
  const { path, specifier, bindings } = reference;
  const missed = [...context.clues.undefinedNames, ...undefinedNamesIn(context, path).map(({ name }) => name)];
  const taken = context.sources.paths.flatMap((other) =>
    (other === path ? [] : context.sources.facts(other).imports).filter((binding) => binding.specifier === specifier),
  );
  const offered = new Set([...missed, ...taken.flatMap(({ imported }) => imported ?? [])]);
  return bindings.flatMap(({ style, imported, local }) => {
    if (style !== 'named' || imported === null || offered.has(imported)) return [];
    const missing = { name: imported, local: local ?? imported, target: null, offered };
    return importedNameProposals(context, reference, missing).filter(({ operator }) => operator !== 'import-form');
  });
}

/** A package of which nothing is known but that what was imported from it is not what it is used as. */
function isMisusedPackage(context: RepairContext, { path, specifier, bindings }: ModuleReference): boolean {
  const { sources, index, clues } = context;
  if (sources.family(path) !== 'javascript' || /^[./]/.test(specifier) || !sources.isEditable(path)) return false;
  if (sources.library('javascript').modules.has(specifier.replace(/^node:/, ''))) return false;
  if (index.moduleOf(path, specifier) !== null) return false;
  return bindings.some(({ local, imported, style }) => {
    if (local === null) return false;
    if (clues.missingExports.has(style === 'default' ? 'default' : (imported ?? local))) return true;
    if (clues.missingMembers.has(local) || nearestNames(local, clues.undefinedNames).length > 0) return true;
    return [...shapeOf(usesOf(context, path, local)).members].some((member) => clues.missingMembers.has(member));
  });
}

function isMissed({ clues }: RepairContext, name: string): boolean {
  return clues.missingExports.has(name) || clues.missingMembers.has(name) || clues.undefinedNames.has(name);
}

/** `{ dinrame }` where the file misses `dirname`, which the module has. */
function isSlipOfMissed({ clues }: RepairContext, { name, offered }: MissingName): boolean {
  return nearestNames(name, clues.undefinedNames).some((near) => offered.has(near.name));
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
      // The tables hold no private names: of those only the message tells.
      const isTold = !name.startsWith('_') || context.clues.missingExports.has(name);
      const lacks = library !== undefined && name !== 'default' && !library.includes(name) && isTold;
      const inner = lacks && sources.library(family).modules.has(`${specifier}.${name}`);
      return lacks && !inner ? [{ name, local: local ?? name, target: null, offered: new Set(library) }] : [];
    }
    if (target.endsWith('.json')) return [];
    const { names, open } = index.offeredBy(target);
    if (target === path) return ofItself(context, reference, { name, local: local ?? name, target, offered: names });
    const commonJs = sources.facts(target).exports.some((entry) => entry.commonJs);
    if (
      (open && !context.clues.missingExports.has(name)) ||
      names.has(name) ||
      (name === 'default' && (commonJs || (names.size === 0 && mayExport(context, target))))
    )
      return [];
    if (commonJs && binding.commonJs && isDynamicModule(context, target)) return [];
    return [{ name, local: local ?? name, target, offered: names }];
  });
}

/** Whether a file without an export that can be told may have some all the same, made by its code. */
function mayExport({ sources }: RepairContext, target: string): boolean {
  return /\bexports\b/.test(sources.text(target) ?? '') || !/\.[cm]?[jt]sx?$/.test(target);
}

/** `from shop import crt` in shop/__init__.py: what this very import binds is not there yet. */
function ofItself({ clues }: RepairContext, { bindings }: ModuleReference, missing: MissingName): MissingName[] {
  if (!missing.target?.endsWith('__init__.py') || !clues.missingExports.has(missing.name)) return [];
  const own = new Set(bindings.map(({ local }) => local));
  return [{ ...missing, offered: new Set([...missing.offered].filter((name) => !own.has(name))) }];
}

/** `module.exports = makeApi()`: what it offers is not known. */
function isDynamicModule(context: RepairContext, target: string): boolean {
  const assigned = /module\.exports\s*=\s*(?!\s|\{|class\b|function\b|async\b)([^;\n]*\(.*)/.exec(
    context.sources.text(target) ?? '',
  )?.[1];
  return assigned !== undefined && !/^(\([^()]*\)|[\w$]+)\s*=>/.test(assigned);
}

function proposalsFor(context: RepairContext, reference: ModuleReference, missing: MissingName): RuleProposal[] {
  const { target, name } = missing;
  const proposals =
    target === null || target === reference.path
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
