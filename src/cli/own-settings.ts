import { isAbsolute, relative, resolve, sep } from 'node:path';

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
  const entries = Object.entries(settings);
  const steers = ([name, value]: [string, Value]) =>
    STEERING.test(name) || namesCommand(name, value) || writesElsewhere(name, value);
  return {
    kept: Object.fromEntries(entries.filter((entry) => !steers(entry))),
    ignored: entries.filter(steers).map(([name]) => name),
  };
}

/** `--model command=PROGRAM` names a program, which runs outside the sandbox. */
function namesCommand(name: string, value: unknown): boolean {
  return (name === 'model' || name === 'AUTOFIX_MODEL') && /\bcommand\s*=/i.test(JSON.stringify(value) ?? '');
}

const TARGETS = /^(out|diff|html|summary)$|^AUTOFIX_(OUT|DIFF|HTML|SUMMARY)$/;

/** An output that the project's own files put anywhere but into the current folder could replace any file of the user. */
function writesElsewhere(name: string, value: unknown): boolean {
  if (!TARGETS.test(name) || typeof value !== 'string') return false;
  return isAbsolute(value) || /^[a-z]:|^~/i.test(value) || value.split(/[\\/]/).includes('..');
}
