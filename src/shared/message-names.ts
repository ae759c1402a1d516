import type { TestFailure } from '../domain/test-report.ts';

/** A name that an error message complains about. */
export type MessageName =
  /** A name that nothing defines: `x is not defined`. */
  | { readonly kind: 'undefined'; readonly name: string }
  /** A property or method that is not there: `cart.totl is not a function`. */
  | { readonly kind: 'member'; readonly name: string }
  /** A module that is not found, or that does not export `exported`. */
  | {
      readonly kind: 'module';
      readonly specifier: string;
      readonly importer: string | null;
      readonly exported: string | null;
    }
  /** A function that was called with the wrong arguments: `f() missing 1 required positional argument`. */
  | { readonly kind: 'function'; readonly name: string };

interface Pattern {
  readonly expression: RegExp;
  read(groups: readonly (string | undefined)[]): MessageName;
}

const moduleName = (specifier = '', importer: string | null = null, exported: string | null = null): MessageName => ({
  kind: 'module',
  specifier,
  importer,
  exported,
});

/** Wordings of V8, Node, Vite, Jest, TypeScript and CPython. */
const PATTERNS: readonly Pattern[] = [
  ...[
    /\b([\p{L}_$][\p{L}\p{N}_$]*) is not defined\b/gu,
    /\bname '([\p{L}_][\p{L}\p{N}_]*)' is not defined/gu,
    /Cannot find name '([^']+)'/g,
    /local variable '([^']+)' (?:referenced before|where it is not)/g,
    /Cannot access '([^']+)' before initialization/g,
    /Assignment to constant variable '?([\w$]*)/g,
  ].map((expression): Pattern => ({ expression, read: ([name = '']) => ({ kind: 'undefined', name }) })),
  ...[
    /\b[\p{L}\p{N}_$.()]*\.([\p{L}_$][\p{L}\p{N}_$]*) is not a (?:function|constructor)/gu,
    /has no attribute '([^']+)'/g,
    /\((?:reading|setting) '([^']+)'\)/g,
    /Property '([^']+)' does not exist on type/g,
  ].map((expression): Pattern => ({ expression, read: ([name = '']) => ({ kind: 'member', name }) })),
  {
    expression: /(?<![.\p{L}\p{N}_$)])([\p{L}_$][\p{L}\p{N}_$]*) is not a (?:function|constructor)/gu,
    read: ([name = '']) => ({ kind: 'function', name }),
  },
  {
    expression: /\b([\p{L}_][\p{L}\p{N}_]*)\(\) (?:missing|takes|got (?:an unexpected|multiple))/gu,
    read: ([name = '']) => ({ kind: 'function', name }),
  },
  {
    expression: /Cannot find (?:module|package) ['"]([^'"]+)['"](?: (?:imported )?from ['"]?([^'"\s]+))?/g,
    read: ([specifier, importer]) => moduleName(specifier, importer ?? null),
  },
  {
    expression: /Failed to (?:resolve import|load url) "?([^"\s]+)"?.{0,200}? (?:from|in) "?([^"\s)]+)/g,
    read: ([specifier, importer]) => moduleName(specifier, importer ?? null),
  },
  { expression: /No module named '?([\w.]+)'?/g, read: ([specifier]) => moduleName(specifier) },
  {
    expression: /cannot import name '([^']+)' from (?:partially initialized module )?'([^']+)'/g,
    read: ([exported, specifier]) => moduleName(specifier, null, exported ?? null),
  },
  {
    expression:
      /requested module ['"]([^'"]+)['"] (?:does not provide an export named|is a CommonJS module.*?export) ['"]?([\w$]+)/g,
    read: ([specifier, exported]) => moduleName(specifier, null, exported ?? null),
  },
  {
    expression: /Module ['"]+([^'"]+)['"]+ has no exported member '?([\w$]+)/g,
    read: ([specifier, exported]) => moduleName(specifier, null, exported ?? null),
  },
];

const LONGEST_TEXT = 100_000;

/** Names in the message and the output of a failure, each once. */
export function namesIn(failure: TestFailure): MessageName[] {
  const text = [failure.errorType, failure.message, failure.output].join('\n').slice(0, LONGEST_TEXT);
  const names = new Map<string, MessageName>();
  for (const { expression, read } of PATTERNS) {
    for (const match of text.matchAll(expression)) {
      const name = read(match.slice(1));
      const key = JSON.stringify(name);
      if (!names.has(key)) names.set(key, name);
    }
  }
  return [...names.values()];
}
