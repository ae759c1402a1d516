import { Readable } from 'node:stream';
import type { BedrockRuntimeClientConfig, ConverseCommandInput } from '@aws-sdk/client-bedrock-runtime';
import type { Completion, CompletionCall, CompletionRequest, ModelProvider } from '../../domain/model-provider.ts';
import { ProviderError } from '../../domain/provider-error.ts';
import { isRecord } from '../../shared/json.ts';
import { estimateTokens } from '../../shared/tokens.ts';
import { stopFinding } from './anthropic-faults.ts';
import { bedrockAnswer, bedrockError, bedrockFinding } from './bedrock-faults.ts';
import { optionalSdk } from './optional-sdk.ts';
import type { FailedCall, Finding } from './provider-failure.ts';
import { errorText, providerFailure } from './provider-failure.ts';
import { closedSchema, schemaInstruction } from './provider-schema.ts';
import { transportFinding } from './transport-fault.ts';
import { limitedStream } from './wire-limits.ts';

const TOKEN_VARIABLE = 'AWS_BEARER_TOKEN_BEDROCK';
const KEY_VARIABLE = 'AWS_ACCESS_KEY_ID';

/** A gateway in the place of AWS does not care; the SDK wants one all the same. */
const ANY_REGION = 'us-east-1';

/** AWS Bedrock through Converse. Keys of an IAM user, a bearer token, or a profile of the AWS configuration. */
export const bedrockProvider: ModelProvider = {
  name: 'bedrock',
  label: 'Bedrock',
  summary: 'AWS Bedrock (Converse), JSON by output schema',
  keyVariables: [TOKEN_VARIABLE, KEY_VARIABLE],
  keylessWith: ['AWS_PROFILE', 'AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'],
  settings: [
    { variable: 'AWS_SECRET_ACCESS_KEY', purpose: 'Second half of AWS_ACCESS_KEY_ID', secret: true },
    { variable: 'AWS_SESSION_TOKEN', purpose: 'Third part of temporary AWS keys', secret: true },
    { variable: 'AWS_REGION', purpose: 'Region of Bedrock; left out: as in the AWS configuration', secret: false },
    { variable: 'AWS_PROFILE', purpose: 'Profile of the AWS configuration, in place of keys', secret: false },
  ],
  modelVariable: 'BEDROCK_MODEL',
  baseUrlVariable: 'BEDROCK_BASE_URL',
  apiPath: '',
  defaultModels: ['global.anthropic.claude-haiku-4-5-20251001-v1:0', 'anthropic.claude-haiku-4-5-20251001-v1:0'],
  promptBudgetTokens: 60_000,
  maxOutputTokens: 16_000,
  sharedRoomTokens: null,
  requestsPerMinute: null,
  deadlineMs: 180_000,
  packages: ['@aws-sdk/client-bedrock-runtime', '@smithy/node-http-handler'],
  keyUrl: 'https://console.aws.amazon.com/bedrock',
  complete,
};

async function complete(request: CompletionRequest, call: CompletionCall): Promise<Completion> {
  const { AWS_SECRET_ACCESS_KEY = '', AWS_SESSION_TOKEN = '' } = call.settings;
  const secrets = [call.apiKey, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN];
  const failed = { provider: bedrockProvider.name, model: call.model, secrets };
  try {
    call.signal.throwIfAborted();
    if (call.keyVariable === KEY_VARIABLE && AWS_SECRET_ACCESS_KEY === '') {
      throw providerFailure(failed, { fault: 'authentication', words: 'AWS_SECRET_ACCESS_KEY is not set' });
    }
    const answer = bedrockAnswer(await send(request, call, failed));
    if (answer === null)
      throw providerFailure(failed, { fault: 'network', words: 'the answer was empty or is not JSON' });
    const unusable = stopFinding(answer);
    if (unusable !== null) throw providerFailure(failed, unusable);
    return {
      text: answer.text,
      model: call.model,
      inputTokens: answer.inputTokens ?? estimateTokens(request.system + request.user),
      outputTokens: answer.outputTokens ?? estimateTokens(answer.text),
      quotaLeft: null,
    };
  } catch (error) {
    if (error instanceof ProviderError) throw error;
    throw providerFailure(failed, findingOf(error, call), error);
  }
}

function findingOf(error: unknown, call: CompletionCall): Finding {
  const { signal, baseUrl, settings } = call;
  const address = baseUrl ?? `https://bedrock-runtime.${settings.AWS_REGION ?? 'region'}.amazonaws.com`;
  const exception = signal.aborted ? null : bedrockError(error);
  if (exception !== null) return bedrockFinding(exception);
  const finding = transportFinding(error, { signal, address, connectCode: codeInWords(error) });
  if (finding !== null) return finding;
  if (/\baborted\b|socket hang up|Parse Error/.test(errorText(error)))
    return { fault: 'network', words: 'the connection broke' };
  return { fault: 'malformed', words: 'the answer has an unknown form' };
}

/** The SDK puts some errors into a new one that has only their words: `read ECONNRESET`. */
function codeInWords(error: unknown): string | null {
  return /\b(E[A-Z]{4,}|UND_ERR_[A-Z_]+)\b/.exec(errorText(error))?.[1] ?? null;
}

async function send(request: CompletionRequest, call: CompletionCall, failed: FailedCall): Promise<unknown> {
  const packageName = '@aws-sdk/client-bedrock-runtime';
  // The SDK would write seven lines about Node's version into the middle of a run; which versions will do, autofix says itself.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const { BedrockRuntimeClient, ConverseCommand } = await optionalSdk(
    packageName,
    () => import('@aws-sdk/client-bedrock-runtime'),
    failed,
  );
  const client = new BedrockRuntimeClient({ ...(await clientSettings(call, failed)), maxAttempts: 1 });
  // Nearest to the wire, before the SDK collects the whole body.
  client.middlewareStack.add(
    (next) => async (sent) => {
      const result = await next(sent);
      const { response } = result;
      if (isRecord(response) && response.body instanceof Readable) response.body = limitedStream(response.body);
      return result;
    },
    { step: 'deserialize', priority: 'low', name: 'limitedBody' },
  );
  try {
    return await client.send(new ConverseCommand(converseInput(request, call.model)), { abortSignal: call.signal });
  } finally {
    // Connections that stay open keep the process alive.
    client.destroy();
  }
}

async function clientSettings(call: CompletionCall, failed: FailedCall): Promise<BedrockRuntimeClientConfig> {
  const { baseUrl, apiKey, keyVariable, settings } = call;
  const { AWS_REGION, AWS_PROFILE, AWS_SECRET_ACCESS_KEY = '', AWS_SESSION_TOKEN } = settings;
  const region = AWS_REGION ?? (baseUrl === null ? undefined : ANY_REGION);
  const identity =
    keyVariable === ''
      ? { ...(AWS_PROFILE === undefined ? {} : { profile: AWS_PROFILE }) }
      : keyVariable === TOKEN_VARIABLE
        ? { token: { token: apiKey }, authSchemePreference: ['httpBearerAuth'] }
        : {
            credentials: {
              accessKeyId: apiKey,
              secretAccessKey: AWS_SECRET_ACCESS_KEY,
              ...(AWS_SESSION_TOKEN === undefined ? {} : { sessionToken: AWS_SESSION_TOKEN }),
            },
            // A bearer token in the environment would be preferred to the keys that were chosen.
            authSchemePreference: ['sigv4'],
          };
  return {
    ...identity,
    ...(region === undefined ? {} : { region }),
    ...(baseUrl === null ? {} : { endpoint: baseUrl }),
    ...(baseUrl?.startsWith('http:') ? { requestHandler: await plainHandler(failed) } : {}),
  };
}

/** The SDK speaks HTTP/2, which a server without encryption does not understand. */
async function plainHandler(failed: FailedCall) {
  const packageName = '@smithy/node-http-handler';
  const { NodeHttpHandler } = await optionalSdk(packageName, () => import('@smithy/node-http-handler'), failed);
  return new NodeHttpHandler();
}

function converseInput(request: CompletionRequest, modelId: string): ConverseCommandInput {
  const withSchema = !request.without.includes('schema');
  const system = withSchema ? request.system : `${request.system}\n\n${schemaInstruction(request.schema)}`;
  const schema = JSON.stringify(closedSchema(request.schema));
  return {
    modelId,
    system: [{ text: system }],
    messages: [{ role: 'user', content: [{ text: request.user }] }],
    inferenceConfig: { maxTokens: request.maxOutputTokens },
    ...(withSchema
      ? { outputConfig: { textFormat: { type: 'json_schema', structure: { jsonSchema: { schema, name: 'answer' } } } } }
      : {}),
  };
}
