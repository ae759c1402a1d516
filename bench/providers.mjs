// 1,000 questions through the whole chain against a loopback server of which a fifth of the answers are faults, then the
// chain's own time per request beside the bare SDK's, in interleaved requests of the same process.
// Run: npm run build && npm run bench:providers [-- QUESTIONS]
import { createServer } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Groq } from 'groq-sdk';
import { configuredProviders } from '../dist/llm/configured-providers.js';
import { createModelChain } from '../dist/llm/model-chain.js';
import { openProviderMemory } from '../dist/llm/provider-memory.js';
import { NO_CAPS } from '../dist/llm/usage-meter.js';

const QUESTIONS = Number(process.argv[2] ?? 1000);
const FAULT_SHARE = 0.2;
const MOST_GROWTH_MB = 8;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');

/** Mulberry32: the same faults in every run. */
function seeded(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const FAULTS = ['500', '503', '429', 'html', 'cut', 'empty', 'reset', 'reset-body', 'prose'];
const random = seeded(20261122);
let faultShare = 0;
const served = { requests: 0, faults: 0, answers: [] };

function answerTo(provider, body, text) {
  if (provider === 'gemini') {
    return {
      candidates: [{ content: { role: 'model', parts: [{ text }] }, finishReason: 'STOP', index: 0 }],
      usageMetadata: { promptTokenCount: 40, candidatesTokenCount: 8 },
      modelVersion: 'gemini-3.8-flash',
    };
  }
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: body.model,
    choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 40, completion_tokens: 8 },
  };
}

function reply(response, status, body, type = 'application/json', headers = {}) {
  response.writeHead(status, { 'content-type': type, ...headers });
  response.end(body);
}

function spoil(fault, response, whole, text, provider, body) {
  const error = (code, message) => JSON.stringify({ error: { code, message, status: 'UNAVAILABLE' } });
  switch (fault) {
    case '500':
      return reply(response, 500, error(500, 'Internal Server Error'));
    case '503':
      return reply(response, 503, error(503, 'The model is overloaded.'));
    case '429':
      return reply(
        response,
        429,
        error(429, 'Rate limit reached. Please retry in 2s. Please try again in 2s.'),
        undefined,
        { 'retry-after': '2' },
      );
    case 'html':
      return reply(response, 502, '<html>502 Bad Gateway</html>', 'text/html');
    case 'cut':
      return reply(response, 200, whole.slice(0, whole.length / 2));
    case 'empty':
      return reply(response, 200, '');
    case 'reset':
      return response.socket.resetAndDestroy();
    case 'reset-body':
      response.writeHead(200, { 'content-type': 'application/json' });
      return response.write(whole.slice(0, whole.length / 2), () =>
        setTimeout(() => response.socket?.resetAndDestroy(), 5),
      );
    default:
      return reply(response, 200, JSON.stringify(answerTo(provider, body, `Here you are:\n${text}\nGood luck!`)));
  }
}

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  const provider = request.url.startsWith('/v1beta') ? 'gemini' : 'groq';
  const text = JSON.stringify({ id: Number(/question (-?\d+)\./.exec(JSON.stringify(body))?.[1]) });
  const whole = JSON.stringify(answerTo(provider, body, text));
  served.requests++;
  if (random() >= faultShare) return reply(response, 200, whole);
  served.faults++;
  spoil(FAULTS[Math.floor(random() * FAULTS.length)], response, whole, text, provider, body);
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${server.address().port}`;

/** Waits cost no time here: what is measured is the work. */
let skippedMs = 0;
const clock = {
  now: () => Date.now() + skippedMs,
  after: (ms, late) => {
    const timer = setTimeout(late, ms);
    return () => clearTimeout(timer);
  },
  sleep: async (ms) => {
    skippedMs += ms;
  },
};
const SCHEMA = { type: 'object', properties: { id: { type: 'integer' } }, required: ['id'] };
const environment = {
  GEMINI_API_KEY: 'bench-gemini-key',
  GROQ_API_KEY: 'bench-groq-key',
  GROQ_MODEL: 'llama-3.3-70b-versatile',
  GEMINI_BASE_URL: url,
  GROQ_BASE_URL: url,
  GROQ_REQUESTS_PER_MINUTE: '0',
};
const { signal } = new AbortController();

async function chainOf(names) {
  const { configured } = configuredProviders(names, environment);
  return createModelChain(
    { providers: configured, caps: NO_CAPS, requestTimeoutMs: 5000, longestWaitMs: null, lastResort: null },
    { memory: await openProviderMemory(null), emit: () => {}, record: () => {}, clock },
  );
}

const USER = (question) => `This is question ${question}. Answer with its number.`;
const ask = (chain, question) =>
  chain.generateStructured(async () => ({ system: 'You answer in JSON.', user: USER(question) }), SCHEMA, signal);

function heapMb() {
  collectGarbage();
  return process.memoryUsage().heapUsed / 1e6;
}

async function faultRun() {
  const chain = await chainOf(['gemini', 'groq']);
  const seen = new Map();
  const heap = [];
  let lost = 0;
  faultShare = FAULT_SHARE;
  for (let question = 0; question < QUESTIONS; question++) {
    if (question % (QUESTIONS / 5) === 0) heap.push(heapMb());
    const answer = await ask(chain, question).catch(() => null);
    if (answer === null || answer.value.id !== question) lost++;
    else seen.set(question, (seen.get(question) ?? 0) + 1);
  }
  heap.push(heapMb());
  faultShare = 0;
  const duplicates = [...seen.values()].filter((times) => times > 1).length;
  return { lost, duplicates, heap, fallbacks: chain.fallbacks().length, usage: chain.usage() };
}

async function overheadRun() {
  const chain = await chainOf(['groq']);
  const client = new Groq({ apiKey: 'bench-groq-key', baseURL: url, maxRetries: 0, logLevel: 'off' });
  const times = { chain: [], bare: [] };
  const bare = (question) =>
    client.chat.completions.create({
      model: 'llama-3.3-70b-versatile',
      messages: [
        { role: 'system', content: 'You answer in JSON.' },
        { role: 'user', content: USER(question) },
      ],
      response_format: { type: 'json_object' },
    });
  for (let question = -50; question < QUESTIONS; question++) {
    for (const [name, work] of [
      ['chain', () => ask(chain, question)],
      ['bare', () => bare(question)],
    ]) {
      const start = process.hrtime.bigint();
      await work();
      // The first fifty warm the engine.
      if (question >= 0) times[name].push(Number(process.hrtime.bigint() - start) / 1e6);
    }
  }
  return times;
}

const middle = (values, share = 0.5) =>
  [...values].sort((left, right) => left - right)[Math.floor(values.length * share)];

const run = await faultRun();
const { requests, faults } = served;
const times = await overheadRun();
server.close();
server.closeAllConnections();

const growth = run.heap.at(-1) - run.heap[1];
console.log(
  `${QUESTIONS} questions, ${requests} requests, ${faults} of them faults (${((100 * faults) / requests).toFixed(1)} %)`,
);
console.log(
  `lost ${run.lost}, answered twice ${run.duplicates}, fallbacks ${run.fallbacks}, counted by the meter ${run.usage.requests}`,
);
console.log(
  `heap in MB at each fifth: ${run.heap.map((mb) => mb.toFixed(1)).join(' ')} (growth after the first fifth ${growth.toFixed(1)})`,
);
console.log(
  `per request, medians (p95): bare SDK ${middle(times.bare).toFixed(2)} (${middle(times.bare, 0.95).toFixed(2)}) ms, chain ${middle(times.chain).toFixed(2)} (${middle(times.chain, 0.95).toFixed(2)}) ms`,
);
console.log(`own overhead ${(middle(times.chain) - middle(times.bare)).toFixed(2)} ms per request`);
const failed = run.lost > 0 || run.duplicates > 0 || run.usage.requests !== requests || growth > MOST_GROWTH_MB;
if (failed) console.error('FAILED: a question was lost or answered twice, a request was not counted, or the heap grew');
process.exitCode = failed ? 1 : 0;
