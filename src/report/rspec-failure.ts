import type { ReportedFailure, ReportedTest } from './assemble-report.ts';
import { speaksOfLoading } from './failure-kind.ts';

const FRAME = /^\s*# \S.*:\d+(?::in .*)?$/;

/** What RSpec prints of one failure: the failing code, the error's class, its message, and frames after `#`. */
export function rspecFailure(printed: readonly string[]): ReportedFailure {
  const dedented = dedent(printed);
  const border = dedented.findIndex((line) => /^\s*# --- Caused by: ---$/.test(line));
  const lines = border < 0 ? dedented : dedented.slice(0, border).filter((line) => !/^\s*# -{10,}$/.test(line));
  // The frames of the cause stand deeper.
  const cause = border < 0 ? [] : dedented.slice(border).map((line) => line.replace(/^(\s*#) +/, '$1 '));
  const frames = [...lines, ...cause].filter((line) => FRAME.test(line));
  const text = lines.filter((line) => !FRAME.test(line));
  const code = text.findIndex((line) => /^Failure\/Error: /.test(line));
  const after = code < 0 ? text : afterCode(text, code);
  const body = (after.length > 0 ? after : text).join('\n').trim();
  const typed = /^(?<type>[A-Z][\w:]*):\n(?<message>[\s\S]*)$/.exec(body)?.groups;
  const message = dedent((typed?.message ?? body).split('\n'))
    .join('\n')
    .trim();
  const isExpectation = typed === undefined && (code >= 0 || /^Got \d+ failures?/.test(body));
  return {
    kind: isExpectation ? 'assertion' : null,
    errorType: typed?.type ?? null,
    message,
    trace: frames.join('\n'),
    output: text.join('\n').trim(),
  };
}

/** The failing code is one line, or several that are indented deeper and followed by an empty one. */
function afterCode(lines: readonly string[], code: number): readonly string[] {
  const head = lines.slice(0, code);
  const rest = lines.slice(code + 1);
  const empty = rest.findIndex((line) => line.trim() === '');
  const isCode = empty > 0 && rest.slice(0, empty).every((line) => /^ {2}/.test(line));
  const hasMore = isCode && rest.slice(empty + 1).some((line) => /^(?: {2})?\S/.test(line));
  return [...head, ...(hasMore ? rest.slice(empty + 1) : rest)];
}

function dedent(lines: readonly string[]): string[] {
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const least = Math.min(...indents, 40);
  return lines.map((line) => line.slice(least));
}

/** Errors outside of examples: files that could not be loaded, and hooks of the whole suite. */
export function rspecOuterErrors(text: string): ReportedTest[] {
  const parts = text.split(/^An error occurred (?=(?:while|in an)\b)/m).slice(1);
  return parts.map((part) => {
    const [head = '', ...lines] = part.split('\n');
    const file = /^while loading (?<file>\S+?\.rb)\.?(?: |$)/.exec(head)?.groups?.file ?? null;
    const end = lines.findIndex((line) =>
      /^(?:Finished in |Run options:|Pending:|Failures:$|\d+ examples?, )/.test(line),
    );
    const body = lines.slice(0, end < 0 ? lines.length : end);
    const start = body.findIndex((line) => /^(?:Failure\/Error: |[A-Z][\w:]*:$)/.test(line));
    const failure = rspecFailure(body.slice(Math.max(0, start)));
    const isLoad = file !== null || speaksOfLoading(`${failure.errorType}: ${failure.message}`);
    return {
      namePath: [file ?? `error outside of the examples: ${head.replace(/\.$/, '')}`],
      file,
      status: 'failed' as const,
      failure: { ...failure, kind: isLoad ? ('load' as const) : ('error' as const) },
    };
  });
}
