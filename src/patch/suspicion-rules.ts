import { JAVASCRIPT_RULES } from './javascript-rules.ts';
import { OTHER_LANGUAGES } from './other-language-rules.ts';
import { PYTHON_RULES } from './python-rules.ts';
import type { SuspicionRule } from './suspicion-rule.ts';

const FILES_AND_RULES: readonly (readonly [RegExp, readonly SuspicionRule[]])[] = [
  [/\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/i, JAVASCRIPT_RULES],
  [/\.pyi?$/i, PYTHON_RULES],
  ...OTHER_LANGUAGES,
];

/** Rules for a file by its name; none for languages that are not known. */
export function suspicionRulesFor(path: string): readonly SuspicionRule[] {
  return FILES_AND_RULES.find(([files]) => files.test(path))?.[1] ?? [];
}
