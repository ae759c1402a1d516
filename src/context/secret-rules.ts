import type { SecretLintSourceOptions } from '@secretlint/core';

/** Half-open range of UTF-16 code units. */
export interface SecretRange {
  readonly start: number;
  readonly end: number;
}

type Finder = (text: string) => Promise<SecretRange[]>;

let finder: Promise<Finder> | null = null;

/**
 * Finds credentials by the rules of secretlint's recommended preset (some twenty issuers' key shapes, connection strings
 * with passwords). Loaded when first needed: it is of no use to whoever asks no model.
 */
export async function findCredentials(text: string): Promise<SecretRange[]> {
  finder ??= loadFinder();
  return (await finder)(text);
}

async function loadFinder(): Promise<Finder> {
  const [{ lintSource }, { creator }] = await Promise.all([
    import('@secretlint/core'),
    import('@secretlint/secretlint-rule-preset-recommend'),
  ]);
  const id = '@secretlint/secretlint-rule-preset-recommend';
  const config: SecretLintSourceOptions['options']['config'] = { rules: [{ id, rule: creator }] };
  return async (content) => {
    const source = { content, filePath: '/project/source', ext: '', contentType: 'text' as const };
    const { messages } = await lintSource({ source, options: { config, noPhysicFilePath: true } });
    return messages.map(({ range: [start, end] }) => ({ start, end }));
  };
}
