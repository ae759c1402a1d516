import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { CommandResult, Dialogue } from '../domain/sandbox.ts';
import { CappedOutput } from './capped-output.ts';
import { holdOf } from './hold-tree.ts';
import { inheritedDescriptors } from './inherited-descriptors.ts';
import { converse } from './line-dialogue.ts';
import { killAll, killTree } from './process-tree.ts';
import { watchResources } from './resource-watch.ts';
import type { SandboxLimits } from './sandbox-limits.ts';

const WATCH_INTERVAL_MS = 200;

/** How long pipes of ended processes may stay open before the run goes on without their end. */
const DRAIN_MS = 2_000;

/** A process to be started and watched until nothing of it is left. */
export interface ContainedProcess {
  readonly file: string;
  readonly argv: readonly string[];
  readonly cwd: string;
  /** Host folder that it writes to. */
  readonly workspace: string;
  /** Its whole environment. */
  readonly env: Readonly<Record<string, string>>;
  /** What it can read from file descriptors 3, 4, … */
  readonly inputs: readonly Uint8Array[];
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly limits: SandboxLimits;
  /** Starts a process group of its own, so that the group can be ended as a whole. */
  readonly ownGroup: boolean;
  readonly dialogue?: Dialogue | undefined;
  /** Processes besides its descendants that belong to it. */
  strays(): readonly number[];
}

interface Watch {
  timedOut: boolean;
  /** Why it was ended by us, for the end of stderr. */
  reason: string | null;
}

/** Runs a process to its end, or ends it: at the time limit, on abort, or when its tree uses too much. */
export async function runContained(contained: ContainedProcess): Promise<CommandResult> {
  const started = performance.now();
  const stdout = new CappedOutput(contained.limits.outputPart);
  const stderr = new CappedOutput(contained.limits.outputPart);
  const watch: Watch = { timedOut: false, reason: contained.signal.aborted ? 'interrupted' : null };
  if (watch.reason !== null) return resultOf({ exitCode: null, notFound: false }, watch, stdout, stderr, started);
  const child = start(contained);
  if (child === null) return resultOf({ exitCode: null, notFound: false }, watch, stdout, stderr, started);
  if (contained.dialogue === undefined) child.stdout?.on('data', (chunk: Uint8Array) => stdout.add(chunk));
  else converse(contained.dialogue, child.stdin, child.stdout, holdOf(child.pid));
  child.stderr?.on('data', (chunk: Uint8Array) => stderr.add(chunk));
  const kill = () => endTree(child.pid, contained);
  const stopWatching = watchProcess(child.pid, contained, watch, kill);
  // Children that were left behind hold the pipes open, and have no business after the command's end.
  const drained = new Promise<void>((resolve) => {
    child.once('exit', () => {
      endLeftovers(child.pid, contained);
      setTimeout(resolve, DRAIN_MS).unref();
    });
  });
  const problem = await Promise.race([endOf(child), drained.then(() => null)]);
  stopWatching();
  // Whoever still holds their other ends must not keep our own process from ending.
  for (const stream of child.stdio ?? []) stream?.destroy();
  const notFound = problem === 'ENOENT' || problem === 'EACCES';
  const exitCode = watch.reason === null && problem === null ? child.exitCode : null;
  return resultOf({ exitCode, notFound }, watch, stdout, stderr, started);
}

/**
 * Without execa, which looks at each descriptor together with each other one: that takes 30 ms a command where a shell has
 * left open descriptor 255. null for what no system could start, such as a word with a NUL in it.
 */
function start({ file, argv, cwd, env, inputs, dialogue, ownGroup }: ContainedProcess): ChildProcess | null {
  const first = 3 + inputs.length;
  const covered = coveredDescriptors(first);
  const stdin = dialogue === undefined ? 'ignore' : 'pipe';
  const stdio = [stdin, 'pipe', 'pipe', ...inputs.map((): 'pipe' => 'pipe'), ...covered] as const;
  let child: ChildProcess;
  try {
    child = spawn(file, argv, { cwd, env: { ...env }, detached: ownGroup, stdio: [...stdio] });
  } catch {
    return null;
  }
  // Told by `endOf`. A child that could not even get its pipes has none.
  child.on('error', () => {});
  for (const [index, stream] of (child.stdio ?? []).slice(3).entries()) {
    // Whatever does not read its input to the end may do so.
    stream?.on('error', () => {});
    (stream as Writable | null | undefined)?.end(inputs[index]);
  }
  return child;
}

/** When it has ended and its pipes are shut; gives the system's name of what kept it from starting, null when it ran. */
async function endOf(child: ChildProcess): Promise<string | null> {
  try {
    await once(child, 'close');
    return null;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown';
  }
}

/** Nothing of ours is passed on but what the process is to have: from `first` on, an empty pipe takes the place of the rest. */
function coveredDescriptors(first: number): ('pipe' | 'ignore')[] {
  const inherited = inheritedDescriptors(first);
  const count = Math.max(first, ...inherited.map((descriptor) => descriptor + 1)) - first;
  return Array.from({ length: count }, (_, index) => (inherited.includes(first + index) ? 'pipe' : 'ignore'));
}

/** Looks after time, abort and use; returns how to stop doing so. */
function watchProcess(
  pid: number | undefined,
  contained: ContainedProcess,
  watch: Watch,
  kill: () => void,
): () => void {
  const end = (reason: string) => {
    watch.reason ??= reason;
    kill();
  };
  const timer = setTimeout(() => {
    watch.timedOut = true;
    end(`ended after ${contained.timeoutMs} ms`);
  }, contained.timeoutMs);
  const watchUse = pid === undefined ? () => null : watchResources(pid, contained.workspace, contained.limits);
  const guard = setInterval(() => {
    const excess = watchUse();
    if (excess !== null) end(excess);
  }, WATCH_INTERVAL_MS);
  const onAbort = () => end('interrupted');
  contained.signal.addEventListener('abort', onAbort, { once: true });
  // Where no namespace dies with us, our own end must take the group along.
  if (contained.ownGroup) process.once('exit', kill);
  return () => {
    clearTimeout(timer);
    clearInterval(guard);
    contained.signal.removeEventListener('abort', onAbort);
    process.removeListener('exit', kill);
  };
}

function endTree(pid: number | undefined, contained: ContainedProcess): void {
  if (pid === undefined) return;
  killTree(pid);
  endLeftovers(pid, contained);
}

/** What is left when the first process has ended, whose own id may belong to another one by then. */
function endLeftovers(pid: number | undefined, contained: ContainedProcess): void {
  if (pid !== undefined && contained.ownGroup) killAll([-pid]);
  killAll(contained.strays());
}

function resultOf(
  end: { readonly exitCode: number | null; readonly notFound: boolean },
  watch: Watch,
  stdout: CappedOutput,
  stderr: CappedOutput,
  started: number,
): CommandResult {
  const errors = stderr.text();
  return {
    exitCode: end.exitCode,
    timedOut: watch.timedOut,
    notFound: end.notFound || (end.exitCode !== null && saysNotFound(end.exitCode, errors)),
    stdout: stdout.text(),
    stderr: watch.reason === null ? errors : `${errors}\n[autofix] ${watch.reason}\n`,
    durationMs: Math.round(performance.now() - started),
  };
}

/**
 * 126 and 127 are what shells and the like end with for a program that cannot be run (POSIX, "Exit Status for
 * Commands"); some runners count failures in their exit code, so the last words must say so too.
 */
function saysNotFound(exitCode: number, stderr: string): boolean {
  if (exitCode !== 126 && exitCode !== 127) return false;
  return /^(?:\S*(?:sh|env|prlimit)\b.*)(?:not found|No such file or directory|Permission denied)\s*$/m.test(
    stderr.slice(-2000),
  );
}
