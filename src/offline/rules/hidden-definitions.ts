import { lineOf, namedChildrenOf } from '../../syntax/nodes.ts';
import { definedNames, exportEdit } from '../imports/export-edit.ts';
import type { RepairContext } from '../repair-context.ts';
import { FINDING_YIELD, type Finding, type RepairRule } from './rule.ts';

/** Reached through a namespace of a namespace, or through a table of modules: only the message tells that it is missed. */
export const hiddenDefinitions: RepairRule = {
  name: 'hidden-definitions',
  summary: 'exports a function, class or variable that a message misses and that a file defines without exporting it',
  *find(context, files) {
    const { missingMembers, missingExports } = context.clues;
    for (const name of new Set([...missingExports, ...missingMembers])) {
      const inFamily = new Set(context.index.filesMentioning(name, 'javascript'));
      for (const path of files) {
        const finding = inFamily.has(path) ? hidden(context, path, name) : null;
        if (finding !== null) yield finding;
      }
    }
  },
};

function hidden(context: RepairContext, path: string, name: string): Finding | null {
  const { sources } = context;
  const root = sources.tree(path)?.root;
  if (root === undefined || sources.facts(path).exports.length === 0 || context.index.offeredBy(path).names.has(name))
    return null;
  const statement = namedChildrenOf(root).find((child) => definedNames(child).includes(name));
  if (statement === undefined || /\brequire\(/.test(statement.text)) return null;
  return {
    path,
    line: lineOf(statement),
    yield: FINDING_YIELD.named,
    proposals: () => {
      const edit = exportEdit(sources, path, name);
      if (edit === null) return [];
      const rationale = `Export \`${name}\` from ${path}, which defines it: it was missed where it is used.`;
      return [{ operator: 'add-export', rationale, edits: [edit], confidence: 0.7 }];
    },
  };
}
