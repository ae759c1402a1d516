/** What a model answered, and how it must end. */
export interface AnswerCase {
  readonly what: string;
  readonly answer: string;
  /** Left out: `FILES`. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly ends: /** Only these files differ from before; null: the file is gone. */
    | { readonly applied: Readonly<Record<string, string | Uint8Array | null>> }
    /** What the message that goes back to the model must say. */
    | { readonly refused: string }
    | { readonly cannotFix: string };
}

export const SOURCE =
  'export function sum(a, b) {\n  return a - b;\n}\n\nexport function twice(a) {\n  const two = 2;\n  return a * two;\n}\n';

export const FILES = { 'src/a.js': SOURCE, 'src/b.js': 'export const b = 1;\n', 'README.md': '# read me\n' };

export const FIXED = { 'src/a.js': SOURCE.replace('a - b', 'a + b') };

export const ITEM = {
  file: 'src/a.js',
  action: 'replace',
  search: ['  return a - b;'],
  replace: ['  return a + b;'],
};

export const item = (change: Readonly<Record<string, unknown>>) => ({ ...ITEM, ...change });

export const replies = (...patches: readonly unknown[]) =>
  JSON.stringify({ analysis: 'a sign', cannotFix: '', patches, explanation: 'the sign' });

export const GOOD = replies(ITEM);
