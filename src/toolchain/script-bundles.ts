import { parseShellLine, type SimpleCommand } from './shell-line.ts';

/** Programs that run several scripts of a package, and how their arguments name them. */
const BUNDLERS: Readonly<Record<string, (words: readonly string[], names: readonly string[]) => string[]>> = {
  'run-s': namedScripts,
  'run-p': namedScripts,
  'npm-run-all': namedScripts,
  'npm-run-all2': namedScripts,
  concurrently: commandLines,
};

const STARTERS = new Set(['npx', 'yarn', 'pnpm']);

/** Whether the lines of a bundle run beside each other, so that one that fails keeps none of the others from running. */
export function isParallel(command: SimpleCommand): boolean {
  const words = command.words.map((word) => word.value);
  return words.some((word) => /^(run-p|concurrently|-p|--parallel|-c|--continue-on-error)$/.test(word));
}

/**
 * The lines that `run-s a b`, `npm-run-all test:*` or `concurrently "npm:a" "b c"` run, one after the other; null for
 * any other command. `names` are the package's scripts.
 */
export function bundledLines(command: SimpleCommand, names: readonly string[]): readonly string[] | null {
  const words = command.words.map((word) => word.value).filter((word, index) => index > 0 || !STARTERS.has(word));
  const lines = BUNDLERS[words[0] ?? '']?.(words.slice(1), names) ?? [];
  return lines.length === 0 ? null : lines;
}

/** https://github.com/bcomnes/npm-run-all2: names or patterns of names, arguments behind a name in the same word. */
function namedScripts(words: readonly string[], names: readonly string[]): string[] {
  const lines: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    if (word === '--') break;
    if (/^(--max-parallel|--npm-path)$/.test(word)) index++;
    else if (!word.startsWith('-')) lines.push(...linesOf(word, names));
  }
  return lines;
}

function linesOf(word: string, names: readonly string[]): string[] {
  const [pattern = '', ...parameters] = word.split(/\s+/);
  const more = parameters.length === 0 ? '' : ` ${parameters.join(' ')}`;
  return matching(pattern, names).map((name) => `npm run ${name}${more}`);
}

/** `*` stands for one part between colons, `**` for any. */
function matching(pattern: string, names: readonly string[]): string[] {
  if (!pattern.includes('*')) return [pattern];
  const parts = pattern.split(/(:?\*\*|\*)/).map((part) => {
    if (part === '*') return '[^:]+';
    if (part.endsWith('**')) return '.*';
    return part.replace(/[.+?^$()[\]{}|\\]/g, '\\$&');
  });
  const expression = new RegExp(`^${parts.join('')}$`);
  return names.filter((name) => expression.test(name));
}

const CONCURRENTLY_VALUES =
  /^(-n|--names|-c|--prefix-colors|-p|--prefix|-s|--success|-m|--max-processes|-l|--prefix-length)$/;

/** Each word is a command; `npm:NAME` is a script. */
function commandLines(words: readonly string[], names: readonly string[]): string[] {
  const lines: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    if (CONCURRENTLY_VALUES.test(word)) index++;
    else if (!word.startsWith('-')) {
      const [, script] = /^(?:npm|yarn|pnpm|bun|node):(.+)$/.exec(word) ?? [];
      if (script !== undefined) lines.push(...linesOf(script, names));
      else if (parseShellLine(word).length > 0) lines.push(word);
    }
  }
  return lines;
}
