const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const PARTS = /(\d+(?:\.\d+)?)(ms|s|m|h|d)/g;

/** No quota lasts longer than a month; beyond that a delay is a mistake, and soon no date at all. */
const LONGEST_DELAY_MS = 31 * 86_400_000;

/**
 * Milliseconds of a protobuf duration (`36s`, `45.837906927s`) or a Go duration (`2m59.56s`, `1h2m`, `120ms`);
 * null when the text is neither.
 */
export function parseDuration(text: string): number | null {
  if (!/^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/.test(text)) return null;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(PARTS)) total += Number(amount) * (UNIT_MS[unit ?? ''] ?? 0);
  return Math.min(Math.ceil(total), LONGEST_DELAY_MS);
}

/** Milliseconds of a `retry-after` header: whole or fractional seconds, or an HTTP date. */
export function parseRetryAfter(value: string | null | undefined, now: number): number | null {
  if (value === null || value === undefined || value.trim() === '') return null;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return seconds >= 0 ? Math.min(Math.ceil(seconds * 1000), LONGEST_DELAY_MS) : null;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.min(Math.max(0, date - now), LONGEST_DELAY_MS);
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** The next midnight in Los Angeles, when Gemini's quotas per day start anew (Gemini API, "Rate limits"). */
export function nextPacificMidnight(now: number): number {
  const candidate = now + DAY_MS - millisecondsOfPacificDay(now);
  // The day on which the clocks change has 23 or 25 hours.
  const late = millisecondsOfPacificDay(candidate);
  return late < DAY_MS / 2 ? candidate - late : candidate + DAY_MS - late;
}

function millisecondsOfPacificDay(time: number): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: 'America/Los_Angeles',
    hourCycle: 'h23',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(time);
  const part = (type: string) => Number(parts.find((candidate) => candidate.type === type)?.value ?? 0);
  return part('hour') * HOUR_MS + part('minute') * 60_000 + part('second') * 1000 + (time % 1000);
}
