import type { Node } from 'web-tree-sitter';

/** Languages that autofix can parse. */
export type LanguageId =
  | 'javascript'
  | 'typescript'
  | 'tsx'
  | 'python'
  | 'go'
  | 'rust'
  | 'java'
  | 'ruby'
  | 'php'
  | 'c'
  | 'cpp'
  | 'csharp';

/** A node of the concrete syntax tree. Positions: rows are 0-based, indices are UTF-16 code units. */
export type SyntaxNode = Node;

/** A parsed file. The tree lives in WASM memory: call `dispose` when done, and use no node after it. */
export interface ParsedSource {
  readonly language: LanguageId;
  readonly text: string;
  readonly root: SyntaxNode;
  dispose(): void;
}

export type SymbolKind = 'function' | 'method' | 'class' | 'variable' | 'type';

/** A named definition and its whole extent. Lines are 1-based, inclusive; indices half-open. */
export interface CodeSymbol {
  readonly name: string;
  readonly kind: SymbolKind;
  readonly startLine: number;
  readonly endLine: number;
  readonly startIndex: number;
  readonly endIndex: number;
  /** Name of the class or function around it; null at the top level. */
  readonly parent: string | null;
}

/** How a name came into a file. */
export type ImportStyle = 'named' | 'default' | 'namespace' | 'side-effect';

/** One name that a file imports: `import { a as b } from './x'` gives imported `a`, local `b`. */
export interface ImportBinding {
  /** Module specifier as written: `./models/task.js`, `node:fs`, `app.models`, `..util`. */
  readonly specifier: string;
  readonly style: ImportStyle;
  /** Name in the module; null for default, namespace and side-effect imports. */
  readonly imported: string | null;
  /** Name in this file; null for side-effect imports. */
  readonly local: string | null;
  /** True for `require(...)`. */
  readonly commonJs: boolean;
  readonly line: number;
  readonly startIndex: number;
  readonly endIndex: number;
}

/** One name that a file offers. */
export interface ExportedName {
  /** `default` for the default export; for CommonJS `module.exports = x` also `default`. */
  readonly name: string;
  readonly commonJs: boolean;
  readonly line: number;
}
