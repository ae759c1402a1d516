import { parseShellLine, type ShellWord } from './shell-line.ts';

/**
 * How a runner is recognised among the words of a command: how many words from `index` on name it
 * (`jest` 1, `react-scripts test` 2), 0 when they do not.
 */
export type RunnerMatch = (words: readonly ShellWord[], index: number) => number;

/** A place in a line where a runner is called. */
export interface RunnerCall {
  /** Words that only start it, such as `npx` or `pnpm exec`: taken out, since they may fetch things. */
  readonly launchers: readonly ShellWord[];
  /** The words that name the runner. */
  readonly runner: readonly ShellWord[];
  /** Its arguments. */
  readonly parameters: readonly ShellWord[];
  /** True behind a program that runs it: `coverage run`, `cross-env`. */
  readonly wrapped?: boolean;
  /** `| …` behind it: programs that make what it prints look nicer. */
  readonly piped?: ShellWord;
}

/** Programs that run another program, which stands further on in their words. */
const WRAPPERS = new Set([
  ...['node', 'nyc', 'c8', 'cross-env', 'cross-env-shell', 'env', 'dotenv', 'dotenvx', 'env-cmd', 'time', 'xvfb-run'],
  ...['ts-node', 'tsx', 'babel-node', 'coverage', 'python', 'python3', 'timeout', 'nice', 'exec', 'command', 'bundle'],
]);

/** First word → the second words with which it starts a program; '' when none is needed. */
const LAUNCHERS: Readonly<Record<string, readonly string[]>> = {
  npx: [''],
  bunx: [''],
  npm: ['exec', 'x'],
  yarn: ['exec', 'run', ''],
  pnpm: ['exec', 'run', 'x', ''],
  bun: ['x', 'run', ''],
  poetry: ['run'],
  uv: ['run'],
  pipenv: ['run'],
  pdm: ['run'],
  hatch: ['run'],
  rye: ['run'],
};

/** Every call of a runner in a shell line. */
export function findRunnerCalls(line: string, match: RunnerMatch): RunnerCall[] {
  const calls: RunnerCall[] = [];
  for (const command of parseShellLine(line)) {
    const call = callIn(command.words, match);
    if (call !== null) calls.push(withPipe(call, line));
  }
  return calls;
}

function withPipe(call: RunnerCall, line: string): RunnerCall {
  const end = (call.parameters.at(-1) ?? call.runner.at(-1))?.end ?? 0;
  const [value = ''] = /^\s*(?:2>&1\s*)?(?:\|(?!\|)[^|&;()\n]*)+/.exec(line.slice(end)) ?? [];
  return value === '' ? call : { ...call, piped: { value, start: end, end: end + value.length } };
}

function callIn(words: readonly ShellWord[], match: RunnerMatch): RunnerCall | null {
  const launchers: ShellWord[] = [];
  let wrapper: string | null = null;
  for (let index = 0; index < words.length; ) {
    // What node runs is a file: a bare word behind it is an argument of another program.
    const isArgument = wrapper === 'node' && !words[index]?.value.includes('/');
    const taken = isArgument ? 0 : match(words, index);
    if (taken > 0) {
      const runner = words.slice(index, index + taken);
      return { launchers, runner, parameters: words.slice(index + taken), wrapped: wrapper !== null };
    }
    const launched = launcherLength(words, index);
    if (launched > 0) {
      launchers.push(...words.slice(index, index + launched));
      index += launched;
      continue;
    }
    const name = baseName(words[index]?.value ?? '');
    if (WRAPPERS.has(name)) wrapper = name;
    // Behind a wrapper stand its own flags and their values before the program that it runs.
    else if (wrapper === null) return null;
    index++;
  }
  return null;
}

/** How many words from `index` on start a program: `npx --no-install` 2, `pnpm exec` 2; 0 when they do something else. */
function launcherLength(words: readonly ShellWord[], index: number): number {
  const verbs = LAUNCHERS[words[index]?.value ?? ''];
  if (verbs === undefined) return 0;
  let next = index + 1;
  if (verbs.includes(words[next]?.value ?? '\0')) next++;
  else if (!verbs.includes('')) return 0;
  while (words[next]?.value.startsWith('-')) {
    // `npx --package=a b`, `npx -c "…"`: another program than the next word.
    if (/^(-p|-c|--package|--call)\b/.test(words[next]?.value ?? '')) return 0;
    next++;
  }
  return next - index;
}

export function baseName(word: string): string {
  return word.slice(word.lastIndexOf('/') + 1);
}

/**
 * Recognises a program of an npm package: its plain name (`jest`, `jest@29`), a path below `.bin`, or a script of
 * the package (`node_modules/mocha/bin/mocha.js`).
 */
export function matchBinary(names: readonly string[], words: readonly ShellWord[], index: number): boolean {
  const value = words[index]?.value ?? '';
  const name = baseName(value)
    .replace(/@[\w.^~-]+$/, '')
    .replace(/\.cmd$/, '');
  if (names.includes(name)) return !value.includes('/') || value.includes('.bin/') || value.includes('node_modules/');
  return value.includes('node_modules/') && names.includes(name.replace(/\.[cm]?js$/, ''));
}

/** Recognises a build tool's wrapper script too, started by itself or by a shell: `./mvnw`, `sh ./gradlew`. */
export function matchWrapper(name: RegExp, words: readonly ShellWord[], index: number): number {
  const isShell = /^(sh|bash)$/.test(words[index]?.value ?? '');
  const at = isShell ? index + 1 : index;
  return name.test(baseName(words[at]?.value ?? '')) ? at - index + 1 : 0;
}
