import type { ModelProvider } from '../../src/domain/model-provider.ts';
import { ProviderError, type ProviderFault } from '../../src/domain/provider-error.ts';
import { estimateTokens } from '../../src/shared/tokens.ts';

/** A server of one's own that takes a prompt as text and answers with text. Registry: `src/llm/providers.ts`. */
export const plainServer: ModelProvider = {
  ...{ name: 'plain', label: 'The plain server', summary: 'a server that takes a prompt and answers with text' },
  ...{ keyVariables: [], keylessWith: ['PLAIN_BASE_URL'], settings: [], keyUrl: '' },
  ...{ modelVariable: 'PLAIN_MODEL', defaultModels: ['plain'], baseUrlVariable: 'PLAIN_BASE_URL', apiPath: '' },
  ...{ promptBudgetTokens: 8000, maxOutputTokens: 4000, sharedRoomTokens: null, requestsPerMinute: null },
  ...{ deadlineMs: 60_000, packages: [] },
  // One call, one mapped error: retries, waiting, caching and falling back are wrapped around it.
  async complete({ system, user }, { model, baseUrl, signal }) {
    const failure = (fault: ProviderFault, message: string, cause?: unknown) =>
      new ProviderError(message, { provider: 'plain', model, fault, cause });
    const body = `${system}\n\n${user}`;
    const response = await fetch(`${baseUrl}/complete`, { method: 'POST', body, signal }).catch((cause: unknown) => {
      throw failure(signal.aborted ? 'aborted' : 'network', 'the server cannot be reached', cause);
    });
    if (response.status === 429) throw failure('quota-minute', 'the server is busy');
    if (!response.ok) throw failure('server-fault', `the server answered ${response.status}`);
    const text = await response.text();
    const tokens = { inputTokens: estimateTokens(body), outputTokens: estimateTokens(text) };
    return { text, model, ...tokens, quotaLeft: null };
  },
};
