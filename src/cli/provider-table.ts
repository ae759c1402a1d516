import type { Outage } from '../llm/provider-memory.ts';
import { latencyAt, type ProviderFigures } from '../llm/provider-metrics.ts';
import type { ModelPrice } from '../llm/tables/models.ts';
import { counted } from '../shared/counted.ts';
import { wrapped } from './wrap-text.ts';

/** One provider as `autofix providers --json` shows it. */
export interface ProviderRow {
  readonly provider: string;
  readonly keys: number;
  readonly keyVariable: string | null;
  readonly models: readonly string[];
  readonly baseUrl: string | null;
  /** Of the first model. US dollars for a million tokens; null: not known. */
  readonly price: Pick<ModelPrice, 'input' | 'output'> | null;
  /** Of the first model; null: not known. */
  readonly contextTokens: number | null;
  readonly requestsPerMinute: number | null;
  readonly tokensPerMinute: number | null;
  readonly outages: readonly OutageRow[];
  readonly metrics: MetricsRow | null;
  readonly problem: string | null;
}

interface OutageRow {
  readonly model: string | null;
  readonly fault: string;
  readonly until: string | null;
}

/** What all runs together have seen of a provider. */
interface MetricsRow extends Omit<ProviderFigures, 'latenciesMs'> {
  readonly latencyMs: { readonly p50: number | null; readonly p95: number | null };
}

export function outageRow(model: string | null, { fault, until }: Outage): OutageRow {
  return { model, fault, until: until === null ? null : new Date(until).toISOString() };
}

/** null without figures. */
export function metricsRow(figures: ProviderFigures | undefined): MetricsRow | null {
  if (figures === undefined) return null;
  const { latenciesMs: _latencies, ...counts } = figures;
  return { ...counts, latencyMs: { p50: latencyAt(figures, 0.5), p95: latencyAt(figures, 0.95) } };
}

/** `width`: most characters in a line; infinite: each line stays whole. */
export function providerTable(rows: readonly ProviderRow[], width: number): string {
  return [...rows.flatMap((row) => linesFor(row, width)), 'offline   needs no key'].join('\n');
}

/** Columns of a provider's name, with the space behind it. */
const NAME_WIDTH = 10;

function linesFor(row: ProviderRow, width: number): string[] {
  const [head = '', ...others] = factsOf(row);
  const name = row.provider.padEnd(NAME_WIDTH - 1);
  const beside = wrapped(head, width - NAME_WIDTH, '').map((line, index) => {
    return `${index === 0 ? name : ' '.repeat(NAME_WIDTH - 1)} ${line}`;
  });
  return [...beside, ...others.flatMap((fact) => wrapped(`  ${fact}`, width, '    '))];
}

function factsOf(row: ProviderRow): string[] {
  const { models, baseUrl, outages, metrics, problem } = row;
  const address = baseUrl === null ? '' : `; at ${baseUrl}`;
  return [
    `${keyWords(row)}; models ${models.join(', ') || 'none'}${address}`,
    ...(problem === null ? [] : [problem]),
    ...(problem === null ? [priceWords(row)] : []),
    ...outages.map(
      ({ model, fault, until }) => `out: ${model ?? 'key'} ${fault} until ${until ?? 'the end of the run'}`,
    ),
    ...(metrics === null ? [] : [metricWords(metrics)]),
  ];
}

function keyWords({ keys, keyVariable, problem }: ProviderRow): string {
  if (keys > 0) return `${counted(keys, 'key')} in ${keyVariable}`;
  return problem === null ? 'needs no key' : 'no key';
}

function priceWords({ price, contextTokens, requestsPerMinute, tokensPerMinute }: ProviderRow): string {
  return [
    price === null ? 'price not known' : `$${price.input} in, $${price.output} out for a million tokens`,
    ...(contextTokens === null ? [] : [`window ${contextTokens} tokens`]),
    ...(requestsPerMinute === null ? [] : [`at most ${requestsPerMinute} requests a minute`]),
    ...(tokensPerMinute === null ? [] : [`at most ${tokensPerMinute} tokens a minute`]),
  ].join('; ');
}

function metricWords(metrics: MetricsRow): string {
  const { requests, answered, failures, fallbacks, inputTokens, outputTokens, costUsd, unpriced, latencyMs } = metrics;
  const faults = Object.entries(failures).map(([fault, times]) => `${fault} ${times}`);
  return [
    `so far: ${counted(requests, 'request')}, ${answered} answered`,
    ...(faults.length === 0 ? [] : [`failed: ${faults.join(', ')}`]),
    `${fallbacks} fallbacks`,
    `${inputTokens} tokens in, ${outputTokens} out`,
    `$${costUsd.toFixed(4)}${unpriced === 0 ? '' : ` and ${unpriced} answers of unknown price`}`,
    ...(latencyMs.p50 === null ? [] : [`p50 ${latencyMs.p50} ms, p95 ${latencyMs.p95} ms`]),
  ].join('; ');
}
