import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import type {
  Completion,
  CompletionCall,
  CompletionRequest,
  ModelProvider,
  ProviderSettings,
} from '../../domain/model-provider.ts';
import { isRecord } from '../../shared/json.ts';
import { estimateTokens } from '../../shared/tokens.ts';
import { splitCommandLine } from './command-line.ts';
import type { Finding } from './provider-failure.ts';
import { providerFailure } from './provider-failure.ts';
import { schemaInstruction } from './provider-schema.ts';
import { transportFinding } from './transport-fault.ts';

const PASS_VARIABLE = 'AUTOFIX_COMMAND_ENV';

/** More than any model writes. */
const LONGEST_ANSWER_BYTES = 4_000_000;
const LONGEST_ERROR_CHARS = 2000;

/** How long what a program has printed may be on its way when the program itself has ended. */
const DRAIN_MS = 200;

/** What a program needs to find its files and its language; no key is among them. */
const ALLOWED = new Set(
  `PATH HOME USER LOGNAME SHELL LANG LANGUAGE TERM TMPDIR TMP TEMP TZ XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME
  XDG_STATE_HOME XDG_RUNTIME_DIR OLLAMA_HOST HTTP_PROXY HTTPS_PROXY NO_PROXY http_proxy https_proxy no_proxy
  SSL_CERT_FILE NODE_EXTRA_CA_CERTS SYSTEMROOT SYSTEMDRIVE WINDIR COMSPEC PATHEXT APPDATA LOCALAPPDATA USERPROFILE
  PROGRAMDATA PROGRAMFILES`.split(/\s+/),
);

/** Any program that reads the prompt on standard input and prints the answer. The command line stands for the model. */
export const commandProvider: ModelProvider = {
  name: 'command',
  label: 'The command',
  summary: 'any program that reads the prompt and prints the answer: command:"llm -m x"',
  keyVariables: [],
  keylessWith: 'always',
  settings: [
    {
      variable: PASS_VARIABLE,
      purpose: 'Names of further variables that the command may see, separated by commas',
      secret: false,
    },
  ],
  modelVariable: 'AUTOFIX_COMMAND',
  takesOneModel: true,
  baseUrlVariable: null,
  apiPath: '',
  defaultModels: [],
  promptBudgetTokens: 24_000,
  maxOutputTokens: 16_000,
  sharedRoomTokens: null,
  requestsPerMinute: null,
  deadlineMs: 300_000,
  packages: [],
  keyUrl: '',
  complete,
};

async function complete(request: CompletionRequest, call: CompletionCall): Promise<Completion> {
  const failed = { provider: commandProvider.name, model: call.model, secrets: [] };
  const words = splitCommandLine(call.model);
  const [file, ...args] = words ?? [];
  if (file === undefined) {
    const problem = words === null ? 'a quote in the command is never closed' : 'the command is empty';
    throw providerFailure(failed, { fault: 'bad-request', words: problem });
  }
  const prompt = `${request.system}\n\n${schemaInstruction(request.schema)}\n\n${request.user}\n`;
  const result = await runProgram(file, args, prompt, call).catch((error: unknown) => {
    return { kind: 'failed', finding: notStarted(file, error) } as const;
  });
  if (result.kind === 'failed') throw providerFailure(failed, result.finding);
  const { text } = result;
  if (text.trim() === '') throw providerFailure(failed, { fault: 'malformed', words: 'the command printed nothing' });
  return {
    text,
    model: call.model,
    inputTokens: estimateTokens(prompt),
    outputTokens: estimateTokens(text),
    quotaLeft: null,
  };
}

type ProgramResult =
  | { readonly kind: 'printed'; readonly text: string }
  | { readonly kind: 'failed'; readonly finding: Finding };

/** How a program came to its end; null twice: it has not been seen to end. */
interface Exit {
  readonly code: number | null;
  readonly killedBy: string | null;
}

/**
 * One run of the program, ended with all that it started by the signal or when it prints too much. It is over when the
 * program itself has ended: what it started may live on outside its group and hold its output open.
 */
function runProgram(
  file: string,
  args: readonly string[],
  prompt: string,
  { signal, settings }: CompletionCall,
): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const ended = () => transportFinding(null, { signal, address: 'command:', connectCode: null });
    const early = ended();
    if (early !== null) return resolve({ kind: 'failed', finding: early });
    const child = startProgram(file, args, settings);
    // First of all: where there are no more descriptors, there are no streams to listen to either.
    child.on('error', (error) => resolve({ kind: 'failed', finding: notStarted(file, error) }));
    const output = collectOutput(child, () => stop());
    let exit: Exit = { code: null, killedBy: null };
    let drain: NodeJS.Timeout | null = null;
    const finish = () => {
      signal.removeEventListener('abort', stop);
      if (drain !== null) clearTimeout(drain);
      letGo(child);
      const finding = ended() ?? exitFinding(output.bytes(), exit, output.said());
      resolve(finding === null ? { kind: 'printed', text: output.text() } : { kind: 'failed', finding });
    };
    const drainThenFinish = () => {
      // Timers come before input: what has arrived meanwhile is read first.
      drain ??= setTimeout(() => setImmediate(finish), DRAIN_MS);
    };
    const stop = () => {
      endGroup(child);
      drainThenFinish();
    };
    signal.addEventListener('abort', stop, { once: true });
    child.on('exit', (code, killedBy) => {
      exit = { code, killedBy };
      drainThenFinish();
    });
    child.on('close', finish);
    child.stdin.end(prompt);
  });
}

function startProgram(file: string, args: readonly string[], settings: ProviderSettings) {
  return spawn(file, args, {
    env: allowedEnvironment(process.env, settings),
    stdio: ['pipe', 'pipe', 'pipe'],
    // A process group of its own, so that what the program starts ends with it.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
}

/** Keeps what the program prints, and tells when it is too much. */
function collectOutput(child: ChildProcessWithoutNullStreams, tooMuch: () => void) {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > LONGEST_ANSWER_BYTES) tooMuch();
    else chunks.push(chunk);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-LONGEST_ERROR_CHARS);
  });
  // A program need not read its prompt to the end.
  child.stdin.on('error', () => undefined);
  return { bytes: () => bytes, said: () => said, text: () => Buffer.concat(chunks).toString('utf8') };
}

/** Nothing of the program keeps this process alive: not a stream that a descendant holds, nor one that will not end. */
function letGo(child: ChildProcessWithoutNullStreams): void {
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
  child.unref();
}

function exitFinding(bytes: number, { code, killedBy }: Exit, said: string): Finding | null {
  if (bytes > LONGEST_ANSWER_BYTES) {
    return { fault: 'malformed', words: `the command printed more than ${LONGEST_ANSWER_BYTES} bytes` };
  }
  if (code === 0) return null;
  const how = code === null ? `was ended by ${killedBy}` : `ended with exit code ${code}`;
  const why = said.trim() === '' ? '' : `: ${said.trim()}`;
  return { fault: 'server-fault', words: `the command ${how}${why}` };
}

function notStarted(file: string, error: unknown): Finding {
  const code = isRecord(error) && typeof error.code === 'string' ? error.code : 'unknown error';
  return { fault: 'unreachable', words: `${file}: ${code}` };
}

function endGroup(child: ChildProcess): void {
  try {
    if (process.platform === 'win32' || child.pid === undefined) child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** What the program sees: the allow-list and what the user names; never a key of a provider unless it is named. */
function allowedEnvironment(environment: NodeJS.ProcessEnv, settings: ProviderSettings): NodeJS.ProcessEnv {
  const named = new Set((settings[PASS_VARIABLE] ?? '').split(',').map((name) => name.trim()));
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => {
      return ALLOWED.has(name) || ALLOWED.has(name.toUpperCase()) || name.startsWith('LC_') || named.has(name);
    }),
  );
}
