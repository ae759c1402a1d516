import { lineOf } from '../../syntax/nodes.ts';
import type { ImportBinding, SyntaxNode } from '../../syntax/syntax-types.ts';
import { nearestNames } from '../edit-distance.ts';
import { exportProposals } from '../imports/re-export.ts';
import { shapeOf } from '../names/use-shape.ts';
import type { RepairContext } from '../repair-context.ts';
import { resolveName } from '../scope/scope-builder.ts';
import {
  FINDING_YIELD,
  type Finding,
  findingYield,
  type RepairRule,
  type RuleProposal,
  rankProposals,
  UNLIKELY_YIELD,
} from './rule.ts';

/** A module, or a built-in such as `Math`, from which the file reads members. */
interface MemberHolder {
  readonly name: string;
  readonly offered: ReadonlySet<string>;
  /** There may be more: then only what a message names is missing. */
  readonly open?: boolean;
  /** Project file; null for the standard library. */
  readonly target: string | null;
  readonly binding: ImportBinding | null;
}

/** `models.fnd()`, `path.joim()`, `Math.flor()`: members that a module or a built-in does not have. */
export const moduleMembers: RepairRule = {
  name: 'module-members',
  summary: 'corrects members that an imported module or a built-in object lacks, and modules used as functions',
  *find(context, files) {
    for (const path of files) {
      for (const holder of holdersIn(context, path)) {
        yield* findingsOf(context, path, holder);
        yield* unexported(context, holder);
      }
    }
    const tests = context.task.failing.flatMap((test) => test.file ?? []).filter((path) => !files.includes(path));
    for (const path of new Set(tests)) {
      const own = holdersIn(context, path).filter(({ target }) => target !== null);
      for (const holder of own) yield* missedByTests(context, path, holder);
    }
  },
};

function holdersIn(context: RepairContext, path: string): MemberHolder[] {
  const { sources, index } = context;
  const family = sources.family(path);
  if (family === null) return [];
  const library = sources.library(family);
  const imported = sources.facts(path).imports.flatMap((binding): MemberHolder[] => {
    const { local, style, specifier } = binding;
    if (local === null || style === 'side-effect') return [];
    const target = index.targetOf(path, binding);
    if (target === null) {
      const names = library.modules.get(specifier.replace(/^node:/, ''));
      const whole = names !== undefined && style !== 'named' && (family === 'javascript' || local === specifier);
      return whole && !/^(console|process|module|constants)$/.test(specifier.replace(/^node:/, ''))
        ? [{ name: local, offered: withInner(library.modules.keys(), specifier, names), target: null, binding }]
        : [];
    }
    const isModule = style === 'namespace' || (family === 'python' && index.moduleOf(path, specifier) !== target);
    const { names, open } = index.offeredBy(target);
    if (!isModule || (family === 'python' && specifier.includes('.') && style === 'namespace')) return [];
    const isOpen = open || (binding.commonJs && isOpaque(context, target));
    if (isOpen && context.clues.missingMembers.size === 0) return [];
    return [{ name: local, offered: names, open: isOpen, target, binding }];
  });
  const builtIn = [...library.statics].flatMap(([name, names]) =>
    /^(Math|Object|Array|JSON|Number|Promise)$/.test(name)
      ? [
          {
            name,
            offered: new Set([...names, 'prototype', 'name', 'length', 'call', 'apply', 'bind']),
            target: null,
            binding: null,
          },
        ]
      : [],
  );
  return [...imported, ...builtIn];
}

function withInner(modules: Iterable<string>, module: string, names: readonly string[]): Set<string> {
  const offered = new Set(names);
  for (const other of modules) if (other.startsWith(`${module}.`)) offered.add(other.slice(module.length + 1));
  return offered;
}

/** `module.exports` is something other than an object literal: its members are not known. */
function isOpaque(context: RepairContext, target: string): boolean {
  const assigned = /module\.exports\s*=\s*(\S)/.exec(context.sources.text(target) ?? '')?.[1];
  return assigned !== undefined && assigned !== '{';
}

function* findingsOf(context: RepairContext, path: string, holder: MemberHolder): Generator<Finding> {
  const uses = (context.sources.scopes(path)?.uses ?? []).filter((use) => {
    if (use.name !== holder.name || use.position !== 'value') return false;
    const kind = resolveName(use.scope, use.name)?.kind;
    return holder.binding === null ? kind === undefined : kind === 'import' || holder.binding.commonJs;
  });
  for (const { node } of uses) {
    const property = memberNode(node);
    if (property === null) {
      const finding = calledModule(context, path, holder, node);
      if (finding !== null) yield finding;
      continue;
    }
    const member = property.text;
    if (holder.offered.has(member) || member.startsWith('_') || member === 'default') continue;
    if (holder.open === true && !context.clues.missingMembers.has(member)) continue;
    if (property.parent?.parent?.type === 'assignment_expression' && holder.binding === null) continue;
    const named = isMissed(context, property);
    // Python says what a module lacks; unsaid, it may be there in another version, behind a question for it.
    const isUnsaid = !named && holder.target === null && context.sources.family(path) === 'python';
    yield {
      path,
      line: lineOf(property),
      yield: isUnsaid ? UNLIKELY_YIELD : findingYield(context, path, named),
      proposals: () => memberProposals(context, path, holder, property),
    };
  }
}

/** `helpers.parse()` of a module that is passed on as a whole: it has the name that is missing, and keeps it to itself. */
function* unexported(context: RepairContext, { target, offered }: MemberHolder): Generator<Finding> {
  if (target === null || !context.sources.isEditable(target)) return;
  const own = context.sources.scopes(target)?.module.bindings;
  for (const member of context.clues.missingMembers) {
    if (offered.has(member) || own?.has(member) !== true) continue;
    yield {
      path: target,
      line: 1,
      yield: FINDING_YIELD.named,
      proposals: () => exportProposals(context, target, member),
    };
  }
}

/** What a test reads of a module is what the module has to offer. */
function* missedByTests(context: RepairContext, path: string, holder: MemberHolder): Generator<Finding> {
  const { target, offered, open, name } = holder;
  const found = new Set<string>();
  for (const use of context.sources.scopes(path)?.uses ?? []) {
    const property = use.name === name && use.position === 'value' ? memberNode(use.node) : null;
    const member = property?.text ?? '';
    if (target === null || property === null || offered.has(member) || found.has(member) || member === 'default')
      continue;
    const named = isMissed(context, property);
    if (open === true && !named) continue;
    found.add(member);
    yield {
      path: target,
      line: 1,
      yield: named ? FINDING_YIELD.named : findingYield(context, target, false),
      proposals: () => exportProposals(context, target, member),
    };
  }
}

/** Whether a message names a member, or what is read from it: `shop.cart` of `shop.cart.total()`. */
function isMissed({ clues }: RepairContext, property: SyntaxNode): boolean {
  const inner = property.parent === null ? null : memberNode(property.parent);
  return clues.missingMembers.has(property.text) || (inner !== null && clues.missingMembers.has(inner.text));
}

function memberNode(node: SyntaxNode): SyntaxNode | null {
  const parent = node.parent;
  if (parent === null || !/^(member_expression|attribute)$/.test(parent.type)) return null;
  if (parent.childForFieldName('object')?.id !== node.id) return null;
  return parent.childForFieldName('property') ?? parent.childForFieldName('attribute');
}

function memberProposals(
  context: RepairContext,
  path: string,
  holder: MemberHolder,
  property: SyntaxNode,
): RuleProposal[] {
  const member = property.text;
  const suggested = context.clues.suggestions.get(member);
  const proposals: RuleProposal[] = nearestNames(member, holder.offered, 4).map((near) => ({
    operator: 'rename-member',
    rationale: `Replace \`${holder.name}.${member}\`, which does not exist, by \`${holder.name}.${near.name}\`.`,
    edits: [{ path, start: property.startIndex, end: property.endIndex, replacement: near.name }],
    confidence: Math.min(0.96, 0.9 - near.distance * 0.08 + (suggested === near.name ? 0.1 : 0)),
  }));
  if (holder.target !== null) proposals.push(...exportProposals(context, holder.target, member));
  return rankProposals(proposals, 5);
}

/**
 * `const Task = require('./task'); new Task()` where the module exports `{ Task }`: braces are missing. `import * as task`
 * of a module that has a default export alone: that one is meant.
 */
function calledModule(context: RepairContext, path: string, holder: MemberHolder, node: SyntaxNode): Finding | null {
  const { binding, name, offered, target } = holder;
  if (binding === null || target === null || binding.style !== 'namespace') return null;
  const byDefault = !offered.has(name) && offered.has('default') && !binding.commonJs;
  if (!offered.has(name) && !byDefault) return null;
  const shape = shapeOf([node]);
  const isForeign = byDefault && context.sources.facts(target).exports.some((entry) => entry.commonJs);
  const isMissed = shape.members.size === 0 && context.clues.missingMembers.has(name);
  const isPassedOn = isForeign || isMissed || (byDefault && offered.size === 1);
  if (!shape.called && !shape.constructed && !shape.declared && !isPassedOn) return null;
  const clause = clauseOf(context.sources.text(path) ?? '', binding);
  if (clause === null) return null;
  const replacement = byDefault ? name : `{ ${name} }`;
  return {
    path,
    line: lineOf(node),
    yield: context.clues.missingMembers.has(name) ? FINDING_YIELD.named : findingYield(context, path, false),
    proposals: () => [
      {
        operator: 'import-form',
        rationale: `Import \`${replacement}\` from '${binding.specifier}': the module itself is no function or class.`,
        edits: [{ path, ...clause, replacement }],
        confidence: 0.95,
      },
    ],
  };
}

/** Where an import of a whole module writes the name for it, `* as` included. */
function clauseOf(text: string, { startIndex, endIndex }: ImportBinding): { start: number; end: number } | null {
  const written = /^(?:import|const|let|var)\s+(\* as )?([\w$]+)(?=\s+from\b|\s*=\s*require\b)/d.exec(
    text.slice(startIndex, endIndex),
  );
  const range = written?.indices?.[1] ?? written?.indices?.[2];
  const end = written?.indices?.[2]?.[1];
  return range === undefined || end === undefined ? null : { start: startIndex + range[0], end: startIndex + end };
}
