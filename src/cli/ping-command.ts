import { EXIT } from '../domain/autofix-error.ts';
import { type Clock, systemClock } from '../llm/clock.ts';
import { configuredProviders, parseModelOverrides } from '../llm/configured-providers.ts';
import { type PingResult, pingProviders } from '../llm/ping.ts';
import { PROVIDERS } from '../llm/providers.ts';
import { secretsOf } from '../llm/secrets.ts';
import { redactor } from '../shared/redact.ts';
import { safeForTerminal } from '../shared/terminal-text.ts';
import { environmentWithFile } from './environment-file.ts';
import { runTimeLimit } from './interruption.ts';
import { printResult, printWarnings } from './print.ts';

export interface PingFlags {
  readonly json?: boolean;
  readonly model?: readonly string[];
}

/** However slow a provider is, a connectivity check that takes longer than this has failed. */
const TIME_LIMIT_MS = 120_000;

/** Below it, so that what hangs is told as such and not as an interruption. */
const REQUEST_LIMIT_MS = 100_000;

/**
 * `autofix ping [provider...]`: one real round trip to each. Exit code 0 when all that were asked for answer, else
 * the code of the first that did not. Without names: every provider that has a key.
 */
export async function pingCommand(
  names: readonly string[],
  flags: PingFlags,
  clock: Clock = systemClock,
): Promise<number> {
  const { env, warnings } = environmentWithFile(process.cwd(), process.env);
  printWarnings(warnings);
  const all = names.length === 0;
  const wanted = all ? PROVIDERS.map((provider) => provider.name) : names;
  const configuration = configuredProviders(wanted, env, parseModelOverrides(flags.model ?? []));
  // Without names only those with a key are asked, unless there is none at all.
  const asked = all && configuration.configured.length > 0 ? { ...configuration, leftOut: [] } : configuration;
  const limit = runTimeLimit(TIME_LIMIT_MS);
  try {
    const pinged = await pingProviders(asked, limit.signal, REQUEST_LIMIT_MS, clock);
    // Keys of AWS lie about for other reasons: who did not name a provider need not install its package.
    const results = all ? pinged.filter(({ fault }) => fault !== 'sdk-missing') : pinged;
    const redact = redactor(secretsOf(env));
    printResult(redact(flags.json === true ? JSON.stringify({ results }, null, 2) : asText(results)));
    return results.find((result) => !result.ok)?.exitCode ?? EXIT.fixed;
  } finally {
    limit.dispose();
  }
}

function asText(results: readonly PingResult[]): string {
  return results.map((result) => safeForTerminal(linesFor(result).join('\n'))).join('\n');
}

function linesFor({ provider, ok, model, latencyMs, quotaLeft, fault, message, remedy }: PingResult): string[] {
  if (!ok) return [`${provider}  failed (${fault})  ${message}`, `  remedy: ${remedy}`];
  const left = [
    ...(quotaLeft?.requests == null ? [] : [`${quotaLeft.requests} requests left`]),
    ...(quotaLeft?.tokens == null ? [] : [`${quotaLeft.tokens} tokens left this minute`]),
  ];
  return [`${provider}  ok  ${model}  ${latencyMs} ms${left.length === 0 ? '' : `  ${left.join(', ')}`}`];
}
