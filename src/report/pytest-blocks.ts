import { sectionsOf, splitCaptured } from './console-output.ts';

/** One block of the sections ERRORS and FAILURES: what pytest tells of one failure. */
export interface FailureBlock {
  /** `TestTotal.test_items[2]`; of a broken file its path. */
  readonly title: string;
  /** What failed around the test; null when the test itself did. */
  readonly stage: 'setup' | 'teardown' | null;
  /** The file whose collection failed; null for a test. */
  readonly collecting: string | null;
  /** The file of the outermost frame: mostly the test's own. */
  readonly file: string | null;
  /** The reason on the one line of --tb=line. */
  readonly reason?: string;
  /** The line of --tb=line. */
  readonly line: number | null;
  readonly trace: string;
  readonly output: string;
  readonly isConftest: boolean;
  /** Set by the reader when a named test has claimed the block. */
  taken: boolean;
}

const SECTION = /^=+ (?<name>[^=\n]{1,200}?) =+$/;
const TITLE = /^_{2,} (?<title>.{1,600}?) _{2,}$/;
const LOCATION = /^(?<file>[^\s:<][^:\n]{0,400}\.pyx?):(?<line>\d{1,7}):/;
const REASON_LINE = /^(?<file>[^\s:<][^:\n]{0,400}\.pyx?):(?<line>\d{1,7}): (?<reason>.+)$/;
const PYTHON_LOCATION = /^\s*File "(?<file>[^"]{1,400})", line \d+, in (?!<module>|pytest_|_)/;

const EMPTY = {
  title: '',
  stage: null,
  collecting: null,
  line: null,
  trace: '',
  output: '',
  isConftest: false,
  taken: false,
} as const;

/** All failure blocks of a pytest console report, in order. */
export function pytestBlocks(lines: readonly string[]): FailureBlock[] {
  const sections = sectionsOf(lines, SECTION);
  const failing = sections.filter((section) => /^(?:ERRORS|FAILURES)$/.test(section.heading.groups?.name ?? ''));
  const blocks = failing.flatMap((section) => [...titledBlocks(section.lines), ...lineBlocks(section.lines)]);
  const conftest = conftestBlock(lines);
  return conftest === null ? blocks : [...blocks, conftest];
}

function titledBlocks(lines: readonly string[]): FailureBlock[] {
  return sectionsOf(lines, TITLE).map(({ heading, lines: body }) => {
    const printed = heading.groups?.title ?? '';
    const collecting = /^ERROR collecting (?<file>.+)$/.exec(printed)?.groups?.file ?? null;
    const around = /^ERROR at (?<stage>setup|teardown) of /.exec(printed);
    const title = printed.slice(around?.[0].length ?? 0);
    const stage = (around?.groups?.stage as 'setup' | 'teardown' | undefined) ?? null;
    return { ...EMPTY, title, stage, collecting, file: outermostFile(body), ...splitCaptured(body) };
  });
}

/** With --tb=line a failure is one line, `path:line: reason`, and the section has no titles. */
function lineBlocks(lines: readonly string[]): FailureBlock[] {
  if (lines.some((line) => TITLE.test(line))) return [];
  return lines.flatMap((line) => {
    const groups = line.length > 1500 ? undefined : REASON_LINE.exec(line)?.groups;
    if (groups?.file === undefined || groups.reason === undefined) return [];
    const { file, reason } = groups;
    return [{ ...EMPTY, file, reason, line: Number(groups.line), trace: line }];
  });
}

function outermostFile(lines: readonly string[]): string | null {
  for (const line of lines) {
    const file = (LOCATION.exec(line) ?? PYTHON_LOCATION.exec(line))?.groups?.file;
    if (file !== undefined && !/site-packages|dist-packages|lib\/python\d/.test(file)) return file;
  }
  return null;
}

/** A conftest that cannot be imported ends the run before any test, without sections. */
function conftestBlock(lines: readonly string[]): FailureBlock | null {
  const start = lines.findIndex((line) => line.startsWith('ImportError while loading conftest '));
  if (start < 0) return null;
  const file = /conftest '(?<file>[^']+)'/.exec(lines[start] ?? '')?.groups?.file ?? 'conftest.py';
  const trace = lines.slice(start).join('\n').trim();
  return { ...EMPTY, title: file, collecting: file, file, trace, isConftest: true };
}
