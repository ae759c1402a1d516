import type { ReportFormat } from '../domain/report-format.ts';
import { assembleReport, type ReportedFailure, type ReportedTest } from './assemble-report.ts';
import { isDotOutput, readDotOutput } from './node-dot.ts';

/** What `node --test` prints with its spec reporter, its default on terminals. */
export const nodeSpec: ReportFormat = {
  name: 'node-spec',
  summary: "node:test's spec output, as on a terminal (give --test-reporter=tap where you can)",
  detect(text) {
    const hasTotals = /^ℹ tests \d+$/m.test(text) && /^ℹ fail \d+$/m.test(text);
    const hasFailing = /^✖ failing tests:$/m.test(text);
    if (isDotOutput(text)) return 0.9;
    if (hasTotals || hasFailing) return hasTotals ? 0.95 : 0.8;
    // Cut before its end it is known by its tree.
    return /^(?: {2})*[✔✖▶] .+?(?: \([\d.]+ms\))?\n(?: {2})*[✔✖] .+ \([\d.]+ms\)/mu.test(text) ? 0.6 : 0;
  },
  parse(text, context) {
    if (isDotOutput(text)) return readDotOutput(text, context);
    const lines = text.split('\n');
    const totals = lines.findIndex((line) => /^ℹ tests \d+$/.test(line));
    const tree = readTree(totals < 0 ? lines : lines.slice(0, totals));
    const details = readDetails(lines);
    const tests = withDetails(tree, details);
    const runner = 'node:test';
    return assembleReport({ format: 'node-spec', runner, tests, truncated: totals < 0 }, context);
  },
};

interface Leaf {
  readonly suites: readonly string[];
  readonly name: string;
  readonly status: ReportedTest['status'];
  readonly durationMs: number | null;
  /** Lines at the left margin before it: what a file that could not be loaded wrote on stderr. */
  readonly loose: readonly string[];
}

/** One entry of the section "failing tests". */
interface Detail {
  readonly file: string;
  readonly line: number;
  readonly name: string;
  readonly trace: string;
  taken: boolean;
}

const MARK = '^(?<indent>(?: {2})*)(?<mark>[▶✔✖﹣⚠]) (?<name>.+?)';
const TREE_LINES: readonly RegExp[] = [
  new RegExp(`${MARK} \\((?<duration>[\\d.]+)ms\\)(?<directive> # .*)?$`, 'u'),
  new RegExp(`${MARK}(?<directive> # (?:SKIP|TODO)\\b.*)?$`, 'u'),
];

function treeLine(line: string): Readonly<Record<string, string | undefined>> | undefined {
  if (line.length > 2000) return undefined;
  return (TREE_LINES[0]?.exec(line) ?? TREE_LINES[1]?.exec(line))?.groups;
}

function readTree(lines: readonly string[]): Leaf[] {
  const leaves: Leaf[] = [];
  let open: string[] = [];
  let loose: string[] = [];
  for (const line of lines) {
    const groups = treeLine(line);
    if (groups?.name === undefined) {
      if (/^\S/.test(line) || loose.length > 0) loose.push(line);
      continue;
    }
    const depth = (groups.indent?.length ?? 0) / 2;
    const isClosing = open.length > depth && open[depth] === groups.name && groups.mark !== '▶';
    if (groups.mark === '▶') open = [...open.slice(0, depth), groups.name];
    else {
      open = open.slice(0, depth);
      if (!isClosing) leaves.push(leafOf(groups, open, loose));
    }
    loose = [];
  }
  return leaves;
}

function leafOf(
  groups: Readonly<Record<string, string | undefined>>,
  suites: readonly string[],
  loose: readonly string[],
): Leaf {
  const { name = '', mark, duration, directive } = groups;
  // `# SKIP`, `# TODO`, or the reason of a todo alone.
  const status = directive !== undefined || mark === '﹣' ? 'skipped' : mark === '✔' ? 'passed' : 'failed';
  return { suites, name, status, durationMs: duration === undefined ? null : Number(duration), loose };
}

function readDetails(lines: readonly string[]): Detail[] {
  const start = lines.indexOf('✖ failing tests:');
  if (start < 0) return [];
  const details: Detail[] = [];
  const body = lines.slice(start + 1);
  for (const [index, line] of body.entries()) {
    const place = /^test at (?<file>.+):(?<line>\d+):\d+$/.exec(line)?.groups;
    const name = treeLine(body[index + 1] ?? '')?.name;
    if (place?.file === undefined || name === undefined) continue;
    const rest = body.slice(index + 2);
    const end = rest.findIndex((each) => /^test at .+:\d+:\d+$/.test(each));
    const trace = rest
      .slice(0, end < 0 ? rest.length : end)
      .map((each) => each.replace(/^ {2}/, ''))
      .join('\n')
      .trim();
    details.push({ file: place.file, line: Number(place.line), name, trace, taken: false });
  }
  return details;
}

function withDetails(leaves: readonly Leaf[], details: readonly Detail[]): ReportedTest[] {
  const claim = (name: string) => {
    const detail = details.find((each) => !each.taken && each.name === name);
    if (detail !== undefined) detail.taken = true;
    return detail;
  };
  const tests = leaves.map((leaf): ReportedTest => {
    const { suites, name, status, durationMs } = leaf;
    // A failing todo is told among the failures too.
    const detail = status === 'passed' ? undefined : claim(name);
    const failure = status === 'failed' ? failureOf(leaf, detail, details) : null;
    return {
      namePath: [...suites, name],
      file: detail?.file ?? null,
      line: detail?.line ?? null,
      status,
      durationMs,
      failure,
    };
  });
  return [...tests, ...suiteFailures(details, leaves)];
}

function failureOf(leaf: Leaf, detail: Detail | undefined, details: readonly Detail[]): ReportedFailure {
  const { name, suites, loose } = leaf;
  if (detail !== undefined && name.replaceAll('\\', '/').endsWith(detail.file.replaceAll('\\', '/'))) {
    const stderr = loose.join('\n').trim();
    return stderr === ''
      ? { kind: 'load', message: 'The file could not be run; the output does not say why.' }
      : { kind: 'load', trace: stderr };
  }
  const isCancelled = /was cancelled'?$/.test(detail?.trace ?? '');
  const cause = isCancelled ? details.find((each) => suites.includes(each.name)) : undefined;
  return { trace: unquoted(cause?.trace ?? detail?.trace ?? '') };
}

/** Suites that failed by themselves and have no cancelled test that tells it. */
function suiteFailures(details: readonly Detail[], leaves: readonly Leaf[]): ReportedTest[] {
  const told = new Set(leaves.filter((leaf) => leaf.status === 'failed').flatMap((leaf) => leaf.suites));
  return details
    .filter((detail) => !detail.taken && !told.has(detail.name))
    .map((detail) => ({
      namePath: [detail.name],
      file: detail.file,
      line: detail.line,
      status: 'failed' as const,
      failure: { trace: unquoted(detail.trace) },
    }));
}

/** Thrown strings and time-outs are printed as quoted values. */
function unquoted(trace: string): string {
  return /^'([\s\S]*)'$/.exec(trace)?.[1] ?? trace;
}
