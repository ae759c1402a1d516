import type { ReportedTest } from './assemble-report.ts';
import { avaFailure, avaFrame } from './ava-details.ts';

const UNCAUGHT = /^ {2}(?:[✘✖] )?(?<what>Uncaught exception|Unhandled rejection) in (?<file>\S+)$/u;
const EXIT = /^ {2}[✘✖] (?<file>\S+\.\w+) exited (?<how>with a non-zero exit code: -?\d+|due to .+)$/u;
const EXITING = /^ {2}[✘✖] Exiting due to process\.exit\(\) when running (?<file>\S+)$/u;
const NO_TESTS = /^ {2}[✘✖] (?<message>No tests found in (?<file>[^\s,]+).*)$/u;

/**
 * Failures of whole files: one that could not be loaded, ended its process, rejected a promise that no test waited for, or
 * holds no test. What is said of a file in several lines is one failure: the first tells most.
 */
export function avaProcesses(lines: readonly string[]): ReportedTest[] {
  const found = new Map<string, ReportedTest>();
  const add = (file: string, failure: ReportedTest['failure']) => {
    if (!found.has(file)) found.set(file, { namePath: [file], file, status: 'failed', failure });
  };
  for (const [index, line] of lines.entries()) {
    const uncaught = UNCAUGHT.exec(line)?.groups;
    const exiting = EXITING.exec(line)?.groups;
    const ended = EXIT.exec(line)?.groups;
    const empty = NO_TESTS.exec(line)?.groups;
    if (uncaught?.file !== undefined) {
      const kind = uncaught.what === 'Uncaught exception' ? ('load' as const) : ('error' as const);
      add(uncaught.file, { kind, trace: traceBelow(lines, index) });
    } else if (exiting?.file !== undefined) {
      const { trace = null } = avaFailure(traceBelow(lines, index).split('\n'));
      add(exiting.file, { kind: 'error', message: 'The test file ended its own process.', trace });
    } else if (ended?.file !== undefined)
      add(ended.file, { kind: 'error', message: `The file's process exited ${ended.how}.` });
    else if (empty?.file !== undefined) add(empty.file, { kind: 'load', message: empty.message ?? null });
  }
  return [...found.values()];
}

function traceBelow(lines: readonly string[], index: number): string {
  const rest = lines.slice(index + 1);
  const end = rest.findIndex((line) =>
    /^ {2}(?:[✘✖✔-] |─$|Uncaught exception in |Unhandled rejection in )/u.test(line),
  );
  const block = rest.slice(0, end < 0 ? rest.length : end).map((line) => line.replace(/^ {2}/, ''));
  return block.map(avaFrame).join('\n').trim();
}
