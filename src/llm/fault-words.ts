import type { ProviderError, ProviderFault } from '../domain/provider-error.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** What a sentence about a fault is made of. */
interface Subject {
  readonly label: string;
  readonly model: string;
  /** ` until 08:00 UTC`, ` for 37 s`, or nothing. */
  readonly until: string;
  /** The provider's own words. */
  readonly said: string;
}

const WORDS: Readonly<Record<ProviderFault, (subject: Subject) => string>> = {
  'quota-minute': ({ label, until }) => `${label}'s quota per minute is used up${until}`,
  'quota-day': ({ label, until }) => `${label}'s daily quota is used up${until}`,
  'quota-money': ({ label, said }) => `${label}'s credit or spending limit is used up (${said})`,
  'no-free-tier': ({ label, model }) => `${model} has no free tier for this ${label} project`,
  overloaded: ({ label, said }) => `${label} is overloaded (${said})`,
  'server-fault': ({ label, said }) => `${label} has a fault of its own (${said})`,
  network: ({ label, said }) => `no sound connection to ${label} (${said})`,
  unreachable: ({ label, said }) => `${label} cannot be reached (${said})`,
  deadline: ({ label }) => `${label} did not answer in time`,
  authentication: ({ label, said }) => `${label} does not accept the key (${said})`,
  'not-available-here': ({ label, said }) => `${label} is not available from here (${said})`,
  'model-gone': ({ label, model, said }) => `${label} no longer offers ${model} (${said})`,
  'bad-request': ({ label, said }) => `${label} refuses the request (${said})`,
  'price-unknown': ({ model }) => `the price of ${model} is not known, so a cost cap cannot be kept with it`,
  'over-cap': ({ model, said }) => `${said} to ${model}`,
  'sdk-missing': ({ label, said }) => `${label} needs a package that is not installed (${said})`,
  'context-too-long': ({ label, model }) => `the prompt is too long for ${label}'s ${model}`,
  blocked: ({ label, said }) => `${label} withheld the answer (${said})`,
  truncated: ({ label }) => `${label}'s answer was cut off at its token limit`,
  malformed: ({ label, said }) => `${label}'s answer cannot be used (${said})`,
  aborted: () => 'interrupted',
};

/** One sentence for people: `Gemini's daily quota is used up until 08:00 UTC`. `until` in milliseconds since 1970. */
export function faultWords(error: ProviderError, label: string, until: number | null, now: number): string {
  return WORDS[error.fault]({
    label,
    model: error.model,
    said: error.message,
    until: until === null ? '' : untilWords(until, now),
  });
}

/** ` for 37 s` within two minutes, ` until 08:00 UTC` within a day, else with the date. */
function untilWords(until: number, now: number): string {
  const left = until - now;
  if (left <= 2 * MINUTE_MS) return ` for ${Math.max(1, Math.ceil(left / 1000))} s`;
  return ` until ${clockTime(until, now)}`;
}

/** `08:00 UTC`, with the date in front when it is more than a day away. */
export function clockTime(time: number, now: number): string {
  // Rounded up: a minute early would be too early.
  const iso = new Date(Math.ceil(time / MINUTE_MS) * MINUTE_MS).toISOString();
  const clock = `${iso.slice(11, 16)} UTC`;
  return time - now > DAY_MS ? `${iso.slice(0, 10)} ${clock}` : clock;
}
