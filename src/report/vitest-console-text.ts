import type { ReportFormat } from '../domain/report-format.ts';
import { assembleReport, type ReportedTest } from './assemble-report.ts';
import { readErrorText } from './error-text.ts';
import { countBefore, unnamedTests } from './unnamed-tests.ts';
import { unhandledErrors, type VitestBlock, vitestBlocks } from './vitest-blocks.ts';

/** What Vitest prints with its default and its verbose reporter. */
export const vitestConsole: ReportFormat = {
  name: 'vitest-console',
  summary: "Vitest's console output (give --reporter=json or junit where you can)",
  detect(text) {
    const hasTotals = /^[ \t]*Test Files {2}\d/m.test(text);
    const hasStart = /^[ \t]*(?:RUN|DEV) {2}v\d/m.test(text);
    const hasBlock = /^[ \t]*FAIL {2,3}\S.* (?:>|\[) /m.test(text);
    return [hasTotals, hasStart, hasBlock].filter(Boolean).length / 3 > 0.5 ? 0.95 : hasTotals || hasBlock ? 0.7 : 0;
  },
  parse(text, context) {
    const lines = text.split('\n');
    const failures = vitestBlocks(lines).map(blockTest);
    const tests = [...passedTests(lines), ...failures, ...unhandledErrors(lines).map(unhandledTest)];
    const totals = /^[ \t]*Tests {2}(.*)$/m.exec(text)?.[1] ?? null;
    const counted = { passed: countBefore('passed', totals ?? ''), failed: countBefore('failed', totals ?? '') };
    const warnings = unnamedTests(counted, tests);
    return assembleReport(
      { format: 'vitest-console', runner: 'vitest', tests, truncated: totals === null, warnings },
      context,
    );
  },
};

const PASSED = /^\s*[✓√] (?:\|[^|]+\| )?(?<title>\S+\.\w+ > .+?)(?: \d+ ?m?s)?$/;

function passedTests(lines: readonly string[]): ReportedTest[] {
  return lines.flatMap((line) => {
    const title = line.length > 1000 ? undefined : PASSED.exec(line)?.groups?.title;
    if (title === undefined) return [];
    const [file = '', ...namePath] = title.split(' > ');
    return [{ namePath, file, status: 'passed' as const }];
  });
}

function blockTest({ title, trace }: VitestBlock): ReportedTest {
  // `test/a.test.ts [ test/a.test.ts ]` is a file that could not be loaded.
  const broken = /^(?<file>\S+) \[ .+ \]$/.exec(title)?.groups?.file;
  if (broken !== undefined) {
    const failure = { kind: 'load' as const, ...readErrorText(trace), trace };
    return { namePath: [broken], file: broken, status: 'failed', failure };
  }
  const [file = '', ...namePath] = title.split(' > ');
  return { namePath: namePath.length > 0 ? namePath : [file], file, status: 'failed', failure: { trace } };
}

function unhandledTest({ title, trace }: VitestBlock): ReportedTest {
  const file = title === '' ? null : title;
  return { namePath: [file ?? 'Unhandled error'], file, status: 'failed', failure: { kind: 'error', trace } };
}
