import type { CommandResult, Dialogue } from '../domain/sandbox.ts';
import { CappedOutput } from './capped-output.ts';
import { holdOf } from './hold-tree.ts';
import { inheritedDescriptors } from './inherited-descriptors.ts';
import { converse } from './line-dialogue.ts';
import { descendants, killAll } from './process-tree.ts';
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
  const { execa } = await import('execa');
  const stdout = new CappedOutput(contained.limits.outputPart);
  const stderr = new CappedOutput(contained.limits.outputPart);
  const watch: Watch = { timedOut: false, reason: contained.signal.aborted ? 'interrupted' : null };
  if (watch.reason !== null) return resultOf({ exitCode: null, notFound: false }, watch, stdout, stderr, started);
  const subprocess = execa(contained.file, contained.argv, {
    cwd: contained.cwd,
    env: { ...contained.env },
    extendEnv: false,
    stdio: [
      contained.dialogue === undefined ? 'ignore' : 'pipe',
      'pipe',
      'pipe',
      ...contained.inputs.map((bytes): [Uint8Array] => [bytes]),
      ...coveredDescriptors(3 + contained.inputs.length),
    ],
    buffer: false,
    encoding: 'buffer',
    reject: false,
    detached: contained.ownGroup,
    cleanup: !contained.ownGroup,
  });
  if (contained.dialogue === undefined) subprocess.stdout?.on('data', (chunk: Uint8Array) => stdout.add(chunk));
  else converse(contained.dialogue, subprocess.stdin, subprocess.stdout, holdOf(subprocess.pid));
  subprocess.stderr?.on('data', (chunk: Uint8Array) => stderr.add(chunk));
  const kill = () => endTree(subprocess.pid, contained);
  const stopWatching = watchProcess(subprocess.pid, contained, watch, kill);
  // Children that were left behind hold the pipes open, and have no business after the command's end.
  const drained = new Promise<void>((resolve) => {
    subprocess.once('exit', () => {
      endLeftovers(subprocess.pid, contained);
      setTimeout(resolve, DRAIN_MS).unref();
    });
  });
  const outcome = await Promise.race([subprocess, drained.then(() => null)]);
  stopWatching();
  const exitCode = outcome === null ? subprocess.exitCode : (outcome.exitCode ?? null);
  const notFound = outcome?.code === 'ENOENT' || outcome?.code === 'EACCES';
  return resultOf({ exitCode: watch.reason === null ? exitCode : null, notFound }, watch, stdout, stderr, started);
}

/** Nothing of ours is passed on but what the process is to have: from `first` on, an empty input takes the place of the rest. */
function coveredDescriptors(first: number): ([Uint8Array] | 'ignore')[] {
  const inherited = inheritedDescriptors(first);
  const count = Math.max(first, ...inherited.map((descriptor) => descriptor + 1)) - first;
  return Array.from({ length: count }, (_, index) =>
    inherited.includes(first + index) ? [new Uint8Array()] : 'ignore',
  );
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
  killAll([pid, ...descendants(pid)]);
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
