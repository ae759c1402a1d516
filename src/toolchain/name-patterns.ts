import type { TestResult } from '../domain/test-report.ts';

/** A text for a regular expression that matches it alone (JavaScript, RE2, PCRE, CMake and Ruby alike). */
export function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** A regular expression that matches exactly one of `names`; `before` and `after` stand inside the anchors. */
export function anyOf(names: readonly string[], before = '', after = ''): string {
  const unique = [...new Set(names)].map(escapePattern);
  return `^${before}(${unique.join('|')})${after}$`;
}

export function unique<Item>(items: readonly Item[]): Item[] {
  return [...new Set(items)];
}

/** All titles in a row, as Jest, Vitest and Mocha match a pattern against. */
export function spacedName(test: TestResult): string {
  return test.namePath.join(' ');
}
