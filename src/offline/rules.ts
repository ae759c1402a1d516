import { asyncIteration } from './rules/async-iteration.ts';
import { compilerErrors } from './rules/compiler-errors.ts';
import { exportsBuiltUpon } from './rules/exports-built-upon.ts';
import { futureAnnotations } from './rules/future-annotations.ts';
import { hiddenDefinitions } from './rules/hidden-definitions.ts';
import { importedNames } from './rules/imported-names.ts';
import { innerModules } from './rules/inner-modules.ts';
import { lostReceivers } from './rules/lost-receivers.ts';
import { missingAwait } from './rules/missing-await.ts';
import { misspeltDefinitions } from './rules/misspelt-definitions.ts';
import { misspeltMembers } from './rules/misspelt-members.ts';
import { moduleMembers } from './rules/module-members.ts';
import { moduleObjects } from './rules/module-objects.ts';
import { modulePaths } from './rules/module-paths.ts';
import { moduleSystem } from './rules/module-system.ts';
import { namedByRuntime } from './rules/named-by-runtime.ts';
import type { RepairRule } from './rules/rule.ts';
import { typeImports } from './rules/type-imports.ts';
import { undefinedNames } from './rules/undefined-names.ts';

/** Registry of the deterministic pass. */
export const REPAIR_RULES: readonly RepairRule[] = [
  compilerErrors,
  undefinedNames,
  modulePaths,
  importedNames,
  typeImports,
  moduleMembers,
  moduleObjects,
  innerModules,
  hiddenDefinitions,
  exportsBuiltUpon,
  futureAnnotations,
  moduleSystem,
  namedByRuntime,
  missingAwait,
  asyncIteration,
  misspeltDefinitions,
  misspeltMembers,
  lostReceivers,
];
