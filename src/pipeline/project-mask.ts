import { maskSecrets } from '../context/mask-secrets.ts';
import { maskValues, secretValues } from '../context/secret-values.ts';
import type { Project } from '../domain/project.ts';

/** Takes out of a text what is masked in prompts: what looks like a credential, and values of the project's `.env`. */
export type Mask = (text: string) => string;

export function projectMask(project: Project): Mask {
  let values: readonly string[] | null = null;
  return (text) => {
    values ??= secretValues(project);
    return maskSecrets(maskValues(text, values));
  };
}

/** A value of JSON with every text in it masked. */
export function maskedTexts(value: unknown, mask: Mask): unknown {
  return JSON.parse(JSON.stringify(value), (_key, part: unknown) => (typeof part === 'string' ? mask(part) : part));
}
