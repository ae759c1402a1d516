import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import { type Clock, systemClock } from '../llm/clock.ts';
import { configuredProviders, parseModelOverrides } from '../llm/configured-providers.ts';
import { type PingResult, pingProviders } from '../llm/ping.ts';
import { PROVIDERS } from '../llm/providers.ts';
import { secretsOf } from '../llm/secrets.ts';
import { counted } from '../shared/counted.ts';
import { redactor } from '../shared/redact.ts';
import { safeForTerminal } from '../shared/terminal-text.ts';
import { environmentWithFile } from './environment-file.ts';
import { runTimeLimit } from './interruption.ts';
import { printError, printResult, printWarnings } from './print.ts';

export interface PingFlags {
  readonly json?: boolean;
  readonly model?: readonly string[];
}

/** However slow a provider is, a connectivity check that takes longer than this has failed. */
const TIME_LIMIT_MS = 120_000;

/** For one round trip with a tiny prompt; the provider's own deadline where that is shorter. */
const REQUEST_LIMIT_MS = 20_000;

/**
 * `autofix ping [provider...]`: one real round trip to each. Exit code 0 when all that were asked for answer, else
 * the code of the first that did not. Without names: every provider that has a key. As text each result is printed as
 * soon as it is there; `--json` prints one document, with an `error` where nobody could be asked.
 */
export async function pingCommand(
  names: readonly string[],
  flags: PingFlags,
  clock: Clock = systemClock,
): Promise<number> {
  try {
    return await pingAll(names, flags, clock);
  } catch (error) {
    if (flags.json !== true || !(error instanceof AutofixError)) return printError(error);
    const { code, message, hint } = error;
    printResult(JSON.stringify({ results: [], error: { code, message, hint } }, null, 2));
    return error.exitCode;
  }
}

async function pingAll(names: readonly string[], flags: PingFlags, clock: Clock): Promise<number> {
  const { env, warnings } = environmentWithFile(process.cwd(), process.env);
  printWarnings(warnings);
  const all = names.length === 0;
  const wanted = all ? PROVIDERS.map((provider) => provider.name) : names;
  const configuration = configuredProviders(wanted, env, parseModelOverrides(flags.model ?? []));
  // Without names only those with a key are asked, unless there is none at all.
  const asked = all && configuration.configured.length > 0 ? { ...configuration, leftOut: [] } : configuration;
  // Keys of AWS lie about for other reasons: who did not name a provider need not install its package.
  const counts = ({ fault }: PingResult) => !all || fault !== 'sdk-missing';
  const redact = redactor(secretsOf(env));
  const print = (result: PingResult) => {
    if (flags.json !== true && counts(result)) printResult(redact(asText(result)));
  };
  const limit = runTimeLimit(TIME_LIMIT_MS);
  try {
    const results = (await pingProviders(asked, limit.signal, REQUEST_LIMIT_MS, clock, print)).filter(counts);
    if (flags.json === true) printResult(redact(JSON.stringify({ results }, null, 2)));
    return results.find((result) => !result.ok)?.exitCode ?? EXIT.fixed;
  } finally {
    limit.dispose();
  }
}

function asText(result: PingResult): string {
  return safeForTerminal(linesFor(result).join('\n'));
}

function linesFor({ provider, ok, model, latencyMs, quotaLeft, fault, message, remedy }: PingResult): string[] {
  if (!ok) return [`${provider}  failed (${fault})  ${message}`, `  remedy: ${remedy}`];
  const left = [
    ...(quotaLeft?.requests == null ? [] : [`${counted(quotaLeft.requests, 'request')} left`]),
    ...(quotaLeft?.tokens == null ? [] : [`${quotaLeft.tokens} tokens left this minute`]),
  ];
  return [`${provider}  ok  ${model}  ${latencyMs} ms${left.length === 0 ? '' : `  ${left.join(', ')}`}`];
}
