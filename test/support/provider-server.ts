import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { anthropicAnswerReply, anthropicFault, anthropicRefusal } from './anthropic-replies.ts';
import { bedrockAnswerReply, bedrockFault, bedrockRefusal } from './bedrock-replies.ts';
import {
  type FaultOptions,
  geminiAnswerReply,
  geminiFault,
  geminiRefusal,
  geminiUnknownPath,
} from './gemini-replies.ts';
import { groqAnswerReply, groqFault, groqRefusal, groqUnknownPath } from './groq-replies.ts';
import { openAiAnswerReply, openAiFault } from './openai-replies.ts';
import {
  dressed,
  type FaultName,
  type ProviderName,
  type ProviderStep,
  type RecordedRequest,
  type Reply,
} from './provider-steps.ts';

/** What each provider does, request by request; the last step repeats. A provider without steps answers `{}`. */
export type ProviderScript = { readonly [name in ProviderName]?: readonly ProviderStep[] };

export interface ProviderServer {
  /** For the base address of every provider alike. */
  readonly url: string;
  /** In the order of arrival. */
  readonly requests: readonly RecordedRequest[];
  requestsTo(provider: ProviderName): readonly RecordedRequest[];
  /** Paths that no provider has, as they were asked for. */
  readonly strays: readonly string[];
  /** Connections that hang are cut. */
  close(): Promise<void>;
}

export interface ProviderServerOptions {
  /** Told when a reply has come to a halt that only a deadline can end. */
  readonly onStall?: () => void;
}

/** Stands in for all providers on a loopback port, with their true bodies, headers, statuses and delays. */
export async function startProviderServer(
  script: ProviderScript = {},
  { onStall = () => {} }: ProviderServerOptions = {},
): Promise<ProviderServer> {
  const requests: RecordedRequest[] = [];
  const strays: string[] = [];
  const requestsTo = (provider: string) => requests.filter((request) => request.provider === provider);
  const respond = async (incoming: IncomingMessage, response: ServerResponse) => {
    const request = await readRequest(incoming);
    if (request === null) {
      strays.push(incoming.url ?? '');
      return send(response, unknownPath(incoming), onStall);
    }
    const steps = script[request.provider] ?? [];
    const step = steps[Math.min(requestsTo(request.provider).length, steps.length - 1)] ?? { answer: '{}' };
    requests.push(request);
    await delay(step);
    send(response, await replyTo(request, step), onStall);
  };
  const server = createServer((incoming, response) => {
    respond(incoming, response).catch((error: unknown) => {
      // A mistake in a test's script: seen at once as an answer that no provider gives.
      response.writeHead(599, { 'content-type': 'text/plain' }).end(String(error));
    });
  });
  const url = await listen(server);
  return {
    url,
    requests,
    requestsTo,
    strays,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function replyTo(request: RecordedRequest, step: ProviderStep): Promise<Reply> {
  const { refusal, fault: faultReply, answer } = REPLIES[request.provider];
  const refused = refusal(request);
  if (refused !== null) return refused;
  if (typeof step === 'string' || 'fault' in step) {
    const { fault, ...options } = typeof step === 'string' ? { fault: step } : step;
    return faultReply(fault, request, options);
  }
  const text = typeof step.answer === 'string' ? step.answer : await step.answer(request);
  const { thoughts, model, promptTokens, tokensLeft } = step;
  return answer(request, { text: dressed(text, step.dress), thoughts, model, promptTokens, tokensLeft });
}

interface AnswerParts {
  readonly text: string;
  readonly thoughts: string | undefined;
  readonly model: string | undefined;
  readonly promptTokens: number | undefined;
  readonly tokensLeft: number | undefined;
}

interface Replies {
  readonly refusal: (request: RecordedRequest) => Reply | null;
  readonly fault: (fault: FaultName, request: RecordedRequest, options: FaultOptions) => Reply;
  readonly answer: (request: RecordedRequest, parts: AnswerParts) => Reply;
}

const REPLIES: Readonly<Record<ProviderName, Replies>> = {
  gemini: {
    refusal: geminiRefusal,
    fault: geminiFault,
    answer: (request, { model, ...parts }) => geminiAnswerReply(request, { ...parts, modelVersion: model }),
  },
  groq: { refusal: groqRefusal, fault: groqFault, answer: groqAnswerReply },
  anthropic: { refusal: anthropicRefusal, fault: anthropicFault, answer: anthropicAnswerReply },
  openai: { refusal: () => null, fault: openAiFault, answer: openAiAnswerReply },
  bedrock: { refusal: bedrockRefusal, fault: bedrockFault, answer: bedrockAnswerReply },
};

/** null for a path that no provider has. */
async function readRequest(incoming: IncomingMessage): Promise<RecordedRequest | null> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const body = parseBody(Buffer.concat(chunks).toString('utf8'));
  const { url: path = '', method = '', headers } = incoming;
  const common = { method, path, headers, body };
  const geminiModel = /^\/v1beta\/models\/([^:?]+):generateContent$/.exec(path)?.[1];
  if (geminiModel !== undefined) {
    const key = String(headers['x-goog-api-key'] ?? '');
    const prompt = textsIn([body.systemInstruction, body.contents]);
    return { ...common, provider: 'gemini', model: decodeURIComponent(geminiModel), key, prompt };
  }
  const key = String(headers['x-api-key'] ?? headers.authorization ?? '').replace(/^Bearer /, '');
  const bedrockModel = /^\/model\/([^/]+)\/converse$/.exec(path)?.[1];
  if (bedrockModel !== undefined) {
    const model = decodeURIComponent(bedrockModel);
    return { ...common, provider: 'bedrock', model, key, prompt: textsIn([body.system, body.messages]) };
  }
  const provider = PATHS[path];
  if (provider === undefined) return null;
  // Anthropic has the system text beside the messages.
  const prompt = textsIn([{ text: body.system }, body.messages]);
  return { ...common, provider, model: String(body.model), key, prompt };
}

const PATHS: Readonly<Record<string, ProviderName>> = {
  '/openai/v1/chat/completions': 'groq',
  '/v1/chat/completions': 'openai',
  '/v1/messages': 'anthropic',
};

function parseBody(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return { unparsed: text };
  }
}

/** Every `text` and `content` string in the messages, in order. */
function textsIn(value: unknown): string {
  const texts: string[] = [];
  const collect = (part: unknown, key: string) => {
    if (typeof part === 'string' && (key === 'text' || key === 'content')) texts.push(part);
    else if (typeof part === 'object' && part !== null)
      for (const [name, child] of Object.entries(part)) collect(child, name);
  };
  collect(value, '');
  return texts.join('\n\n');
}

function unknownPath({ url = '', method = '' }: IncomingMessage): Reply {
  return url.startsWith('/openai') ? groqUnknownPath(method, url) : geminiUnknownPath();
}

function send(response: ServerResponse, reply: Reply, onStall: () => void): void {
  const stall = () => setTimeout(onStall, STALL_MS);
  const { socket } = response;
  switch (reply.kind) {
    case 'hang':
      stall();
      return;
    case 'reset':
      socket?.resetAndDestroy();
      return;
    case 'raw':
      socket?.end(reply.text);
      return;
    case 'http':
      response.writeHead(reply.status, { ...reply.headers, 'content-length': Buffer.byteLength(reply.body) });
      response.end(reply.body);
      return;
    case 'stream':
      response.writeHead(reply.status, { 'content-type': 'application/json; charset=UTF-8' });
      response.write(reply.body);
      if (reply.end === 'reset') setTimeout(() => socket?.resetAndDestroy(), STALL_MS);
      else if (reply.end === 'endless') pour(response);
      else {
        if (reply.end === 'drip') drip(response);
        stall();
      }
  }
}

/** Long enough for what was written to be read. */
const STALL_MS = 30;

function drip(response: ServerResponse): void {
  const timer = setInterval(() => response.write(' '), STALL_MS / 5);
  response.on('close', () => clearInterval(timer));
}

/** As fast as the reader takes it, until it hangs up. */
function pour(response: ServerResponse): void {
  const block = Buffer.alloc(65_536, ' ');
  const more = () => {
    while (!response.closed && response.write(block));
  };
  response.on('drain', more);
  more();
}

function delay(step: ProviderStep): Promise<void> {
  const ms = typeof step === 'string' ? 0 : (step.delayMs ?? 0);
  return ms === 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, ms));
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}
