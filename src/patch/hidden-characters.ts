import type { SuspicionRule } from './suspicion-rule.ts';

/**
 * For files of every kind: control characters (but tab, line ends and form feed), and what turns text around, is not seen
 * or belongs to invisible tags: code that reads otherwise than it runs (CVE-2021-42574).
 */
export const HIDDEN_CHARACTERS: SuspicionRule = {
  what: 'brings in characters that cannot be seen',
  pattern:
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    /[\u0000-\u0008\u000b\u000e-\u001f\u007f-\u0084\u0086-\u009f\u200b\u2060\u202a-\u202e\u2066-\u2069]|[\u{e0000}-\u{e007f}]/gu,
};
