import type { ReadOnlyFamily } from './languages.ts';

/** Names that files declare at their top, and the packages or namespaces that the files say they belong to. */
export interface Declarations {
  filesOf(name: string): readonly string[];
  /** '' when the file names none. */
  namespaceOf(path: string): string;
}

const TYPES = /\b(?:class|interface|enum|record|struct|trait)\s+([A-Za-z_]\w*)/g;

/** Quick looks, good enough to know which files are worth parsing. Each has the name in its first filled group. */
const PATTERNS: Readonly<Record<ReadOnlyFamily, readonly RegExp[]>> = {
  go: [
    /^func\s+(?:\([^)\n]*\)\s*)?(\w+)/gm,
    /^(?:type|var|const)\s+(\w+)/gm,
    /^\t(\w+)\s+(?:=|struct\b|interface\b)/gm,
  ],
  rust: [/\b(?:struct|enum|trait|union|fn|type|const|static)\s+([A-Za-z_]\w*)/g],
  java: [TYPES],
  csharp: [TYPES],
  php: [TYPES, /^\s*function\s+&?(\w+)/gm],
  ruby: [/^\s*(?:class|module)\s+(?:\w+::)*(\w+)/gm, /^\s*([A-Z]\w*)\s*=/gm, /^def\s+(?:self\.)?(\w+[?!]?)/gm],
  c: [
    /^[A-Za-z_][^;=#\n(]*?\b([A-Za-z_]\w*)\s*\([^;\n]*$/gm,
    /^\s*(?:class|struct|union|enum(?:\s+class)?)\s+(?:[A-Z_]+\s+)?([A-Za-z_]\w*)[^;()\n]*\{?\s*$/gm,
    /^#define\s+(\w+)/gm,
  ],
};

const NAMESPACE = /^\s*(?:package|namespace)\s+([\w.\\]+)/m;

export function readDeclarations(
  family: ReadOnlyFamily,
  paths: readonly string[],
  text: (path: string) => string,
): Declarations {
  const files = new Map<string, string[]>();
  const namespaces = new Map<string, string>();
  for (const path of paths) {
    const content = text(path);
    namespaces.set(path, NAMESPACE.exec(content)?.[1] ?? '');
    const names = new Set(
      PATTERNS[family].flatMap((pattern) => [...content.matchAll(pattern)].map(([, name]) => name)),
    );
    for (const name of names) {
      if (name === undefined) continue;
      const holders = files.get(name);
      if (holders === undefined) files.set(name, [path]);
      else holders.push(path);
    }
  }
  return {
    filesOf: (name) => files.get(name) ?? [],
    namespaceOf: (path) => namespaces.get(path) ?? '',
  };
}
