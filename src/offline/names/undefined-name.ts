import { folderOf } from '../../shared/project-path.ts';
import { namedChildrenOf, nodesOfType } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import type { RepairContext } from '../repair-context.ts';
import { unresolvedUses } from '../scope/scope-analysis.ts';
import type { Scope } from '../scope/scope-types.ts';
import { shapeOf, type UseShape } from './use-shape.ts';

/** A name that a file uses and that nothing in it defines. Nodes are valid until the sources are disposed of. */
export interface UndefinedName {
  readonly path: string;
  readonly name: string;
  readonly uses: readonly SyntaxNode[];
  /** Scope of the first use. */
  readonly scope: Scope;
  readonly typeOnly: boolean;
  readonly shape: UseShape;
}

/** Undefined names of a file. Types that are never looked up at run time count only when a message names them. */
export function undefinedNamesIn(context: RepairContext, path: string): UndefinedName[] {
  const { sources, clues } = context;
  const family = sources.family(path);
  const analysis = sources.scopes(path);
  if (family === null || analysis === null) return [];
  const library = sources.library(family);
  const isKnown = (name: string) =>
    library.globals.has(name) || (library.foreignGlobals.has(name) && !clues.undefinedNames.has(name));
  const undefinedNames: UndefinedName[] = [];
  for (const [name, uses] of groupUses(unresolvedUses(analysis, isKnown))) {
    const named = clues.undefinedNames.has(name);
    const values = uses.filter((use) => use.position === 'value');
    if (!named && (analysis.open || values.length === 0)) continue;
    const [first] = uses;
    if (first === undefined || (values.length === 0 && library.types.has(name))) continue;
    const nodes = uses.map((use) => use.node);
    undefinedNames.push({
      path,
      name,
      uses: nodes,
      scope: first.scope,
      typeOnly: values.length === 0,
      shape: shapeOf(nodes),
    });
  }
  return family === 'python' ? [...undefinedNames, ...missingPublicNames(context, path)] : undefinedNames;
}

/** Names that a Python module promises in `__all__` and does not have. */
function missingPublicNames({ sources, clues }: RepairContext, path: string): UndefinedName[] {
  const analysis = sources.scopes(path);
  const root = sources.tree(path)?.root;
  if (analysis === null || root === undefined || !sources.text(path)?.includes('__all__')) return [];
  const { module } = analysis;
  return namedChildrenOf(root)
    .flatMap((statement) => namedChildrenOf(statement))
    .filter((node) => /^(augmented_)?assignment$/.test(node.type) && node.childForFieldName('left')?.text === '__all__')
    .flatMap((node) => nodesOfType(node, ['string_content']))
    .filter(({ text }) => !analysis.open || clues.missingMembers.has(text))
    .filter(
      ({ text }) => /^[A-Za-z]\w*$/.test(text) && !module.bindings.has(text) && !isInnerModule(sources, path, text),
    )
    .map((node) => ({ path, name: node.text, uses: [node], scope: module, typeOnly: false, shape: shapeOf([node]) }));
}

function isInnerModule(sources: RepairContext['sources'], path: string, name: string): boolean {
  const folder = folderOf(path);
  return sources.paths.some(
    (other) => other === join(folder, `${name}.py`) || other.startsWith(join(folder, `${name}/`)),
  );
}

function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

function groupUses<Use extends { readonly name: string }>(uses: readonly Use[]): Map<string, Use[]> {
  const groups = new Map<string, Use[]>();
  for (const use of uses) {
    const group = groups.get(use.name);
    if (group === undefined) groups.set(use.name, [use]);
    else group.push(use);
  }
  return groups;
}
