import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import type { Binding, BindingKind, NameUse, Scope, ScopeAnalysis, ScopeKind } from './scope-types.ts';

/** Collects scopes, bindings and uses while one of the language visitors walks a tree. */
export class ScopeBuilder {
  readonly module: Scope;
  readonly #uses: NameUse[] = [];
  #open = false;

  constructor(root: SyntaxNode) {
    this.module = emptyScope('module', root, null);
  }

  openScope(kind: ScopeKind, node: SyntaxNode, parent: Scope): Scope {
    const scope = emptyScope(kind, node, parent);
    parent.children.push(scope);
    return scope;
  }

  bind(scope: Scope, node: SyntaxNode, kind: BindingKind, name = node.text, type: string | null = null): void {
    if (!scope.bindings.has(name)) scope.bindings.set(name, { name, kind, index: node.startIndex, type });
  }

  use(scope: Scope, node: SyntaxNode, position: NameUse['position'], guarded = false): void {
    this.#uses.push({ name: node.text, node, scope, position, guarded });
  }

  /** Names may be defined in a way that the analysis does not follow. */
  markOpen(): void {
    this.#open = true;
  }

  finish(): ScopeAnalysis {
    return { module: this.module, uses: this.#uses, open: this.#open };
  }
}

function emptyScope(kind: ScopeKind, node: SyntaxNode, parent: Scope | null): Scope {
  return { kind, start: node.startIndex, end: node.endIndex, parent, children: [], bindings: new Map() };
}

/** The closest function or module scope: where `var` and Python's assignments define. */
export function functionScope(scope: Scope): Scope {
  let current = scope;
  while (current.kind === 'block' && current.parent !== null) current = current.parent;
  return current;
}

/** What `name` means in `scope`; null when nothing in the file defines it. */
export function resolveName(scope: Scope, name: string): Binding | null {
  for (let current: Scope | null = scope; current !== null; current = current.parent) {
    if (current.kind === 'class' && current !== scope) continue;
    const binding = current.bindings.get(name);
    if (binding !== undefined) return binding;
  }
  return null;
}

/** The innermost scope around a position. */
export function scopeAt(module: Scope, index: number): Scope {
  let scope = module;
  for (;;) {
    const inner = scope.children.find((child) => child.start <= index && index < child.end);
    if (inner === undefined) return scope;
    scope = inner;
  }
}

/** What may be named at a position, innermost first; local variables that are defined only later are left out. */
export function visibleBindings(module: Scope, index: number): Binding[] {
  const found = new Map<string, Binding>();
  const start = scopeAt(module, index);
  let sameFunction = true;
  for (let scope: Scope | null = start; scope !== null; scope = scope.parent) {
    if (scope.kind === 'class' && scope !== start) continue;
    for (const binding of scope.bindings.values()) {
      const tooEarly = sameFunction && binding.kind === 'variable' && binding.index >= index;
      if (!tooEarly && !found.has(binding.name)) found.set(binding.name, binding);
    }
    if (scope.kind === 'function') sameFunction = false;
  }
  return [...found.values()];
}
