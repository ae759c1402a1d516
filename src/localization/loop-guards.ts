import type { Project, ProjectEntry } from '../domain/project.ts';
import { isForeignPath } from '../shared/project-path.ts';
import { rememberedFor } from '../shared/remembered.ts';
import { namedChildrenOf, nodesOfType } from '../syntax/nodes.ts';
import type { ParsedSource, SyntaxNode } from '../syntax/syntax-types.ts';
import { LOOP_GUARD, type LoopPatience, loopGuard } from './loop-guard-code.ts';
import { afterDirectives, globalIn, type Insertion, probeIn, withInsertions } from './source-insertions.ts';
import { testBodies } from './test-bodies.ts';

const LOOPS = ['for_statement', 'for_in_statement', 'while_statement', 'do_statement'];

/** What is larger was made by a program. */
const LARGEST_SOURCE = 400_000;

/**
 * Entries by what was guarded and for how long: a candidate differs from the project in a file or two, and so do their versions
 * with guards.
 */
const guardedEntries = rememberedFor((entry: ProjectEntry, _patience: string) => new GuardedEntry(entry));

class GuardedEntry {
  readonly #entry: ProjectEntry;
  #made: Promise<ProjectEntry> | null = null;

  constructor(entry: ProjectEntry) {
    this.#entry = entry;
  }

  in(project: Project, patience: LoopPatience): Promise<ProjectEntry> {
    this.#made ??= withGuards(project, this.#entry, patience);
    return this.#made;
  }
}

/**
 * A version of the project in whose JavaScript no loop goes on for ever: in each of its rounds it asks a guard, which throws when
 * it has computed for too long. All is put on the lines that are there, so that none moves. Other languages stay as they are.
 */
export async function withLoopGuards(project: Project, patience: LoopPatience): Promise<Project> {
  const entries = new Map(project.entries);
  const key = JSON.stringify(patience);
  let hasGuards = false;
  for (const [path, entry] of project.entries) {
    if (entry.kind !== 'file' || isForeignPath(path) || entry.size > LARGEST_SOURCE) continue;
    const guarded = await guardedEntries(entry, key).in(project, patience);
    hasGuards ||= guarded !== entry;
    entries.set(path, guarded);
  }
  return hasGuards ? { ...project, entries } : project;
}

async function withGuards(project: Project, entry: ProjectEntry, patience: LoopPatience): Promise<ProjectEntry> {
  const change = await withInsertions(project, entry.path, (parsed) => guards(parsed, entry.path, patience));
  if (change?.kind !== 'write') return entry;
  const { bytes } = change;
  return { ...entry, size: bytes.byteLength, bytes: () => bytes };
}

function guards(parsed: ParsedSource, path: string, patience: LoopPatience): Insertion[] {
  const global = globalIn(parsed);
  const loops = nodesOfType(parsed.root, LOOPS).flatMap((loop, index) =>
    guardIn(loop, `${global}.${LOOP_GUARD}?.(${JSON.stringify(`${labelOf(path)}${index}`)})`),
  );
  const tests = testBodies(parsed.root).flatMap(({ body }) => probeIn(body, `${global}.${LOOP_GUARD}?.begin()`));
  if (loops.length === 0 && tests.length === 0) return [];
  const code = loopGuard(global, global === 'globalThis' ? '' : ': any', patience);
  return [{ at: afterDirectives(parsed.root), text: code }, ...loops, ...tests];
}

/** Every encoding has these characters. */
function labelOf(path: string): string {
  return `${encodeURIComponent(path)}:`;
}

/** `while (x) y();` gets braces. */
function guardIn(loop: SyntaxNode, call: string): Insertion[] {
  const body = loop.childForFieldName('body') ?? namedChildrenOf(loop).at(-1);
  if (body === undefined) return [];
  if (body.type === 'statement_block') return [{ at: body.startIndex + 1, text: `${call};` }];
  return [
    { at: body.startIndex, text: `{${call};` },
    { at: body.endIndex, text: '}' },
  ];
}
