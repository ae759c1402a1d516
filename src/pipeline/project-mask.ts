import { knownSecrets } from '../context/known-secrets.ts';
import { maskSecrets } from '../context/mask-secrets.ts';
import { maskValues } from '../context/secret-values.ts';
import { AutofixError } from '../domain/autofix-error.ts';
import type { Project } from '../domain/project.ts';
import type { RepairOutcome } from '../domain/repair-outcome.ts';

/** Takes out of a text what is masked in prompts: what looks like a credential, and values that are known to be secret. */
export type Mask = (text: string) => string;

/** `others`: secrets of the person who runs it. */
export function projectMask(project: Project, others: readonly string[] = []): Mask {
  let values: readonly string[] | null = null;
  const masked = (text: string) => {
    values ??= knownSecrets(project, others);
    return maskSecrets(maskValues(text, values));
  };
  // Names of tests and the like come again and again.
  const known = new Map<string, string>();
  return (text) => {
    if (text.length > LONGEST_KEPT) return masked(text);
    let result = known.get(text);
    if (result !== undefined) return result;
    result = masked(text);
    if (known.size < MOST_KEPT) known.set(text, result);
    return result;
  };
}

const LONGEST_KEPT = 300;
const MOST_KEPT = 50_000;

/** A result whose texts may be shown to anybody who may see the project, whatever its tests have printed. */
export function maskedOutcome({ outputs, ...outcome }: RepairOutcome, mask: Mask): RepairOutcome {
  return { ...maskedTexts(outcome, mask), outputs };
}

/** The same error, as it may be shown. */
export function maskedError({ message, code, exitCode, hint, cause }: AutofixError, mask: Mask): AutofixError {
  return new AutofixError(mask(message), { code, exitCode, hint, cause });
}

/** Keys of what is looked up again by its very text: paths of the project and of this machine. */
const PATHS = new Set(['file', 'files', 'zip', 'html', 'runDir']);

/** A value of JSON with every text in it masked, but for paths. */
export function maskedTexts<Value>(value: Value, mask: Mask): Value {
  const masked = (part: unknown): unknown => {
    if (typeof part === 'string') return mask(part);
    if (Array.isArray(part)) return part.map(masked);
    if (typeof part !== 'object' || part === null) return part;
    const pairs = Object.entries(part).map(([key, each]) => [key, PATHS.has(key) ? each : masked(each)]);
    return Object.fromEntries(pairs);
  };
  return masked(JSON.parse(JSON.stringify(value))) as Value;
}
