import { StringDecoder } from 'node:string_decoder';
import type { Dialogue, Hold } from '../domain/sandbox.ts';

/** A line that grows beyond this (UTF-16 code units) is no answer, and is dropped. */
const LONGEST_LINE = 8 * 1024 * 1024;

/** Connects a dialogue with the pipes of a started process. */
export function converse(
  dialogue: Dialogue,
  stdin: NodeJS.WritableStream | null,
  stdout: NodeJS.ReadableStream | null,
  hold?: Hold,
): void {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  stdout?.on('data', (chunk: Buffer) => {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST_LINE) rest = '';
    for (const line of lines) dialogue.line(line);
  });
  // A process that has ended reads no more; that it ended is told by its result.
  stdin?.on('error', () => {});
  dialogue.started((line) => stdin?.write(`${line}\n`), hold);
}
