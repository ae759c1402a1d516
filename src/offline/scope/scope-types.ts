import type { SyntaxNode } from '../../syntax/syntax-types.ts';

export type BindingKind = 'import' | 'parameter' | 'variable' | 'function' | 'class' | 'type';

/** A name that a scope defines. */
export interface Binding {
  readonly name: string;
  readonly kind: BindingKind;
  /** Start of the defining identifier, in UTF-16 code units. */
  readonly index: number;
  /** As it is declared, in languages that refuse another one (Java); null where nothing tells. */
  readonly type: string | null;
}

/** `class` scopes are invisible to the functions in them (Python); `block` ends where its braces end. */
export type ScopeKind = 'module' | 'function' | 'class' | 'block';

export interface Scope {
  readonly kind: ScopeKind;
  readonly start: number;
  readonly end: number;
  readonly parent: Scope | null;
  readonly children: Scope[];
  readonly bindings: Map<string, Binding>;
}

/** An identifier that stands for a value or a type, not for a definition or a property. */
export interface NameUse {
  readonly name: string;
  readonly node: SyntaxNode;
  readonly scope: Scope;
  /** `value` when the name is looked up at run time. */
  readonly position: 'value' | 'type';
  /** True where an undefined name does no harm: `typeof x`. */
  readonly guarded: boolean;
}

/** Names of one file. Valid as long as its tree. */
export interface ScopeAnalysis {
  readonly module: Scope;
  readonly uses: readonly NameUse[];
  /** True when names may come from nowhere the analysis can see: `from x import *`, `with (…)`, `eval`. */
  readonly open: boolean;
}
