import type { ReportedFailure } from './assemble-report.ts';

const PANIC =
  /^thread '.*' (?:\(\d+\) )?panicked at (?:(?<place>[^'\n]+?:\d+:\d+):?|'(?<message>[\s\S]*?)', (?<oldPlace>\S+:\d+:\d+))$/;
const NOTE = /^note: (?:run with|Some details are omitted)/;

/** Whether lines tell of a panic. */
export function hasRustPanic(lines: readonly string[]): boolean {
  return lines.some((line) => PANIC.test(line));
}

/** Why a Rust test failed, from what it printed: a panic, an error that it gave back, or a panic that did not come. */
export function rustFailure(block: readonly string[]): ReportedFailure {
  const at = block.findIndex((line) => PANIC.test(line));
  if (at < 0) return withoutPanic(block);
  const groups = PANIC.exec(block[at] ?? '')?.groups ?? {};
  const rest = block.slice(at + 1);
  const stack = rest.indexOf('stack backtrace:');
  const end = rest.findIndex((line) => NOTE.test(line) || line === 'stack backtrace:');
  const message = (groups.message ?? rest.slice(0, end < 0 ? rest.length : end).join('\n')).trim();
  const frames = stack < 0 ? [] : rest.slice(stack + 1);
  const trace = frames.some((line) => /^\s+at \.?\/?(?!rustc\/)\S+:\d+:\d+$/.test(line))
    ? frames.join('\n')
    : `    at ${groups.place ?? groups.oldPlace}`;
  const isAssertion = /^assertion\b/.test(message);
  const output = block.slice(0, at).join('\n').trim();
  return { kind: isAssertion ? 'assertion' : null, errorType: 'panic', message, trace, output };
}

/** A test that gave back an error, or that should have panicked. */
function withoutPanic(block: readonly string[]): ReportedFailure {
  const returned = block.findLast((line) => /^Error: /.test(line));
  const output = block.join('\n').trim();
  if (returned !== undefined) {
    const message = returned.slice('Error: '.length);
    return { kind: 'error', errorType: /^(\w+)/.exec(message)?.[1] ?? null, message, trace: '', output };
  }
  const note = block.findLast((line) => /^note: /.test(line))?.slice('note: '.length);
  const place = /(\S+\.rs:\d+:\d+)$/.exec(note ?? '')?.[1];
  const trace = place === undefined ? '' : `    at ${place}`;
  return { kind: 'assertion', message: note ?? (output || 'The test failed without a message.'), trace, output };
}
