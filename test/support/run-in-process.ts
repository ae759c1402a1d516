import { main } from '../../src/cli/main.ts';
import type { Clock } from '../../src/llm/clock.ts';
import type { AutofixRun } from './run-autofix.ts';

/**
 * Runs one command line in this process, with an environment of its own and whatever is written to the standard
 * streams kept. One at a time: environment and streams belong to the process.
 */
export async function runInProcess(
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
  clock?: Clock,
): Promise<AutofixRun> {
  const before = { ...process.env };
  const stdout = captured(process.stdout);
  const stderr = captured(process.stderr);
  replaceEnvironment(env);
  try {
    const exitCode = await main(argv, clock);
    return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
  } finally {
    replaceEnvironment(before);
    stdout.release();
    stderr.release();
  }
}

function replaceEnvironment(env: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
}

function captured(stream: NodeJS.WriteStream) {
  const { write } = stream;
  let text = '';
  stream.write = ((chunk: string | Uint8Array) => {
    text += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
    return true;
  }) as typeof stream.write;
  return {
    text: () => text,
    release: () => {
      stream.write = write;
    },
  };
}
