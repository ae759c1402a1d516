import { type Project, type ProjectChange, withChanges } from '../domain/project.ts';
import { endLineOf, lineOf, namedChildrenOf, nodesOfType } from '../syntax/nodes.ts';
import type { ParsedSource, SyntaxNode } from '../syntax/syntax-types.ts';
import { afterDirectives, globalIn, type Insertion, probeIn, withInsertions } from './source-insertions.ts';
import { FUNCTIONS, testBodies } from './test-bodies.ts';

/** Lines that run when a probe is passed. 1-based. */
export interface ProbedLines {
  readonly file: string;
  readonly lines: readonly number[];
}

/** A version of the project whose JavaScript tells which of its blocks run in which test. */
export interface ProbedProject {
  readonly project: Project;
  /** By the number that a hit is told with. */
  readonly blocks: readonly ProbedLines[];
  /** Tests by the number that their beginning is told with: the file and the first line. */
  readonly tests: readonly { readonly file: string; readonly line: number }[];
}

/** Where the probes find what collects their hits. A test file makes it, since it runs in the realm of its tests. */
const COLLECTOR = '__autofixHits';

/**
 * Puts probes into the blocks of `sources` and into the tests of `testFiles`, on the lines that are there, so that no
 * line moves. Hits are appended to `hitsFile` (as the tests see it) as lines `RUN t TEST` and `RUN h BLOCK`. Files in
 * other languages stay as they are; null when no test could be marked.
 */
export async function withProbes(
  project: Project,
  sources: readonly string[],
  testFiles: readonly string[],
  hitsFile: string,
): Promise<ProbedProject | null> {
  const blocks: ProbedLines[] = [];
  const tests: { file: string; line: number }[] = [];
  const changes: ProjectChange[] = [];
  for (const file of testFiles) {
    const change = await withInsertions(project, file, (parsed) => testInsertions(parsed, file, hitsFile, tests));
    if (change !== null) changes.push(change);
  }
  if (tests.length === 0) return null;
  for (const file of sources) {
    if (testFiles.includes(file)) continue;
    const change = await withInsertions(project, file, (parsed) => blockInsertions(parsed, file, blocks));
    if (change !== null) changes.push(change);
  }
  return blocks.length === 0 ? null : { project: withChanges(project, changes), blocks, tests };
}

function testInsertions(
  parsed: ParsedSource,
  file: string,
  hitsFile: string,
  tests: { file: string; line: number }[],
): Insertion[] {
  const found = testBodies(parsed.root).flatMap(({ call, body }): Insertion[] => {
    tests.push({ file, line: lineOf(statementAround(call)) });
    return probeIn(body, `${globalIn(parsed)}.${COLLECTOR}?.begin(${tests.length - 1})`);
  });
  if (found.length === 0) return [];
  return [...found, { at: afterDirectives(parsed.root), text: collector(parsed, hitsFile) }];
}

/** As `CallBlock` counts: the statement of a call begins where the call's own statement does. */
function statementAround(call: SyntaxNode): SyntaxNode {
  let node = call;
  while (node.parent !== null && /^(await_expression|parenthesized_expression)$/.test(node.parent.type))
    node = node.parent;
  return node.parent?.type === 'expression_statement' ? node.parent : call;
}

/** Statements that are entered together: a body, a branch or a case, or what of it is left behind a statement that may leave it. */
interface Passage {
  readonly insertions: readonly Insertion[];
  readonly start: number;
  /** On which it begins: its own where it has no whole line to itself. */
  readonly line: number;
  readonly lines: readonly [from: number, to: number];
}

type ProbeText = (index: number) => string;

function blockInsertions(parsed: ParsedSource, file: string, blocks: ProbedLines[]): Insertion[] {
  const global = globalIn(parsed);
  const probe: ProbeText = (index) => `${global}.${COLLECTOR}?.(${index})`;
  const passages: Passage[] = [];
  const add = (make: (text: string) => Passage | null) => {
    const passage = make(probe(blocks.length + passages.length));
    if (passage !== null) passages.push(passage);
  };
  for (const node of nodesOfType(parsed.root, PASSED)) {
    add((text) => entryOf(node, text));
    for (const statement of statementsBehindExits(node)) add((text) => restFrom(statement, node, text));
  }
  const owners = ownersOfLines(passages);
  for (const [index, { line }] of passages.entries()) {
    const own = owners.flatMap((owner, line) => (owner === index ? [line] : []));
    blocks.push({ file, lines: own.length > 0 ? own : [line] });
  }
  return passages.flatMap(({ insertions }) => insertions);
}

const BRANCHES = [
  'if_statement',
  'else_clause',
  'for_statement',
  'for_in_statement',
  'while_statement',
  'do_statement',
];
const PASSED = ['statement_block', 'switch_case', 'switch_default', 'arrow_function', ...BRANCHES];

/** The beginning of what a node runs. The head of a branch runs without it, so its line is not its own. */
function entryOf(node: SyntaxNode, probe: string): Passage | null {
  if (node.type === 'arrow_function') {
    const body = node.childForFieldName('body');
    if (body === null || body.type === 'statement_block') return null;
    return { ...placeOf(body), insertions: probeIn(body, probe), lines: [lineOf(node), endLineOf(body)] };
  }
  if (BRANCHES.includes(node.type)) return bareBranch(node, probe);
  const insertions = probeIn(node, probe);
  if (insertions.length === 0) return null;
  const ofFunction = FUNCTIONS.includes(node.parent?.type ?? '');
  const ofBranch = node.type === 'statement_block' && !ofFunction;
  const lines = ofBranch ? [lineOf(node) + 1, endLineOf(node) - 1] : [lineOf(node), endLineOf(node)];
  return { ...placeOf(node), insertions, lines: [lines[0] ?? 0, lines[1] ?? 0] };
}

function placeOf(node: SyntaxNode): Pick<Passage, 'start' | 'line'> {
  return { start: node.startIndex, line: lineOf(node) };
}

/** `if (x) return` without braces gets some. */
function bareBranch(node: SyntaxNode, probe: string): Passage | null {
  const body =
    node.childForFieldName('body') ??
    node.childForFieldName('consequence') ??
    (node.type === 'else_clause' ? (namedChildrenOf(node)[0] ?? null) : null);
  if (body === null || !/^(expression|return|throw|continue|break|for|for_in|while)_statement$/.test(body.type))
    return null;
  const first = lineOf(body) === lineOf(node) ? lineOf(body) + 1 : lineOf(body);
  return {
    insertions: [
      { at: body.startIndex, text: `{${probe};` },
      { at: body.endIndex, text: body.text.endsWith(';') ? '}' : ';}' },
    ],
    ...placeOf(body),
    lines: [first, endLineOf(body)],
  };
}

const EXITS = ['return_statement', 'throw_statement', 'continue_statement', 'break_statement'];

/** Statements of a list that may not be reached though its beginning is: each behind one that may leave. */
function statementsBehindExits(node: SyntaxNode): SyntaxNode[] {
  if (!/^(statement_block|switch_case|switch_default)$/.test(node.type)) return [];
  const statements = namedChildrenOf(node).filter(({ type }) => /_(statement|declaration)$/.test(type));
  return statements.filter((_, index) => {
    const before = statements[index - 1];
    return before !== undefined && !EXITS.includes(before.type) && mayLeave(before);
  });
}

function mayLeave(statement: SyntaxNode): boolean {
  if (EXITS.includes(statement.type)) return true;
  return namedChildrenOf(statement).some((child) => !FUNCTIONS.includes(child.type) && mayLeave(child));
}

function restFrom(statement: SyntaxNode, list: SyntaxNode, probe: string): Passage {
  const last = list.type === 'statement_block' ? endLineOf(list) - 1 : endLineOf(list);
  return {
    insertions: [{ at: statement.startIndex, text: `;${probe};` }],
    ...placeOf(statement),
    lines: [lineOf(statement), last],
  };
}

/** For each line the passage that began last before it; outer ones come before inner ones. */
function ownersOfLines(passages: readonly Passage[]): number[] {
  const owners: number[] = [];
  const ordered = [...passages.entries()].toSorted(([, left], [, right]) => left.start - right.start);
  for (const [index, { lines }] of ordered) for (let line = lines[0]; line <= lines[1]; line++) owners[line] = index;
  return owners;
}

/** Collects hits: each block once in each test, appended at once, since a test process may end at any time. */
function collector(parsed: ParsedSource, hitsFile: string): string {
  const global = globalIn(parsed);
  const any = global === 'globalThis' ? '' : ': any';
  const host = any === '' ? 'process' : '(process as any)';
  const files = `${host}.getBuiltinModule?.('fs') ?? (typeof require === 'function' ? require('fs') : null)`;
  return (
    `;${global}.${COLLECTOR} ??= (() => { const files${any} = ${files}; if (files === null) return undefined; ` +
    `const run = process.pid + '-' + Math.random(); let seen = new Set(); ` +
    `const tell = (kind${any}, id${any}) => files.appendFileSync(${JSON.stringify(hitsFile)}, run + ' ' + kind + ' ' + id + '\\n'); ` +
    `const hit${any} = (id${any}) => { if (!seen.has(id)) { seen.add(id); tell('h', id); } }; ` +
    `hit.begin = (id${any}) => { seen = new Set(); tell('t', id); }; return hit; })();`
  );
}
