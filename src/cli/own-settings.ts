import { relative, resolve, sep } from 'node:path';

/** Settings that decide where keys are sent and what runs outside the sandbox. */
const STEERING =
  /_BASE_URL$|^AUTOFIX_COMMAND(_|$)|^AUTOFIX_(SANDBOX|PROVIDERS|STATE_DIR|RUN_DIR)$|^(sandbox|providers|runDir)$/;

/**
 * Whether the current folder belongs to the project that is repaired (`autofix run .`): then its `.env` and its
 * configuration come from whoever wrote the project, a stranger's pull request perhaps.
 */
export function belongsToInput(folder: string, input: string): boolean {
  if (input === '-' || /\.zip$/i.test(input)) return false;
  const path = relative(resolve(input), folder);
  return path === '' || (path !== '..' && !path.startsWith(`..${sep}`) && resolve(path) !== path);
}

/** Takes the steering settings out; gives what is left and the names that were set. */
export function withoutSteering<Value>(settings: Readonly<Record<string, Value>>): {
  readonly kept: Readonly<Record<string, Value>>;
  readonly ignored: readonly string[];
} {
  const names = Object.keys(settings);
  const ignored = names.filter((name) => STEERING.test(name));
  return { kept: Object.fromEntries(Object.entries(settings).filter(([name]) => !STEERING.test(name))), ignored };
}
