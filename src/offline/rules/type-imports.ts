import { type ModuleReference, moduleReferences } from '../imports/module-reference.ts';
import type { RepairContext } from '../repair-context.ts';
import { FINDING_YIELD, type Finding, type RepairRule } from './rule.ts';

/** `import type` leaves nothing at run time: a class or function that comes in so is not defined. */
export const typeImports: RepairRule = {
  name: 'type-imports',
  summary: 'imports what is used as a value as a value, where only its type is imported',
  *find(context, files) {
    if (context.clues.undefinedNames.size === 0) return;
    for (const path of files.filter((file) => /\.[cm]?tsx?$/.test(file))) {
      const text = context.sources.text(path) ?? '';
      for (const reference of moduleReferences(path, text, context.sources.facts(path).imports)) {
        for (const { local } of reference.bindings) {
          const finding = local === null ? null : findingOf(context, reference, local);
          if (finding !== null) yield finding;
        }
      }
    }
  },
};

function findingOf(context: RepairContext, reference: ModuleReference, local: string): Finding | null {
  const { path, statement, statementStart, line } = reference;
  if (!context.clues.undefinedNames.has(local)) return null;
  const isValue = (context.sources.scopes(path)?.uses ?? []).some(
    (use) => use.name === local && use.position === 'value',
  );
  const name = local.replaceAll('$', '\\$');
  const keyword =
    /^import\s+(type\s+)(?=[{*\w])/d.exec(statement) ??
    new RegExp(`[{,]\\s*(type\\s+)(?:[\\w$]+\\s+as\\s+)?${name}(?![\\w$])`, 'd').exec(statement);
  const range = keyword?.indices?.[1];
  if (!isValue || range === undefined) return null;
  const edits = [{ path, start: statementStart + range[0], end: statementStart + range[1], replacement: '' }];
  const rationale = `Import \`${local}\` itself, not only its type: it is used as a value.`;
  return {
    path,
    line,
    yield: FINDING_YIELD.named,
    proposals: () => [{ operator: 'import-form', rationale, edits, confidence: 0.96 }],
  };
}
