import type { Project, ProjectChange } from '../domain/project.ts';
import { decodeSource, encodeSource } from '../shared/source-text.ts';
import { languageById, languageOf } from '../syntax/languages.ts';
import { namedChildrenOf } from '../syntax/nodes.ts';
import { createParser } from '../syntax/parser.ts';
import type { ParsedSource, SyntaxNode } from '../syntax/syntax-types.ts';

/** A text that is put into a source, on a line that is there. */
export interface Insertion {
  readonly at: number;
  readonly text: string;
}

/** What writes the insertions into a file of JavaScript; null for any other, one that does not parse, and where there are none. */
export async function withInsertions(
  project: Project,
  file: string,
  insertionsIn: (parsed: ParsedSource) => Insertion[],
): Promise<ProjectChange | null> {
  const language = languageOf(file);
  const entry = project.entries.get(file);
  const source = entry?.kind === 'file' ? decodeSource(entry.bytes()) : null;
  if (language === null || entry === undefined || source === null || languageById(language).family !== 'javascript')
    return null;
  const parse = await createParser(language);
  const parsed = parse(source.text);
  let insertions: Insertion[];
  try {
    if (parsed.root.hasError) return null;
    insertions = insertionsIn(parsed);
  } finally {
    parsed.dispose();
  }
  const bytes = insertions.length === 0 ? null : encodeSource(inserted(source.text, insertions), source.encoding);
  if (bytes === null) return null;
  const mark = Buffer.from(entry.bytes().subarray(0, source.bomLength));
  return { kind: 'write', path: file, bytes: Buffer.concat([mark, bytes]) };
}

function inserted(text: string, insertions: readonly Insertion[]): string {
  let result = '';
  let position = 0;
  for (const { at, text: added } of insertions.toSorted((left, right) => left.at - right.at)) {
    result += text.slice(position, at) + added;
    position = at;
  }
  return result + text.slice(position);
}

/** The name of the global object that no type checker objects to. */
export function globalIn({ language }: ParsedSource): string {
  return language === 'typescript' || language === 'tsx' ? '(globalThis as any)' : 'globalThis';
}

/** A probe at the beginning of a block, a case, or an expression that is a function's whole body. */
export function probeIn(node: SyntaxNode, probe: string): Insertion[] {
  if (node.type === 'statement_block') return [{ at: afterDirectives(node), text: `${probe};` }];
  if (node.type === 'switch_case' || node.type === 'switch_default') {
    const [first] = node.childrenForFieldName('body');
    return first === undefined || first === null ? [] : [{ at: first.startIndex, text: `${probe};` }];
  }
  return [
    { at: node.startIndex, text: `(${probe}, ` },
    { at: node.endIndex, text: ')' },
  ];
}

/**
 * Where statements may begin: behind the brace, and behind `'use strict'`, which must stay the first of all. In a file behind the
 * comments at its top too: runners and compilers read some of them there alone.
 */
export function afterDirectives(block: SyntaxNode): number {
  const children = namedChildrenOf(block).filter(({ type }) => type !== 'comment' && type !== 'hash_bang_line');
  let at = block.type === 'statement_block' ? block.startIndex + 1 : (children[0]?.startIndex ?? block.endIndex);
  for (const child of children) {
    if (child.type !== 'expression_statement' || child.firstNamedChild?.type !== 'string') break;
    at = child.endIndex;
    if (!child.text.endsWith(';')) return child.nextNamedSibling?.startIndex ?? at;
  }
  return at;
}
