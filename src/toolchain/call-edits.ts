import type { RunnerCall } from './runner-calls.ts';
import { type LineEdit, quoteAll, type ShellWord } from './shell-line.ts';

/** What a runner's flags mean for us. */
export interface FlagTable {
  /** Flags that would spoil a run (watch modes, other reporters, updates of snapshots): taken out. */
  readonly dropped: ReadonlySet<string>;
  /** Flags whose value is the next word, the dropped ones included. */
  readonly withValue: ReadonlySet<string>;
}

/** A call's arguments, sorted by what they are. */
export interface CallParameters {
  /** To be taken out, with their values. */
  readonly dropped: readonly ShellWord[];
  /** Files, folders and patterns. */
  readonly positionals: readonly ShellWord[];
}

/**
 * Sorts a call's arguments. `isPath` tells whether a word names files: behind a flag that is in no table a word
 * that is not a path is taken for the flag's value.
 */
export function sortParameters(call: RunnerCall, flags: FlagTable, isPath: (word: string) => boolean): CallParameters {
  const dropped: ShellWord[] = [];
  const positionals: ShellWord[] = [];
  const words = call.parameters;
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    if (word === undefined) break;
    if (word.value === '--') continue;
    if (!word.value.startsWith('-') || word.value === '-') {
      positionals.push(word);
      continue;
    }
    const [name = word.value] = word.value.split('=', 1);
    const next = words[index + 1];
    const hasValue = !word.value.includes('=') && next !== undefined && !next.value.startsWith('-');
    const takesNext = hasValue && (flags.withValue.has(name) || !(flags.dropped.has(name) || isPath(next.value)));
    if (flags.dropped.has(name)) dropped.push(word, ...(takesNext ? [next] : []));
    if (takesNext) index++;
  }
  return { dropped, positionals };
}

/** What a call can be asked about the words that name files. */
export interface PathCheck {
  /** Whether a word names files of the project, by a pattern too. */
  isPath(word: string): boolean;
  /** Whether it names files that the project does not have, so that a build must make them. */
  isBuilt(word: string): boolean;
}

/** `exists` tells whether the project has something at a path relative to the folder of the call. */
export function pathCheck(exists: (path: string) => boolean): PathCheck {
  const isPattern = (word: string) => /[*?[\]{}]/.test(word);
  const plain = (word: string) => word.replace(/^(\.\/)+/, '').replace(/\/+$/, '');
  return {
    isPath: (word) => isPattern(word) || exists(plain(word)),
    isBuilt(word) {
      const parts = plain(word).split('/');
      const pattern = parts.findIndex(isPattern);
      const fixed = (pattern < 0 ? parts : parts.slice(0, pattern)).join('/');
      return fixed !== '' && fixed !== '.' && !exists(fixed);
    },
  };
}

/** Words of a call that are taken out. */
export function removals(words: readonly ShellWord[]): LineEdit[] {
  return words.map(({ start, end }) => ({ start, end, text: '' }));
}

/** Words put in behind the words that name the runner. */
export function insertAfterRunner(call: RunnerCall, words: readonly string[]): LineEdit[] {
  const end = call.runner.at(-1)?.end ?? 0;
  return words.length === 0 ? [] : [{ start: end, end, text: ` ${quoteAll(words)}` }];
}

/** Words put in at the end of a call. */
export function append(call: RunnerCall, words: readonly string[]): LineEdit[] {
  const end = (call.parameters.at(-1) ?? call.runner.at(-1))?.end ?? 0;
  return words.length === 0 ? [] : [{ start: end, end, text: ` ${quoteAll(words)}` }];
}

/** Squeezes the blanks that removed words leave. */
export function tidy(line: string): string {
  return line.replace(/ {2,}/g, ' ').trim();
}

/** Whether a call has one of some flags, with its value behind `=` or not. */
export function hasFlag(call: RunnerCall, ...names: readonly string[]): boolean {
  return call.parameters.some(({ value }) => names.includes(value.split('=', 1)[0] ?? ''));
}
