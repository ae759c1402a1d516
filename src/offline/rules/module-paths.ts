import { exportEdit } from '../imports/export-edit.ts';
import { isNamed, isUnresolved, wantedPath } from '../imports/import-problem.ts';
import { type ModuleReference, moduleReferences } from '../imports/module-reference.ts';
import { nearestModules } from '../imports/nearest-modules.ts';
import { startsLine } from '../imports/source-style.ts';
import type { RepairContext } from '../repair-context.ts';
import { resolveName } from '../scope/scope-builder.ts';
import type { TextEdit } from '../text-edit.ts';
import {
  FINDING_YIELD,
  type Finding,
  findingYield,
  loadFailed,
  type RepairRule,
  type RuleProposal,
  UNLIKELY_YIELD,
} from './rule.ts';

/** Specifiers that name no file: misspelt, moved, or without the extension that Node's own loader wants. */
export const modulePaths: RepairRule = {
  name: 'module-paths',
  summary: 'corrects module paths that name nothing',
  *find(context, files) {
    for (const path of files) {
      const text = context.sources.text(path);
      if (text === null) continue;
      for (const reference of moduleReferences(path, text, context.sources.facts(path).imports)) {
        const finding = isUnresolved(context, reference)
          ? unresolvedFinding(context, reference)
          : extensionFinding(context, reference);
        if (finding !== null) yield finding;
      }
    }
  },
};

function unresolvedFinding(context: RepairContext, reference: ModuleReference): Finding {
  const { path, specifier, line } = reference;
  const named = isNamed(context, path, specifier);
  const certain = specifier.startsWith('.') && isUnconditional(context, reference);
  return {
    path,
    line,
    yield: named || (certain && loadFailed(context)) ? findingYield(context, path, named) : UNLIKELY_YIELD,
    proposals: () =>
      nearestModules(context, reference).map(
        (near): RuleProposal => ({
          operator: 'module-path',
          rationale: `Import from '${near.specifier}', since there is no module '${specifier}'.`,
          edits: [
            ...specifierEdits(context, reference, near.specifier),
            ...exportEdits(context, reference, near.target),
          ],
          confidence: near.confidence,
        }),
      ),
  };
}

/** What the module defines and does not export yet, of what is asked of it: the next message would be about that. */
function exportEdits(
  { sources, index }: RepairContext,
  { bindings }: ModuleReference,
  target: string | null,
): TextEdit[] {
  if (target === null || !sources.isEditable(target)) return [];
  const { names, open } = index.offeredBy(target);
  const lacking = bindings.flatMap(({ imported }) =>
    imported === null || open || names.has(imported) ? [] : [imported],
  );
  return lacking.flatMap((name) => exportEdit(sources, target, name) ?? []);
}

/** Imports inside of functions and `try` may be meant to fail. */
function isUnconditional(context: RepairContext, { path, statementStart }: ModuleReference): boolean {
  return startsLine(context.sources.text(path) ?? '', statementStart);
}

/** `import tsk` binds the module's own name: its uses have to follow, unless they are right already. */
function specifierEdits(context: RepairContext, reference: ModuleReference, specifier: string): TextEdit[] {
  const { path, start, end, bindings } = reference;
  const edits: TextEdit[] = [{ path, start, end, replacement: specifier }];
  const [only] = bindings;
  const before = reference.specifier.split('.')[0] ?? '';
  const after = specifier.split('.')[0] ?? '';
  const boundByName = context.sources.family(path) === 'python' && only?.style === 'namespace' && only.local === before;
  if (!boundByName || before === after || only?.imported === '*') return edits;
  for (const use of context.sources.scopes(path)?.uses ?? []) {
    if (use.name !== before || resolveName(use.scope, before)?.kind !== 'import') continue;
    edits.push({ path, start: use.node.startIndex, end: use.node.endIndex, replacement: after });
  }
  return edits;
}

/** The resolver is as generous as bundlers are; Node's ESM loader wants the file's whole name. */
function extensionFinding(context: RepairContext, reference: ModuleReference): Finding | null {
  const { path, specifier, start, end, line } = reference;
  if (!/^\.{1,2}(\/|$)/.test(specifier) || !isNamed(context, path, specifier)) return null;
  const target = context.index.moduleOf(path, specifier);
  const wanted = wantedPath(path, specifier);
  const rest = target?.startsWith(wanted) === true ? target.slice(wanted.length) : '';
  if (target === null || !/^(\/index)?\.[cm]?js$/.test(rest)) return null;
  return {
    path,
    line,
    yield: FINDING_YIELD.named,
    proposals: () => [
      {
        operator: 'module-path',
        rationale: `Import from '${specifier}${rest}': Node's ES modules need the whole file name.`,
        edits: [{ path, start, end, replacement: `${specifier.replace(/\/$/, '')}${rest}` }],
        confidence: 1,
      },
    ],
  };
}
