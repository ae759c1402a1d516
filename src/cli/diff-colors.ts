import { Chalk, type ChalkInstance } from 'chalk';
import { safeForTerminal } from '../shared/terminal-text.ts';

/** Colours for a stream as NO_COLOR, FORCE_COLOR, TERM and `--no-color` say. */
export function painter(color: boolean, stream: { readonly isTTY?: boolean } = process.stdout): ChalkInstance {
  const { env } = process;
  if (!color || (env.NO_COLOR ?? '') !== '' || env.TERM === 'dumb') return new Chalk({ level: 0 });
  if ((env.FORCE_COLOR ?? '') !== '') return new Chalk({ level: env.FORCE_COLOR === '0' ? 0 : 1 });
  return new Chalk({ level: stream.isTTY === true ? 1 : 0 });
}

/** The lines of a unified diff, safe for a terminal. */
export function coloredDiff(diff: string, paint: ChalkInstance): string[] {
  return safeForTerminal(diff.replaceAll('\r\n', '\n'))
    .trimEnd()
    .split('\n')
    .map((line) => {
      if (/^(\+\+\+|---|diff |index )/.test(line)) return paint.bold(line);
      if (line.startsWith('@@')) return paint.cyan(line);
      if (line.startsWith('+')) return paint.green(line);
      return line.startsWith('-') ? paint.red(line) : line;
    });
}
