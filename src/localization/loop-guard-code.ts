/** How long the code of a test may compute without a break, in seconds. */
export interface LoopPatience {
  readonly seconds: number;
  /** For a loop at which another test was broken off before. */
  readonly again: number;
}

/** Where the loops find what they call, in each realm that loads a source. */
export const LOOP_GUARD = '__autofixLoop';

/** In one turn of the event loop; what fills the memory would end the process, and every test with it, before its time is up. */
const MOST_BYTES = 600 * 1024 * 1024;

/**
 * What makes the guard, on one line. Each round of a loop calls it with the loop's label; every so many calls it looks how long
 * this turn of the event loop has taken since the last test began, and throws in a loop that goes on for too long. Until what was
 * thrown has left the calls that wait for each other it throws in every round, since loops may catch it. Clock and timers are
 * those that libraries do not replace. `any`: the type of a parameter, where there are types.
 */
export function loopGuard(global: string, any: string, { seconds, again }: LoopPatience): string {
  const host = any === '' ? 'process' : '(process as any)';
  const ownTimers = `(typeof process === 'object' ? ${host}.getBuiltinModule?.('timers') : null)`;
  return [
    `;${global}.${LOOP_GUARD} ??= (() => {`,
    `const host${any} = typeof process === 'object' && typeof ${host}.uptime === 'function' ? process : null;`,
    `const { now } = Date; const clock = () => host === null ? now() / 1000 : host.uptime();`,
    `const used = () => host?.memoryUsage === undefined ? 0 : host.memoryUsage().heapUsed;`,
    `const later${any} = ${ownTimers}?.setImmediate ?? ${global}.setImmediate ?? ${global}.setTimeout;`,
    'const ended = Promise.resolve(); const met = new Set();',
    'let calls = 0, stride = 1, begun = 0, last = 0, bytes = 0, isArmed = false;',
    'const begin = () => { begun = last = clock(); stride = 1; bytes = used(); };',
    `const guard${any} = (label${any}) => { if (++calls < stride) return; calls = 0; const time = clock();`,
    'if (!isArmed) { isArmed = true; begin(); later(() => { isArmed = false; }); return; }',
    'const step = time - last; last = time;',
    'stride = step < 0.001 ? Math.min(stride * 2, 4096) : step > 0.02 ? Math.max(1, stride >> 1) : stride;',
    `const limit = met.has(label) ? ${again} : ${seconds}; const isFull = step > 0.01 && used() - bytes > ${MOST_BYTES};`,
    'if (time - begun < limit && !isFull) return;',
    'met.add(label); stride = 1; ended.then(begin);',
    "const told = isFull ? 'the test did not end and filled the memory' : 'the test did not end within ' + limit + ' s';",
    `const error${any} = new Error(told); error.name = 'AutofixTimeout';`,
    // Nobody looks for a fault in the guard itself.
    `const trace${any} = Error; trace.captureStackTrace?.(error, guard); throw error; };`,
    'guard.begin = begin; return guard; })();',
  ].join(' ');
}
