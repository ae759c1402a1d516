// Tells what the time of a run went into: a sandbox that notes when something of the project runs, and a source of
// candidates that notes when one is searched for.

/** Milliseconds on the clock: of each kind of work, the spans in which it went on. */
export function stopwatch() {
  const spans = { install: [], tests: [], warm: [], search: [] };
  let searchCpu = 0;
  return {
    sandbox: (sandbox) => timedSandbox(sandbox, spans),
    generator: (generator) => timedGenerator(generator, spans.search, (milliseconds) => (searchCpu += milliseconds)),
    /** Milliseconds of each kind; `project`: in which anything of the project ran; `search`: in which nothing of it did. */
    read: () => {
      const { install, tests, warm, search } = spans;
      const project = covered([...install, ...tests, ...warm]);
      const all = covered([...install, ...tests, ...warm, ...search]);
      const own = { install: covered(install), tests: covered(tests), warm: covered(warm) };
      return { ...own, project, search: all - project, searchCpu };
    },
  };
}

/** Milliseconds of processor time that this process took, all of its threads together. */
export function processorTime() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Only installing may reach the network. Of a warm process that counts in which an answer is awaited. */
function timedSandbox(sandbox, spans) {
  return {
    ...{ name: sandbox.name, isolation: sandbox.isolation, separates: sandbox.separates },
    canShare: (root) => sandbox.canShare?.(root) ?? Promise.resolve(false),
    workspaceRoot: (workspace) => sandbox.workspaceRoot(workspace),
    scratchRoot: (scratch) => sandbox.scratchRoot(scratch),
    async run(command) {
      const start = performance.now();
      if (command.dialogue !== undefined) return runTalking(sandbox, command, start, spans.warm);
      const result = await sandbox.run(command);
      spans[command.network ? 'install' : 'tests'].push([start, performance.now()]);
      return result;
    },
  };
}

/** Answers begin with it; what the project prints does not. */
const ANSWER_MARK = '\u0002';

/**
 * The first answer is awaited from the start on, each other one from the question on. A process that hangs in the tests of
 * a candidate is ended without an answer: then its end is what was waited for.
 */
async function runTalking(sandbox, command, start, spans) {
  let asked = start;
  const dialogue = {
    started: (send, hold) =>
      command.dialogue.started((line) => {
        asked ??= performance.now();
        send(line);
      }, hold),
    line: (text) => {
      if (asked !== null && text.includes(ANSWER_MARK)) {
        spans.push([asked, performance.now()]);
        asked = null;
      }
      command.dialogue.line(text);
    },
  };
  const result = await sandbox.run({ ...command, dialogue });
  if (asked !== null) spans.push([asked, performance.now()]);
  return result;
}

function timedGenerator(generator, spans, addCpu) {
  return {
    name: generator.name,
    async *generate(task, history, signal) {
      const candidates = generator.generate(task, history, signal)[Symbol.asyncIterator]();
      try {
        for (;;) {
          const start = performance.now();
          const cpu = processorTime();
          const next = await candidates.next();
          addCpu(processorTime() - cpu);
          // Asking for the processor time takes a fifth of a millisecond, which is no work of the run's.
          spans.push([start, performance.now()]);
          if (next.done) return;
          yield next.value;
        }
      } finally {
        await candidates.return?.();
      }
    },
  };
}

/** Milliseconds in which at least one of the spans runs. */
function covered(spans) {
  let [sum, end] = [0, Number.NEGATIVE_INFINITY];
  for (const [from, to] of spans.toSorted((left, right) => left[0] - right[0])) {
    if (to <= end) continue;
    sum += to - Math.max(from, end);
    end = to;
  }
  return sum;
}
