import type { ConfiguredProvider } from './configured-provider.ts';
import { costOf, modelFacts, priceOf } from './model-facts.ts';
import type { Route } from './routes.ts';
import { MODELS_AS_OF } from './tables/models.ts';

/** What a route is chosen from, beside the table of models. */
export interface RouteFacts {
  /** Milliseconds since 1970: prices change. */
  readonly now: number;
  /** Middle latency of a provider in milliseconds; null when none was measured. */
  latencyMs(provider: string): number | null;
  /** Whether a provider is known to be out at the moment. */
  isOut(configured: ConfiguredProvider): boolean;
}

export interface RoutedProviders {
  readonly providers: readonly ConfiguredProvider[];
  /** What the user should know: whose price or latency is not known, who was passed over. */
  readonly notes: readonly string[];
}

/** A request of the usual size, for comparing prices. */
const USUAL_INPUT_TOKENS = 8000;
const USUAL_OUTPUT_TOKENS = 1500;

/** A prompt that holds one failing test and the code it is about, with a small answer. */
const SMALLEST_REQUEST_TOKENS = 1200;

/**
 * The providers in the order of a route, each judged by its first model. Equal ones keep the user's order; what is not
 * known comes last and is said; a provider that is out at the moment comes after those that are not. One whose limit
 * per minute cannot hold even the smallest request is passed over, whatever the route.
 */
export function routeProviders(
  providers: readonly ConfiguredProvider[],
  route: Route,
  facts: RouteFacts,
): RoutedProviders {
  const notes: string[] = [];
  const roomy = providers.filter(({ provider, limits }) => {
    const fits = limits.tokensPerMinute === null || limits.tokensPerMinute >= SMALLEST_REQUEST_TOKENS;
    if (!fits) notes.push(`${provider.label} is passed over: ${limits.tokensPerMinute} tokens a minute hold no prompt`);
    return fits;
  });
  if (route === 'order') return { providers: roomy, notes };
  const judged = roomy.map((configured) => ({ configured, weight: weightOf(configured, route, facts) }));
  const unknown = judged.filter(({ weight }) => weight === null).map(({ configured }) => configured.provider.label);
  if (unknown.length > 0 && judged.length > 1) notes.push(`${unknown.join(', ')}: ${NOT_KNOWN[route]}; asked last`);
  const order = ({ configured, weight }: (typeof judged)[number]) => [
    facts.isOut(configured) ? 1 : 0,
    weight ?? Number.POSITIVE_INFINITY,
  ];
  const sorted = judged.sort((left, right) => compare(order(left), order(right)));
  return { providers: sorted.map(({ configured }) => configured), notes };
}

const NOT_KNOWN: Readonly<Record<Exclude<Route, 'order'>, string>> = {
  cheapest: `the price is not known (table of ${MODELS_AS_OF})`,
  fastest: 'no answer has been timed yet',
  capable: `the model is not known (table of ${MODELS_AS_OF})`,
};

/** Smaller is better; null when it cannot be told. */
function weightOf({ provider, models }: ConfiguredProvider, route: Route, facts: RouteFacts): number | null {
  const model = models[0] ?? '';
  if (route === 'fastest') return facts.latencyMs(provider.name);
  if (route === 'cheapest') {
    const price = priceOf(provider.name, model, facts.now);
    return price === null ? null : costOf(price, USUAL_INPUT_TOKENS, USUAL_OUTPUT_TOKENS);
  }
  const known = modelFacts(provider.name, model);
  // First the maker's own ranking, then the larger window; a window is far below ten million tokens.
  return known === null ? null : -(known.rank + known.contextTokens / 10_000_000);
}

function compare(left: readonly number[], right: readonly number[]): number {
  for (const [index, value] of left.entries()) {
    const other = right[index] ?? 0;
    if (value !== other) return value < other ? -1 : 1;
  }
  return 0;
}
