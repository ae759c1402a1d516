import type { ReportFormat } from '../domain/report-format.ts';
import { assembleReport, type ReportedTest } from './assemble-report.ts';
import { sectionsOf } from './console-output.ts';
import { readErrorText } from './error-text.ts';

/** What Vitest prints with its default and its verbose reporter. */
export const vitestConsole: ReportFormat = {
  name: 'vitest-console',
  summary: "Vitest's console output (give --reporter=json or junit where you can)",
  detect(text) {
    const hasTotals = /^[ \t]*Test Files {2}\d/m.test(text);
    const hasStart = /^[ \t]*(?:RUN|DEV) {2}v\d/m.test(text);
    const hasBlock = /^[ \t]*FAIL {2}\S.* (?:>|\[) /m.test(text);
    return [hasTotals, hasStart, hasBlock].filter(Boolean).length / 3 > 0.5 ? 0.95 : hasTotals || hasBlock ? 0.7 : 0;
  },
  parse(text, context) {
    const lines = text.split('\n');
    const failures = sectionsOf(lines, HEADING).filter(({ heading }) => heading.groups?.title !== undefined);
    const tests = [
      ...passedTests(lines),
      ...failures.map(({ heading, lines: block }) => blockTest(heading.groups?.title ?? '', block)),
    ];
    const totals = /^[ \t]*Tests {2}(.*)$/m.exec(text)?.[1] ?? null;
    const counted = Number(/(\d+) passed/.exec(totals ?? '')?.[1] ?? 0);
    const unnamed = counted - tests.filter((test) => test.status === 'passed').length;
    const warnings = unnamed > 0 ? [`${unnamed} passing test(s) are not named in this output.`] : [];
    return assembleReport(
      { format: 'vitest-console', runner: 'vitest', tests, truncated: totals === null, warnings },
      context,
    );
  },
};

/** Failures begin with ` FAIL  file > suite > test`; rules and totals end them. */
const HEADING =
  /^\s*(?:FAIL {2}(?:\|[^|]+\| |\S+ (?=\S+\.\w+ >))?(?<title>\S.*)|⎯{4,}.*|Test Files {2}.*|Start at {2}.*)$/;
const PASSED = /^\s*[✓√] (?:\|[^|]+\| )?(?<title>\S+\.\w+ > .+?)(?: \d+ ?m?s)?$/;

function passedTests(lines: readonly string[]): ReportedTest[] {
  return lines.flatMap((line) => {
    const title = line.length > 1000 ? undefined : PASSED.exec(line)?.groups?.title;
    if (title === undefined) return [];
    const [file = '', ...namePath] = title.split(' > ');
    return [{ namePath, file, status: 'passed' as const }];
  });
}

function blockTest(title: string, block: readonly string[]): ReportedTest {
  // `test/a.test.ts [ test/a.test.ts ]` is a file that could not be loaded.
  const broken = /^(?<file>\S+) \[ .+ \]$/.exec(title)?.groups?.file;
  const trace = block
    .filter((line) => !isExcerpt(line))
    .join('\n')
    .trim();
  if (broken !== undefined) {
    return {
      namePath: [broken],
      file: broken,
      status: 'failed',
      failure: { kind: 'load', ...readErrorText(trace), trace },
    };
  }
  const [file = '', ...namePath] = title.trim().split(' > ');
  return { namePath: namePath.length > 0 ? namePath : [file], file, status: 'failed', failure: { trace } };
}

/** Lines of the code excerpt below a frame: ` 14|   return …` and the caret line. */
function isExcerpt(line: string): boolean {
  return /^\s+\d*\s*\|/.test(line);
}
