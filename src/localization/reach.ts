import { type CodeUnit, contains, moduleUnit, referencesBetween, unitsOf } from './code-units.ts';
import { cheapest, type ReferenceResolver, type Target, targetsOf } from './reference-resolution.ts';
import type { SourceFile, SourceIndex } from './source-index.ts';
import { isTestUnit, type TestScope } from './test-scopes.ts';

/** A unit that a test runs by the look of the code. */
interface Reached {
  readonly unit: CodeUnit;
  /** Number of the unit: the same for every test. */
  readonly position: number;
  /** 1 for what the test calls itself, less for callees. */
  readonly closeness: number;
  readonly hops: number;
}

/** Closeness of what is one call further away. */
const DECAY = 0.85;
const FARTHEST = 8;
/** All costs are multiples of a half. */
const STEPS_PER_CALL = 2;
const LAST_STEP = FARTHEST * STEPS_PER_CALL;

/** Importing a module runs its top level: real, but every test of the file does it. */
const LOAD_COST = 1.5;
/** Handlers that a module registers run only when asked for. */
const REGISTERED_COST = 0.5;

interface Edge {
  readonly position: number;
  readonly steps: number;
}

/** Units as numbers, with the edges between them: found once, walked for every test. */
interface CallGraph {
  readonly units: CodeUnit[];
  positionOf(unit: CodeUnit): number;
  edgesOf(position: number): readonly Edge[];
}

/** Follows calls through the project. */
export interface ReachFinder {
  /** From a test: what it calls, and what its file loads. */
  fromTest(scope: TestScope): Reached[];
  /** From lines of a file: what they call. */
  fromLines(file: SourceFile, startLine: number, endLine: number): Reached[];
}

export function createReachFinder(index: SourceIndex, resolver: ReferenceResolver): ReachFinder {
  const graph = callGraph(index, resolver);
  // Reports of assertions name one test many times.
  const known = new Map<string, Reached[]>();
  return {
    fromTest(scope) {
      const key = [
        scope.file.path,
        ...scope.ranges.map(({ startIndex, endIndex }) => `${startIndex}-${endIndex}`),
      ].join();
      let reached = known.get(key);
      if (reached === undefined) {
        reached = reachedBy(scope);
        known.set(key, reached);
      }
      return reached;
    },
    fromLines(file, startLine, endLine) {
      const ranges = [{ startIndex: file.startOf(startLine), endIndex: file.startOf(endLine + 1) }];
      return walkFrom(graph, asEdges(graph, startsOf(resolver, { file, ranges })));
    },
  };

  function reachedBy(scope: TestScope): Reached[] {
    const starts = [...startsOf(resolver, scope), { unit: moduleUnit(scope.file), cost: 1 }];
    return walkFrom(graph, asEdges(graph, starts));
  }
}

function callGraph(index: SourceIndex, resolver: ReferenceResolver): CallGraph {
  const units: CodeUnit[] = [];
  const positions = new Map<string, number>();
  const edges: (readonly Edge[] | undefined)[] = [];
  const graph: CallGraph = {
    units,
    positionOf(unit) {
      let position = positions.get(unit.key);
      if (position === undefined) {
        position = units.push(unit) - 1;
        positions.set(unit.key, position);
      }
      return position;
    },
    edgesOf(position) {
      const unit = units[position];
      const found = edges[position];
      if (found !== undefined || unit === undefined) return found ?? [];
      const loaded = unit.kind === 'module' ? loadEdges(index, unit.file) : [];
      const made = asEdges(graph, cheapest([...callEdges(resolver, unit), ...loaded, ...innerEdges(resolver, unit)]));
      edges[position] = made;
      return made;
    },
  };
  return graph;
}

function asEdges(graph: CallGraph, targets: readonly Target[]): Edge[] {
  return targets.map(({ unit, cost }) => ({
    position: graph.positionOf(unit),
    steps: Math.round(cost * STEPS_PER_CALL),
  }));
}

/** Dijkstra's algorithm with one bucket for each half of a call. */
function walkFrom(graph: CallGraph, starts: readonly Edge[]): Reached[] {
  const reached: Reached[] = [];
  const seen = new Set<number>();
  const buckets: number[][] = Array.from({ length: LAST_STEP + 1 }, () => []);
  for (const { position, steps } of starts) buckets[steps]?.push(position);
  for (const [step, bucket] of buckets.entries()) {
    const closeness = DECAY ** (step / STEPS_PER_CALL);
    const hops = Math.floor(step / STEPS_PER_CALL) + 1;
    // Edges of cost 0 lengthen the bucket while it is read.
    for (let index = 0; index < bucket.length; index++) {
      const position = bucket[index] ?? 0;
      const unit = graph.units[position];
      if (seen.has(position) || unit === undefined) continue;
      seen.add(position);
      reached.push({ unit, position, closeness, hops });
      for (const edge of graph.edgesOf(position))
        if (!seen.has(edge.position)) buckets[step + edge.steps]?.push(edge.position);
    }
  }
  return reached;
}

function startsOf(resolver: ReferenceResolver, scope: Pick<TestScope, 'file' | 'ranges'>): Target[] {
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
