import type { Scratch, TestCommand } from '../domain/toolchain.ts';
import { startedWith } from './python-start.ts';

/** How long a test may go on before it is broken off, in seconds. */
export interface LoopLimits {
  readonly seconds: number;
  /** For one that is at a place where another one was broken off before. */
  readonly again: number;
}

/** The command of a Python runner, whichever it is, with tests broken off that do not end. `root`: the work copy as they see it. */
export function loopBreakingPython(
  command: TestCommand,
  limits: LoopLimits,
  root: string,
  scratch: Scratch,
): TestCommand {
  const env = { AUTOFIX_LOOPS: JSON.stringify({ ...limits, root }) };
  return startedWith(command, { module: 'autofix_loop_breaker', source: 'loop-breaker.py', env }, scratch);
}
