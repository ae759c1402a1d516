/** JSON Schema subset that every provider's structured output understands. */
export interface JsonSchema {
  readonly type: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean';
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly enum?: readonly string[];
}

/**
 * Parts of a request that an answer can do without: thinking control, the schema given to the provider (the
 * prompt then carries it), the mode that promises some JSON. Left out when a provider refuses them.
 */
export type OptionalField = 'thinking' | 'schema' | 'json-mode';

/** What is asked of a model: one turn, answered as JSON that fits `schema`. */
export interface CompletionRequest {
  readonly system: string;
  readonly user: string;
  readonly schema: JsonSchema;
  /** Thinking included: it comes out of the same budget. */
  readonly maxOutputTokens: number;
  /** `least` where thinking has eaten an answer or is not worth its price. */
  readonly thinking: 'default' | 'least';
  readonly without: readonly OptionalField[];
}

/** How one call is made. */
export interface CompletionCall {
  readonly model: string;
  /** '' where none is needed. */
  readonly apiKey: string;
  /** Variable that the key came from, for providers that have several kinds; '' without a key. */
  readonly keyVariable: string;
  /** Values of the provider's `settings` variables, as far as they are set. */
  readonly settings: ProviderSettings;
  /** Without a trailing slash; null: the provider's own address. */
  readonly baseUrl: string | null;
  /** Ends the call, headers and body alike; a fresh signal for each call. */
  readonly signal: AbortSignal;
  /** Milliseconds since 1970: some quotas end at an hour of the day. */
  readonly now: () => number;
}

export type ProviderSettings = Readonly<Record<string, string>>;

/** Requests or tokens left, as far as the provider's headers tell. */
export interface QuotaLeft {
  readonly requests: number | null;
  readonly tokens: number | null;
  /** Tokens a minute, and in how many milliseconds all of them are there again. */
  readonly tokenLimit: number | null;
  readonly tokensResetMs: number | null;
}

/** A variable beside key, model and address that a provider reads. */
export interface ProviderSetting {
  readonly variable: string;
  readonly purpose: string;
  /** True: its value is kept out of everything that is printed or stored. */
  readonly secret: boolean;
}

export interface Completion {
  readonly text: string;
  /** The model that answered, which may differ from the one asked. */
  readonly model: string;
  readonly inputTokens: number;
  /** Thinking tokens included: they are paid for. */
  readonly outputTokens: number;
  readonly quotaLeft: QuotaLeft | null;
}

/** Plug-in contract of the provider registry: one call, one mapped error; policies are wrapped around it. */
export interface ModelProvider {
  /** Name on the command line, e.g. `gemini`. */
  readonly name: string;
  /** Name in sentences, e.g. `Gemini`. */
  readonly label: string;
  readonly summary: string;
  /** Environment variables that may hold the key, in order of precedence. */
  readonly keyVariables: readonly string[];
  /** Variables of which any one makes a key unnecessary, e.g. the address of a local server; `always`: none is needed. */
  readonly keylessWith: readonly string[] | 'always';
  readonly settings: readonly ProviderSetting[];
  /** Environment variable for the model or, unless it takes one model, a comma-separated list with successors. */
  readonly modelVariable: string;
  /** True: what names its model is one model, commas and all, never a list with successors. */
  readonly takesOneModel?: true;
  /** null: it has no address. */
  readonly baseUrlVariable: string | null;
  /** Path that the SDK adds by itself, so that a base address which ends in it is understood too. */
  readonly apiPath: string;
  /** First choice first; a model that is gone is skipped. */
  readonly defaultModels: readonly string[];
  /** Tokens that a request may bring without running into a free plan's limits per minute. */
  readonly promptBudgetTokens: number;
  /** Room for an answer, thinking included. */
  readonly maxOutputTokens: number;
  /** What prompt and answer may take together where both count against one limit per minute; null: independent. */
  readonly sharedRoomTokens: number | null;
  /** Requests a minute that one key may make where nobody says otherwise; null: no limit of our own. */
  readonly requestsPerMinute: number | null;
  /** How long one call may take, in milliseconds, before it counts as hanging. */
  readonly deadlineMs: number;
  /** Packages that are installed only by those who use this provider; empty: it comes with autofix. */
  readonly packages: readonly string[];
  /** Where a person gets a key; '' where none is needed. */
  readonly keyUrl: string;
  /** Rejects with a `ProviderError`, whatever the SDK threw. Makes exactly one request. */
  complete(request: CompletionRequest, call: CompletionCall): Promise<Completion>;
}
