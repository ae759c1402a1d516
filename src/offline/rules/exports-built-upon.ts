import { renamedExports } from '../imports/re-export.ts';
import type { RepairContext } from '../repair-context.ts';
import { type Finding, findingYield, type RepairRule } from './rule.ts';

/** `module.exports.stream.byDigest = …` where nothing is exported as `stream`: its line is gone. */
export const exportsBuiltUpon: RepairRule = {
  name: 'exports-built-upon',
  summary: 'exports what a CommonJS module itself gives properties to and does not export',
  *find(context, files) {
    for (const path of files) yield* findingsOf(context, path);
  },
};

const BUILT_UPON = /^(?:module\.)?exports\.([A-Za-z_$][\w$]*)\.([A-Za-z_$][\w$]*)\s*=(?!=)/gm;

function* findingsOf(context: RepairContext, path: string): Generator<Finding> {
  const { sources, clues } = context;
  const text = sources.text(path);
  if (text === null || sources.family(path) !== 'javascript') return;
  const exported = new Set(sources.facts(path).exports.map(({ name }) => name));
  for (const { 1: name = '', 2: property = '', index } of text.matchAll(BUILT_UPON)) {
    if (exported.has(name)) continue;
    exported.add(name);
    yield {
      path,
      line: text.slice(0, index).split('\n').length,
      yield: findingYield(context, path, clues.missingMembers.has(property) || clues.missingMembers.has(name)),
      proposals: () => renamedExports(context, path, name),
    };
  }
}
