/** JSON Schema subset that every provider's structured output understands. */
export interface JsonSchema {
  readonly type: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean';
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly enum?: readonly string[];
}

/** What is asked of a model: one turn, answered as JSON that fits `schema`. */
export interface CompletionRequest {
  readonly system: string;
  readonly user: string;
  readonly schema: JsonSchema;
  readonly maxOutputTokens: number;
}

/** How one call is made. */
export interface CompletionCall {
  readonly model: string;
  readonly apiKey: string;
  /** Without a trailing slash; null: the provider's own address. */
  readonly baseUrl: string | null;
  /** Ends the call, headers and body alike; a fresh signal for each call. */
  readonly signal: AbortSignal;
}

/** Requests or tokens left, as far as the provider's headers tell. */
export interface QuotaLeft {
  readonly requests: number | null;
  readonly tokens: number | null;
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
  readonly summary: string;
  /** Environment variables that may hold the key, in order of precedence. */
  readonly keyVariables: readonly string[];
  /** Environment variable for the model or a comma-separated list with successors. */
  readonly modelVariable: string;
  readonly baseUrlVariable: string;
  /** First choice first; a model that is gone is skipped. */
  readonly defaultModels: readonly string[];
  /** Tokens that a request may bring without running into a free plan's limits per minute. */
  readonly promptBudgetTokens: number;
  readonly maxOutputTokens: number;
  /** Where a person gets a key. */
  readonly keyUrl: string;
  /** Rejects with a `ProviderError`, whatever the SDK threw. Makes exactly one request. */
  complete(request: CompletionRequest, call: CompletionCall): Promise<Completion>;
}
