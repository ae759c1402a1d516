import { lineOf, nodesOfType } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { nearestNames } from '../edit-distance.ts';
import { commonMembers, type MemberCensus } from '../names/member-census.ts';
import type { RepairContext } from '../repair-context.ts';
import { nodeEdit } from '../text-edit.ts';
import { FINDING_YIELD, type Finding, type RepairRule, type RuleProposal, rankProposals } from './rule.ts';

/** A name that is used this often without a definition belongs to a library, not to a slip of the keyboard. */
const MOST_USES_OF_A_SLIP = 2;

/** Properties, methods, keyword arguments and keys that nothing defines, or that a message says are not there. */
export const misspeltMembers: RepairRule = {
  name: 'misspelt-members',
  summary: 'corrects misspelt properties, methods, keyword arguments and dictionary keys',
  *find(context, files) {
    for (const path of files) {
      const family = context.sources.family(path);
      const parsed = context.sources.tree(path);
      if (family === null || parsed === null) continue;
      const census = context.index.members(family);
      for (const [name, nodes] of memberNodes(context, parsed.root)) {
        const finding = judge(context, census, path, name, nodes);
        if (finding !== null) yield finding;
      }
    }
  },
};

/** Nodes that name a member, by name; of strings only those that a message names, quotes included in the node. */
function memberNodes(context: RepairContext, root: SyntaxNode): Map<string, SyntaxNode[]> {
  const groups = new Map<string, SyntaxNode[]>();
  const add = (name: string, node: SyntaxNode) => groups.set(name, [...(groups.get(name) ?? []), node]);
  for (const node of nodesOfType(root, ['member_expression', 'attribute', 'keyword_argument'])) {
    const field = { member_expression: 'property', attribute: 'attribute', keyword_argument: 'name' }[node.type] ?? '';
    const name = node.childForFieldName(field);
    if (name !== null && name.type !== 'private_property_identifier') add(name.text, name);
  }
  if (context.clues.missingMembers.size > 0) {
    for (const node of nodesOfType(root, ['string_content', 'string_fragment'])) {
      if (context.clues.missingMembers.has(node.text)) add(node.text, node);
    }
  }
  return groups;
}

function judge(
  context: RepairContext,
  census: MemberCensus,
  path: string,
  name: string,
  nodes: readonly SyntaxNode[],
): Finding | null {
  const { clues } = context;
  if (/^__\w+__$/.test(name)) return null;
  const named = clues.missingMembers.has(name);
  const known = census.defined.has(name) || census.library.has(name);
  const uses = census.uses.get(name) ?? 0;
  // A module is a member of its package.
  const isModule = context.sources.paths.some(
    (file) => `/${file}`.includes(`/${name}/`) || `/${file}`.endsWith(`/${name}.py`),
  );
  if (!named && (known || isModule || uses > MOST_USES_OF_A_SLIP || name.length < 3)) return null;
  const [first] = nodes;
  if (first === undefined) return null;
  const suspect = context.suspectFiles.includes(path);
  const weight = named ? (known ? 260 : FINDING_YIELD.named) : guessYield(context, suspect);
  return {
    path,
    line: lineOf(first),
    yield: weight,
    proposals: () => [
      ...renames(context, census, path, name, nodes),
      ...(named ? owners(context, census, path, nodes) : []),
    ],
  };
}

/**
 * A member that only our tables do not know may well be a library's: no sure finding, but worth a try, the more so
 * when something came out as nothing.
 */
function guessYield({ clues }: RepairContext, suspect: boolean): number {
  if (!suspect) return clues.nothing ? 8 : 3;
  return clues.nothing ? 150 : 50;
}

function renames(
  context: RepairContext,
  census: MemberCensus,
  path: string,
  name: string,
  nodes: readonly SyntaxNode[],
): RuleProposal[] {
  const suggested = context.clues.suggestions.get(name);
  const near = nearMembers(context, census, path, name);
  const known = census.defined.has(name);
  const groups = known ? nodes.map((node) => [node]) : [nodes];
  const isNamed = context.clues.missingMembers.has(name);
  const likely = isNamed ? near : near.filter((candidate) => candidate.distance <= 1).slice(0, 2);
  const proposals = likely.flatMap((candidate) =>
    groups.slice(0, 4).map(
      (group): RuleProposal => ({
        operator: 'rename-member',
        rationale: `Replace \`.${name}\`, which nothing defines, by \`.${candidate.name}\`.`,
        edits: group.map((node) => nodeEdit(path, node, candidate.name)),
        confidence: Math.min(0.95, candidate.confidence + (suggested === candidate.name ? 0.15 : 0)),
      }),
    ),
  );
  return rankProposals(proposals, 5);
}

interface NearMember {
  readonly name: string;
  readonly distance: number;
  readonly confidence: number;
}

/** Existing members spelt nearly so: those that the project defines or often uses, then those of built-in types. */
function nearMembers(context: RepairContext, census: MemberCensus, path: string, name: string): NearMember[] {
  const used = [...census.uses].filter(([, uses]) => uses > 1).map(([member]) => member);
  const common = commonMembers(context.sources, context.sources.family(path) ?? 'javascript');
  const ranked = (names: Iterable<string>, base: number) =>
    nearestNames(name, names, 6).map((near) => {
      const own = census.defined.has(near.name) ? 0.06 : 0;
      const seen = Math.min(census.uses.get(near.name) ?? 0, 6) * 0.008;
      return { ...near, confidence: base - near.distance * 0.1 + own + seen };
    });
  const own = ranked([...census.defined, ...used, ...common], 0.8);
  return own.length >= 3 ? own : [...own, ...ranked(census.library, 0.62)];
}

/** `a.b.c` failed to read `c`: it may be `b` that is misspelt. */
function owners(
  context: RepairContext,
  census: MemberCensus,
  path: string,
  nodes: readonly SyntaxNode[],
): RuleProposal[] {
  return nodes.slice(0, 6).flatMap((node) => {
    const object = node.parent?.childForFieldName('object');
    const owner = object?.childForFieldName('property') ?? object?.childForFieldName('attribute');
    if (owner === null || owner === undefined) return [];
    if ((census.uses.get(owner.text) ?? 0) > MOST_USES_OF_A_SLIP + 2) return [];
    return nearMembers(context, census, path, owner.text)
      .slice(0, 3)
      .map((near) => ({
        operator: 'rename-member',
        rationale: `Replace \`.${owner.text}\` by \`.${near.name}\`: what it gave had no \`${node.text}\`.`,
        edits: [nodeEdit(path, owner, near.name)],
        confidence: near.confidence * 0.7,
      }));
  });
}
