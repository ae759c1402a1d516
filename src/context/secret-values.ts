import { parseEnv } from 'node:util';
import type { Project } from '../domain/project.ts';
import { decodeSource } from '../shared/source-text.ts';
import { isSecretFile, MASK } from './mask-secrets.ts';

/** Shorter values would be found by chance in honest code. */
const SHORTEST_VALUE = 8;

/** Words and numbers of configuration, not of credentials. */
const ORDINARY = /^(?:true|false|development|production|localhost|[a-z]+|\d+(\.\d+)*|\/[\w/.-]*)$/i;

/**
 * The values of the project's own `.env` files and their like: whoever prints one, an assertion message for
 * instance, must not carry it to a provider. Longest first.
 */
export function secretValues(project: Project): string[] {
  const values = new Set<string>();
  for (const entry of project.entries.values()) {
    if (entry.kind !== 'file' || entry.size > 100_000 || !isSecretFile(entry.path)) continue;
    const text = decodeSource(entry.bytes())?.text;
    if (text === undefined) continue;
    for (const value of Object.values(parseEnv(text))) {
      if (value !== undefined && value.length >= SHORTEST_VALUE && !ORDINARY.test(value)) values.add(value);
    }
  }
  return [...values].sort((left, right) => right.length - left.length);
}

/** Masks the given values wherever they stand. */
export function maskValues(
  text: string,
  values: readonly string[],
): { readonly text: string; readonly masked: number } {
  let masked = 0;
  let result = text;
  for (const value of values) {
    const parts = result.split(value);
    masked += parts.length - 1;
    result = parts.join(MASK);
  }
  return { text: result, masked };
}
