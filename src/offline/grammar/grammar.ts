import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import type { NodeView } from './node-view.ts';

/** How a language writes the things that operators deal in. One object for each language family. */
export interface Grammar {
  /** `javascript` is TypeScript too. */
  readonly language: 'javascript' | 'python' | 'java';
  /** What a node is; empty for nodes that no operator looks at. */
  views(node: SyntaxNode): readonly NodeView[];
  /** Whether nothing in or below the node may be changed: types, imports, decorators, annotations, docstrings. */
  isForbidden(node: SyntaxNode): boolean;
  /** Comparison operators by role. */
  readonly comparisons: {
    readonly ordered: readonly ['<', '<=', '>', '>='];
    readonly equal: string;
    readonly unequal: string;
  };
  readonly arithmetic: readonly string[];
  readonly and: string;
  readonly or: string;
  /** What an object calls itself where that is no parameter; null where it is. */
  readonly self: string | null;
  /** What a statement ends with on its line: `;` or nothing. */
  readonly statementEnd: string;
  /** What negates the operand behind it. */
  readonly not: string;
  /** What stands before a method that an object calls of its own. */
  readonly ownPrefix: string;
  /** Whether it has `a?.b` and `a ?? b`. */
  readonly hasNullish: boolean;
  /** `!x`, `not x`; the text is put into parentheses where it needs them. */
  negate(node: SyntaxNode): string;
  /** Literals for nothing, true, false. */
  readonly nothing: string;
  readonly yes: string;
  readonly no: string;
  /** `a ?? b`, or what comes closest. */
  defaulted(value: string, fallback: string): string;
  /** `x === null`-like test that a value is there. */
  present(value: string): string;
  /** The opposite of `present`. */
  absent(value: string): string;
  choice(condition: string, yes: string, no: string): string;
  /** Call of a built-in that takes two numbers: `Math.max(a, b)`. */
  extreme(which: 'min' | 'max', left: string, right: string): string;
  /** `items.length`, `len(items)`. */
  size(value: string): string;
  /** A part of a sequence; an empty bound is its begin or end. null where the declared type tells that it has no parts. */
  slice(value: string, from: string, to: string, type: string | null): string | null;
  /** Whether any value may stand as a condition, so that `||` falls back on another one. */
  readonly anyIsCondition: boolean;
  /** A test that a collection is not empty, or that something is there; null where the declared type has no such test. */
  holds(value: string, type: string | null): string | null;
  /** A return statement without its line end. */
  returned(value: string): string;
  /** Method and function names of which one is easily taken for another. */
  readonly nameFamilies: readonly (readonly string[])[];
  /** Whether the text of an expression needs parentheses to be an operand. */
  isAtom(node: SyntaxNode): boolean;
  /** Types of nodes that are statements in a list of statements. */
  isStatement(node: SyntaxNode): boolean;
  /** Type names of functions, closest for `enclosing`. */
  readonly functionTypes: readonly string[];
}

/** The text of a node as an operand: in parentheses unless it is one thing. */
export function operand(grammar: Grammar, node: SyntaxNode): string {
  return grammar.isAtom(node) ? node.text : `(${node.text})`;
}

/** The text of a condition as a part of one: in parentheses where it holds operators that bind no closer than `and`. */
export function conjunct(grammar: Grammar, node: SyntaxNode): string {
  const mixes = /^(binary_expression|boolean_operator|conditional_expression|ternary_expression)$/.test(node.type);
  const isComparison =
    node.type === 'binary_expression' && /^[<>=!]/.test(node.childForFieldName('operator')?.text ?? '');
  return mixes && !isComparison && !grammar.isAtom(node) ? `(${node.text})` : node.text;
}
