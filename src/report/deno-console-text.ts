import type { ReportFormat } from '../domain/report-format.ts';
import { assembleReport, type ReportedTest } from './assemble-report.ts';
import { sectionsOf } from './console-output.ts';
import { countBefore, unnamedTests } from './unnamed-tests.ts';

const FILE = /^running \d+ tests? from (?<file>\S+)$/;
const RESULT =
  /^(?<indent> *)(?<name>\S.*?) \.\.\. (?<word>ok|FAILED|ignored)(?: \(due to .*\))?(?: \([\d.]+(?:ms|µs|s)\))?$/;
const HEADING = /^(?<name>\S.*?) => (?<file>\S+?):(?<line>\d+):\d+$/;
const WORDS: Readonly<Record<string, ReportedTest['status']>> = { ok: 'passed', ignored: 'skipped' };

/** What `deno test` prints. */
export const denoConsole: ReportFormat = {
  name: 'deno-console',
  summary: "deno test's console output",
  detect(text) {
    const signs = [/^running \d+ tests? from \S+$/m, /^(?:FAILED|ok) \| \d+ passed/m, /^ ?(?:ERRORS|FAILURES) ?$/m];
    const found = signs.filter((sign) => sign.test(text)).length;
    return found >= 2 ? 0.95 : signs[0]?.test(text) || signs[1]?.test(text) ? 0.7 : 0;
  },
  parse(text, context) {
    const lines = text.split('\n');
    const tests = [...treeTests(lines), ...errors(lines), ...brokenModules(lines)];
    const totals = /^(?:FAILED|ok) \| \d+ passed.*$/m.exec(text)?.[0] ?? null;
    const failed = countBefore('failed', totals ?? '');
    // A file that cannot be loaded is no test, and not counted.
    const warnings = tests.some(({ status }) => status === 'failed') ? [] : unnamedTests({ failed }, tests);
    return assembleReport(
      { format: 'deno-console', runner: 'deno', tests, truncated: totals === null, warnings },
      context,
    );
  },
};

/** Passing and ignored ones; a test of steps is printed before and after them. */
function treeTests(lines: readonly string[]): ReportedTest[] {
  const tests: ReportedTest[] = [];
  let file: string | null = null;
  let open: { readonly indent: number; readonly name: string }[] = [];
  for (const line of lines) {
    file = FILE.exec(line)?.groups?.file ?? file;
    const opened = /^(?<indent> *)(?<name>\S.*?) \.\.\.$/.exec(line)?.groups;
    const groups = line.length > 1000 ? undefined : RESULT.exec(line)?.groups;
    if (opened?.name !== undefined) open = [...open, { indent: opened.indent?.length ?? 0, name: opened.name }];
    if (groups?.name === undefined) continue;
    const indent = groups.indent?.length ?? 0;
    const isClosing = open.some((each) => each.indent === indent && each.name === groups.name);
    open = open.filter((each) => each.indent < indent);
    const status = WORDS[groups.word ?? ''];
    if (status === undefined || isClosing) continue;
    tests.push({ namePath: [...open.map((each) => each.name), groups.name], file, status });
  }
  return tests;
}

/** The blocks below ` ERRORS `; the names of steps are joined by `...`. */
function errors(lines: readonly string[]): ReportedTest[] {
  const start = lines.findIndex((line) => line.trim() === 'ERRORS');
  const rest = start < 0 ? [] : lines.slice(start + 1);
  const end = rest.findIndex((line) => line.trim() === 'FAILURES');
  return sectionsOf(end < 0 ? rest : rest.slice(0, end), HEADING).flatMap(({ heading, lines: block }) => {
    const { name = '', file = null, line } = heading.groups ?? {};
    const trace = block
      .join('\n')
      .trim()
      .replace(/^error: /, '');
    return [{ namePath: name.split(' ... '), file, line: Number(line), status: 'failed' as const, failure: { trace } }];
  });
}

/** A module that could not be loaded: `./test/x.ts (uncaught error)`. */
function brokenModules(lines: readonly string[]): ReportedTest[] {
  const sections = sectionsOf(lines, /^(?<file>\S+\.\w+) \(uncaught error\)$/);
  return sections.map(({ heading, lines: block }) => {
    const file = heading.groups?.file ?? '';
    const end = block.findIndex((line) => /^This error was not caught|^FAILURES$/.test(line.trim()));
    const trace = block
      .slice(0, end < 0 ? block.length : end)
      .join('\n')
      .trim()
      .replace(/^error: (?:\(in promise\) )?/, '');
    return { namePath: [file], file, status: 'failed' as const, failure: { kind: 'load' as const, trace } };
  });
}
