import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import type { Sandbox } from '../domain/sandbox.ts';
import { bubblewrap } from './bubblewrap.ts';
import { type Host, thisHost } from './host.ts';
import { sandboxExec } from './sandbox-exec.ts';
import type { SandboxKind } from './sandbox-kind.ts';
import { defaultLimits, type SandboxLimits } from './sandbox-limits.ts';
import { removeStaleFolders } from './stale-folders.ts';
import { unconfined } from './unconfined.ts';

/** All sandboxes, the safest first; the last one contains least and is always there. */
export const SANDBOXES: readonly SandboxKind[] = [bubblewrap, sandboxExec, unconfined];

/** What `--sandbox` says. */
export type SandboxMode = 'auto' | 'require' | 'none';

export interface ChosenSandbox {
  readonly sandbox: Sandbox;
  /** What the user should know when less is contained than could be; null when all is well or asked for. */
  readonly warning: string | null;
}

const REMEDY =
  'Install bubblewrap (for example: sudo apt install bubblewrap). Where it is installed but forbidden, allow user ' +
  'namespaces for it: on Ubuntu 24.04 an AppArmor profile for /usr/bin/bwrap with the rule "userns,", in a container ' +
  'the right to make namespaces.';

/**
 * The sandbox for a run. Throws an `AutofixError` with code `sandbox-unavailable` (exit code 6) when one is required
 * and none works here.
 */
export async function chooseSandbox(
  mode: SandboxMode,
  host: Host = thisHost(),
  limits: SandboxLimits = defaultLimits(host),
  kinds: readonly SandboxKind[] = SANDBOXES,
): Promise<ChosenSandbox> {
  const [chosen] = await Promise.all([firstThatWorks(mode, host, limits, kinds), removeStaleFolders(host)]);
  return chosen;
}

async function firstThatWorks(
  mode: SandboxMode,
  host: Host,
  limits: SandboxLimits,
  kinds: readonly SandboxKind[],
): Promise<ChosenSandbox> {
  const reasons: string[] = [];
  const here = kinds.filter(({ platform }) => platform === null || platform === host.platform);
  if (here.every((kind) => kind.name === 'none')) reasons.push(`there is none for ${host.platform}`);
  const wanted = mode === 'none' ? here.filter((kind) => kind.name === 'none') : here;
  for (const kind of wanted) {
    if (mode === 'require' && kind.name === 'none') continue;
    const opened = await kind.open(host, limits);
    if (opened.kind === 'open') {
      const isLess = mode === 'auto' && reasons.length > 0;
      const warning = isLess ? `The tests run without a sandbox: ${reasons.join('; ')}. ${REMEDY}` : null;
      return { sandbox: opened.sandbox, warning };
    }
    reasons.push(opened.reason);
  }
  throw new AutofixError(`No sandbox works on this machine: ${reasons.join('; ')}.`, {
    code: 'sandbox-unavailable',
    exitCode: EXIT.testsCannotRun,
    hint: `${REMEDY} Or run without one: --sandbox none.`,
  });
}
