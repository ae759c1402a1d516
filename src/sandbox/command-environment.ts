import type { Host } from './host.ts';

/** Language, character set and time zone: tests may depend on them, and they tell nothing of the person. */
const PASSED = /^(LANG|LANGUAGE|LC_[A-Z]+|TZ)$/;

/** Dull terminals and no colours: reports and messages are read by a program. */
const FIXED = { TERM: 'dumb', CI: 'true', NO_COLOR: '1', FORCE_COLOR: '0' };

/**
 * The environment of a project's command: an allow-list, so that no key, and no setting of a test runner that we may
 * run under ourselves (NODE_ENV, JEST_WORKER_ID), gets through. `added` is the command's own.
 */
export function commandEnvironment(
  host: Host,
  home: string,
  path: readonly string[],
  added: Readonly<Record<string, string>>,
): Record<string, string> {
  const environment: Record<string, string> = { PATH: path.join(':'), HOME: home, LANG: 'C.UTF-8' };
  for (const [name, value] of Object.entries(host.env)) {
    if (value !== undefined && PASSED.test(name)) environment[name] = value;
  }
  return { ...environment, ...FIXED, ...added };
}
