import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import type { FailureClues } from '../failure-clues.ts';
import type { Grammar } from '../grammar/grammar.ts';
import type { NodeView, TextRange, ViewKind, ViewOf } from '../grammar/node-view.ts';
import type { Binding } from '../scope/scope-types.ts';
import type { ValueKind } from '../value-kind.ts';

/** One change within a file, by range of UTF-16 code units. */
export interface Splice extends TextRange {
  readonly replacement: string;
}

/** One way to change a site. */
export interface Mutation {
  readonly splices: readonly Splice[];
  /** One sentence for the user. */
  readonly rationale: string;
  /** Likelihood beside the operator's prior, 1 when left out: what is offered first at a place. */
  readonly weight?: number;
}

/** The place an operator works on, and all that it may ask about it. */
export interface OperatorSite<View extends NodeView = NodeView> {
  readonly view: View;
  readonly grammar: Grammar;
  /** Text of the whole file. */
  readonly text: string;
  readonly clues: FailureClues;
  /** Values that can be named here, innermost first: parameters, variables, functions, imports. */
  names(): readonly Binding[];
  /** The function around the site, or the root of the file. */
  enclosing(): SyntaxNode;
  /** How often a name stands by itself in the outermost function around the site. */
  timesAround(name: string): number;
  /** What an expression probably is, by its use in the function around. */
  kindOf(node: SyntaxNode): ValueKind;
  kindOfName(name: string): ValueKind;
  /** Parameter names of the project's only function of that name; null when there is none, or several that differ. */
  parametersOf(name: string): readonly string[] | null;
  /** Short texts and words between quotes in the project and its tests, and how often each stands. */
  texts(): ReadonlyMap<string, number>;
  /** Texts that the project keeps under a key: `'percent'` of `kind: 'percent'`. */
  textsUnder(key: string): readonly string[];
  /** Properties and keys that the files of the failing tests name and this file does not, those named most first. */
  toldMembers(): readonly string[];
}

/** Plug-in contract of the operator registry. No operator knows a project; each works in every language. */
export interface RepairOperator<Kind extends ViewKind = ViewKind> {
  readonly name: string;
  /** One line for the docs. */
  readonly summary: string;
  readonly on: readonly Kind[];
  /** Most candidates that it may put up for one line of a file. */
  readonly perLine: number;
  /** Largest weight of any of its mutations; 1 when left out. */
  readonly topWeight?: number;
  /** True: what it mends is as likely in methods by which tests judge other functions, `equals` among them. */
  readonly judges?: true;
  /** All that it has for one place; of equal weights the first counts first. */
  mutate(site: OperatorSite<ViewOf<Kind>>): Iterable<Mutation>;
}

/**
 * An operator as the registry holds it: whatever kinds of views it takes. Who calls `mutate` has to make sure that
 * the view is of one of the kinds in `on`.
 */
export interface RegisteredOperator extends Omit<RepairOperator, 'mutate'> {
  mutate(site: OperatorSite<never>): Iterable<Mutation>;
}

export function replaced(range: TextRange | SyntaxNode, replacement: string): Splice {
  return 'startIndex' in range
    ? { start: range.startIndex, end: range.endIndex, replacement }
    : { start: range.start, end: range.end, replacement };
}

export function inserted(at: number, replacement: string): Splice {
  return { start: at, end: at, replacement };
}

/** Variables and parameters, those that were defined last before the site first: they are the likeliest to be meant. */
export function recentVariables(names: readonly Binding[]): Binding[] {
  const own = names.filter(({ kind }) => kind === 'variable' || kind === 'parameter');
  return own.sort(
    (left, right) => Number(left.kind === 'parameter') - Number(right.kind === 'parameter') || right.index - left.index,
  );
}

/** Exchanges the texts of two nodes that do not overlap. */
export function swapped(left: SyntaxNode, right: SyntaxNode): Splice[] {
  return [replaced(left, right.text), replaced(right, left.text)];
}

const LONGEST_EXCERPT = 50;

/** Source text for a sentence: on one line, in backquotes, cut. */
export function quoted(source: SyntaxNode | string): string {
  const text = typeof source === 'string' ? source : source.text;
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return `\`${line.length > LONGEST_EXCERPT ? `${line.slice(0, LONGEST_EXCERPT)}…` : line}\``;
}
