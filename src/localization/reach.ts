import { type CodeUnit, contains, moduleUnit, referencesBetween, unitsOf } from './code-units.ts';
import { cheapest, type ReferenceResolver, type Target, targetsOf } from './reference-resolution.ts';
import type { SourceFile, SourceIndex } from './source-index.ts';
import { isTestUnit, type TestScope } from './test-scopes.ts';

/** Units that a test runs by the look of the code: key → closeness, 1 for what it calls itself, less for callees. */
export type Reach = ReadonlyMap<string, { readonly unit: CodeUnit; readonly closeness: number; readonly hops: number }>;

/** Closeness of what is one call further away. */
const DECAY = 0.8;
const FARTHEST = 6;
/** All costs are multiples of a half. */
const STEPS_PER_CALL = 2;

/** Importing a module runs its top level: real, but every test of the file does it. */
const LOAD_COST = 1.5;
/** Handlers that a module registers run only when asked for. */
const REGISTERED_COST = 0.5;

/** Follows calls from tests through the project; what it learned of a unit is kept for the next test. */
export function createReachFinder(index: SourceIndex, resolver: ReferenceResolver): (scope: TestScope) => Reach {
  const edges = new Map<string, readonly Target[]>();
  const edgesOf = (unit: CodeUnit): readonly Target[] => {
    let found = edges.get(unit.key);
    if (found === undefined) {
      const loaded = unit.kind === 'module' ? loadEdges(index, unit.file) : [];
      found = cheapest([...callEdges(resolver, unit), ...loaded, ...innerEdges(resolver, unit)]);
      edges.set(unit.key, found);
    }
    return found;
  };
  return (scope) => {
    const costs = new Map<string, Target>();
    const waiting: Target[][] = [];
    const add = (target: Target) => {
      const step = Math.round(target.cost * STEPS_PER_CALL);
      if (target.cost > FARTHEST || costs.has(target.unit.key)) return;
      waiting[step] = [...(waiting[step] ?? []), target];
    };
    for (const start of [...startsOf(resolver, scope), { unit: moduleUnit(scope.file), cost: 1 }]) add(start);
    for (let step = 0; step <= FARTHEST * STEPS_PER_CALL; step++) {
      for (let next = waiting[step]?.shift(); next !== undefined; next = waiting[step]?.shift()) {
        if (costs.has(next.unit.key)) continue;
        costs.set(next.unit.key, next);
        for (const edge of edgesOf(next.unit)) add({ unit: edge.unit, cost: next.cost + edge.cost });
      }
    }
    return new Map(
      [...costs].map(([key, { unit, cost }]) => [key, { unit, closeness: DECAY ** cost, hops: Math.floor(cost) + 1 }]),
    );
  };
}

function startsOf(resolver: ReferenceResolver, scope: TestScope): Target[] {
  const { file, ranges } = scope;
  return cheapest(
    ranges.flatMap((range) =>
      referencesBetween(file, range.startIndex, range.endIndex).flatMap((reference) => {
        const from = unitsOf(file).findLast(
          (unit) => unit.startIndex <= reference.index && reference.index < unit.endIndex && unit.kind !== 'module',
        );
        return resolver.resolve(file, from ?? null, reference);
      }),
    ),
  );
}

function callEdges(resolver: ReferenceResolver, unit: CodeUnit): Target[] {
  return targetsOf(resolver, unit)
    .filter((target) => target.unit.key !== unit.key)
    .map((target) => ({ unit: target.unit, cost: target.cost + 1 }));
}

/** What loading a module runs: the modules it imports. */
function loadEdges(index: SourceIndex, file: SourceFile): Target[] {
  return [...new Set(file.imports.map((binding) => binding.file))].flatMap((path) => {
    const next = path === null || path === file.path ? null : index.source(path);
    return next === null ? [] : [{ unit: moduleUnit(next), cost: LOAD_COST }];
  });
}

/**
 * What may run with a unit although its code does not name it: handlers inside of it, decorated functions of a Python
 * module, and inner methods whose name is too common to be followed from a call.
 */
function innerEdges(resolver: ReferenceResolver, unit: CodeUnit): Target[] {
  return unitsOf(unit.file).flatMap((other): Target[] => {
    if (other.key === unit.key || other.name === null || isTestUnit(other)) return [];
    if (other.kind === 'block') return contains(unit, other) ? [{ unit: other, cost: REGISTERED_COST }] : [];
    if (unit.kind === 'module') {
      const decorated = other.parent === null && other.file.text[other.startIndex] === '@';
      return decorated ? [{ unit: other, cost: REGISTERED_COST }] : [];
    }
    const unseen = other.kind === 'function' && contains(unit, other) && !resolver.tellsApart(other.name);
    return unseen ? [{ unit: other, cost: 1 }] : [];
  });
}
