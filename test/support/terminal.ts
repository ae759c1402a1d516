import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import type { Desk } from './run-autofix.ts';

export const CTRL_C = '\u0003';

/** The command line on a pseudo-terminal: what is typed goes through the terminal's line discipline, Ctrl-C too. */
export interface Terminal {
  /** All that was shown so far, control sequences left out. */
  readonly screen: () => string;
  /** Waits until what is shown after all that was awaited before matches. */
  sees(pattern: RegExp): Promise<void>;
  type(text: string): void;
  /** Exit code of the program, which the terminal outlives. */
  readonly ended: Promise<number | null>;
}

/** `script` (util-linux) makes the terminal. */
export function openTerminal(
  desk: Desk,
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Terminal {
  const words = [process.execPath, resolve('bin/autofix.js'), ...argv].map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['-qefc', `stty cols 100 rows 40; exec ${words}`, '/dev/null'], {
    cwd: desk.folder,
    env: { ...desk.env, ...env, TERM: 'xterm', SHELL: '/bin/sh' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let shown = '';
  let awaited = 0;
  let look = () => {};
  child.stdout.setEncoding('utf8').on('data', (text) => {
    shown += text;
    look();
  });
  const ended = new Promise<number | null>((done) => child.on('close', done));
  const screen = () => plain(shown);
  return {
    screen,
    ended,
    type: (text) => child.stdin.write(text),
    sees: (pattern) =>
      new Promise((done, failed) => {
        look = () => {
          const found = pattern.exec(screen().slice(awaited));
          if (found === null) return;
          awaited += found.index + found[0].length;
          look = () => {};
          done();
        };
        ended.then(() => failed(new Error(`ended without ${pattern}:\n${screen()}`)));
        look();
      }),
  };
}

function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replace(/\u001b\[[0-9;?]*[A-Za-z]|\r/g, '');
}
