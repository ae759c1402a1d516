import type { TestResult } from '../domain/test-report.ts';
import { baseNameOf } from '../shared/project-path.ts';
import { unitAt, unitLabel } from './code-units.ts';
import type { Finding } from './finding.ts';
import type { ReachFinder } from './reach.ts';
import type { SourceIndex } from './source-index.ts';

/** Strength of the next outer frame, as a share of the inner one's. */
const OUTER_SHARE = 0.75;

/** Frames of failing tests in the project's sources: the innermost is the most suspicious. */
export function frameFindings(
  index: SourceIndex,
  suspects: ReadonlySet<string>,
  failing: readonly TestResult[],
): Finding[] {
  return failing.flatMap((test) => {
    const frames = test.failure?.frames ?? [];
    const inSources = frames.filter(({ file, line }) => file !== null && line !== null && suspects.has(file));
    // A compiler's or linter's finding has a place of its own.
    if (inSources.length === 0 && test.file !== null && test.line !== null && suspects.has(test.file))
      return [pointed(index, 'frame', test.file, test.line, 1, `"${test.name}" is reported at line ${test.line}.`)];
    return inSources.map(({ file, line }, depth) =>
      pointed(index, 'frame', file ?? '', line ?? 1, OUTER_SHARE ** depth, stackDetail(test, depth, line)),
    );
  });
}

function stackDetail(test: TestResult, depth: number, line: number | null): string {
  const place = depth === 0 ? 'The innermost project frame' : `Project frame ${depth + 1}`;
  return `${place} of the failing test "${test.name}" is at line ${line}.`;
}

/** Lines before a frame's line whose calls may have made the value that it stumbled over. */
const LINES_BEFORE = 12;

/**
 * What the innermost source frame calls, there and in the lines before: an error about an undefined or wrong value is
 * raised where the value is used, and caused where it was made.
 */
export function frameCalleeFindings(
  reach: ReachFinder,
  suspects: ReadonlySet<string>,
  frames: readonly Finding[],
): Finding[] {
  const innermost = frames.filter(
    (finding) => finding.strength === 1 && finding.unit !== null && finding.line !== null,
  );
  const seen = new Set<string>();
  return innermost.flatMap(({ unit, line, file }) => {
    if (unit === null || line === null || seen.has(`${file}:${line}`)) return [];
    seen.add(`${file}:${line}`);
    const reached = reach.fromLines(unit.file, Math.max(unit.startLine, line - LINES_BEFORE), line);
    return reached
      .filter((one) => suspects.has(one.unit.file.path) && one.unit.kind !== 'module')
      .map((one): Finding => {
        const detail = `${unitLabel(one.unit)} is called from ${inFile(file, line)}, where the error was raised.`;
        const strength = one.closeness ** 2;
        return {
          source: 'frame-calls',
          kind: 'frame',
          file: one.unit.file.path,
          unit: one.unit,
          line: null,
          strength,
          detail,
        };
      });
  });
}

function inFile(file: string, line: number): string {
  return `line ${line} of ${file}`;
}

const PRINTED_PLACES: readonly RegExp[] = [
  /File "([^"\n]+)", line (\d+)/g,
  /((?:[A-Za-z]:)?[\w@~.+/\\-]+\.\w{1,6})[:(](\d+)/g,
];
const LONGEST_OUTPUT = 200_000;

/** Places that the message or the printed output names: servers log the stack of an error and answer 500. */
export function printedFrameFindings(
  index: SourceIndex,
  suspects: ReadonlySet<string>,
  failing: readonly TestResult[],
): Finding[] {
  const byName = new Map<string, string[]>();
  for (const path of suspects) byName.set(baseNameOf(path), [...(byName.get(baseNameOf(path)) ?? []), path]);
  return failing.flatMap((test) => {
    const text = `${test.failure?.message ?? ''}\n${test.failure?.output ?? ''}`.slice(0, LONGEST_OUTPUT);
    const places = PRINTED_PLACES.flatMap((pattern) => [...text.matchAll(pattern)]).flatMap((match) => {
      const file = projectFile(byName, match[1] ?? '');
      return file === null ? [] : [{ file, line: Number(match[2]) }];
    });
    return places.slice(0, 10).map(({ file, line }, depth) => {
      const detail = `The output of the failing test "${test.name}" names line ${line}.`;
      return pointed(index, 'printed-frame', file, line, OUTER_SHARE ** depth, detail);
    });
  });
}

/** The project file that shares the longest tail with a printed path; null when none or several do. */
function projectFile(byName: ReadonlyMap<string, readonly string[]>, printed: string): string | null {
  const path = printed.replaceAll('\\', '/');
  const candidates = byName.get(baseNameOf(path)) ?? [];
  const fitting = candidates.filter((candidate) => path === candidate || path.endsWith(`/${candidate}`));
  if (fitting.length > 0) return fitting.reduce((longest, one) => (one.length > longest.length ? one : longest));
  return candidates.length === 1 && candidates[0]?.endsWith(`/${path}`) ? (candidates[0] ?? null) : null;
}

/** A finding that points at one line. */
export function pointed(
  index: SourceIndex,
  source: Finding['source'],
  file: string,
  line: number,
  strength: number,
  detail: string,
): Finding {
  const parsed = index.source(file);
  const kind = source === 'frame' || source === 'printed-frame' ? 'frame' : 'name';
  const known = parsed === null || line <= parsed.lineCount;
  return {
    source,
    kind,
    file,
    unit: parsed && unitAt(parsed, known ? line : 1),
    line: known ? line : null,
    strength,
    detail,
  };
}
