import type { SyntaxNode } from '../../syntax/syntax-types.ts';

/** Half-open range of UTF-16 code units. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

export type OperatorGroup = 'comparison' | 'arithmetic' | 'logical' | 'bitwise' | 'membership';

/**
 * What a syntax node is to an operator, whatever the language calls it. One node may have several views (a Python
 * chain `a < b < c` has two comparisons).
 */
export type NodeView =
  | BinaryView
  | CallView
  | IndexView
  | SliceView
  | MemberView
  | ConditionView
  | ChoiceView
  | AssignmentView
  | UpdateView
  | ReturnView
  | FunctionView
  | StatementView
  | LiteralView
  | NameView
  | NegationView
  | AwaitView
  | ListView;

export interface BinaryView {
  readonly kind: 'binary';
  readonly node: SyntaxNode;
  readonly left: SyntaxNode;
  readonly right: SyntaxNode;
  readonly operator: string;
  readonly operatorRange: TextRange;
  readonly group: OperatorGroup;
}

export interface CallView {
  readonly kind: 'call';
  readonly node: SyntaxNode;
  readonly callee: SyntaxNode;
  /** Last name of the callee: `c` of `a.b.c()`; null when it has none. */
  readonly name: SyntaxNode | null;
  /** Object of a method call; null for a plain call. */
  readonly receiver: SyntaxNode | null;
  /** Positional arguments. */
  readonly args: readonly SyntaxNode[];
  readonly constructs: boolean;
  /** The call is a statement of its own: its value is dropped. */
  readonly isStatement: boolean;
  readonly isAwaited: boolean;
}

export interface IndexView {
  readonly kind: 'index';
  readonly node: SyntaxNode;
  readonly object: SyntaxNode;
  readonly index: SyntaxNode;
  /** All of them: `table[i, j]` has two. */
  readonly indices: readonly SyntaxNode[];
}

export interface SliceView {
  readonly kind: 'slice';
  readonly node: SyntaxNode;
  readonly from: SyntaxNode | null;
  readonly to: SyntaxNode | null;
}

export interface MemberView {
  readonly kind: 'member';
  readonly node: SyntaxNode;
  readonly object: SyntaxNode;
  readonly property: SyntaxNode;
  /** It is called, assigned to, or deleted: its value may be anything. */
  readonly isCallee: boolean;
}

/** The condition of an `if`, a loop, a conditional expression or a comprehension, without parentheses around it. */
export interface ConditionView {
  readonly kind: 'condition';
  readonly node: SyntaxNode;
  readonly of: 'if' | 'while' | 'for' | 'choice' | 'filter';
}

/** `condition ? yes : no`, `yes if condition else no`. */
export interface ChoiceView {
  readonly kind: 'choice';
  readonly node: SyntaxNode;
  readonly yes: SyntaxNode;
  readonly no: SyntaxNode;
}

/** `target = value`, a declaration with a value, or `target += value`. */
export interface AssignmentView {
  readonly kind: 'assignment';
  readonly node: SyntaxNode;
  readonly target: SyntaxNode;
  readonly value: SyntaxNode;
  readonly operator: string;
  readonly operatorRange: TextRange;
  readonly declares: boolean;
}

/** `i++` and `--i`. */
export interface UpdateView {
  readonly kind: 'update';
  readonly node: SyntaxNode;
  readonly operator: string;
  readonly operatorRange: TextRange;
}

export interface ReturnView {
  readonly kind: 'return';
  readonly node: SyntaxNode;
  readonly value: SyntaxNode | null;
}

export interface FunctionView {
  readonly kind: 'function';
  readonly node: SyntaxNode;
  /** The last statement of a body of statements; null for an empty body and for an arrow's expression. */
  readonly lastStatement: SyntaxNode | null;
  readonly isArrow: boolean;
  readonly isConstructor: boolean;
  /** Some statement of it returns a value. */
  readonly returnsValue: boolean;
  readonly parameters: readonly string[];
}

/** A statement in a list of statements. */
export interface StatementView {
  readonly kind: 'statement';
  readonly node: SyntaxNode;
  /** The expression that it consists of, if it is one. */
  readonly expression: SyntaxNode | null;
  readonly next: SyntaxNode | null;
}

export interface LiteralView {
  readonly kind: 'literal';
  readonly node: SyntaxNode;
  readonly of: 'number' | 'boolean' | 'string' | 'nothing' | 'pattern';
}

/** A variable in a place where its value is read. */
export interface NameView {
  readonly kind: 'name';
  readonly node: SyntaxNode;
  readonly isCallee: boolean;
}

export interface NegationView {
  readonly kind: 'negation';
  readonly node: SyntaxNode;
  readonly operand: SyntaxNode;
}

export interface AwaitView {
  readonly kind: 'await';
  readonly node: SyntaxNode;
  readonly operand: SyntaxNode;
}

/** A list, array, tuple, set, dictionary or object literal. */
export interface ListView {
  readonly kind: 'list';
  readonly node: SyntaxNode;
  readonly elements: readonly SyntaxNode[];
  readonly isMap: boolean;
}

export type ViewKind = NodeView['kind'];
export type ViewOf<Kind extends ViewKind> = Extract<NodeView, { readonly kind: Kind }>;
