import type { ReportFormat } from '../domain/report-format.ts';
import { assembleReport, type ReportedTest } from './assemble-report.ts';
import { isFrameLine } from './frames.ts';

/** What Mocha's spec, dot and list reporters print; the failures at the end are the same in all of them. */
export const mochaConsole: ReportFormat = {
  name: 'mocha-console',
  summary: "Mocha's console output (give --reporter json where you can)",
  detect(text) {
    const hasPassing = /^[ \t]+\d+ passing \(\d/m.test(text);
    return hasPassing ? (/^[ \t]+\d+ failing$/m.test(text) ? 0.95 : 0.8) : 0;
  },
  parse(text, context) {
    const lines = text.split('\n');
    const totals = lines.findIndex((line) => /^\s+\d+ passing \(/.test(line));
    const tests = [...treeTests(lines.slice(0, totals)), ...failures(lines.slice(totals + 1))];
    const counted = Number(/(\d+) passing/.exec(lines[totals] ?? '')?.[1] ?? 0);
    const unnamed = counted - tests.filter((test) => test.status === 'passed').length;
    const warnings = unnamed > 0 ? [`${unnamed} passing test(s) are not named in this output.`] : [];
    const failing = Number(/^[ \t]+(\d+) failing$/m.exec(text)?.[1] ?? 0);
    const truncated = totals < 0 || failing > tests.filter((test) => test.status === 'failed').length;
    return assembleReport({ format: 'mocha-console', runner: 'mocha', tests, truncated, warnings }, context);
  },
};

const LEAF = /^(?<indent>\s+)(?<mark>[✔✓√]|-|\d+\)) (?<name>.+?)(?: \(\d+ms\))?$/u;

/** The tree of the spec reporter, by its indentation; failing tests are numbered and told below. */
function treeTests(lines: readonly string[]): ReportedTest[] {
  const tests: ReportedTest[] = [];
  let suites: { readonly indent: number; readonly name: string }[] = [];
  for (const line of lines) {
    if (line.length > 1000 || line.trim() === '') continue;
    const indent = line.length - line.trimStart().length;
    suites = suites.filter((suite) => suite.indent < indent);
    const leaf = LEAF.exec(line)?.groups;
    if (leaf === undefined) suites.push({ indent, name: line.trim() });
    else if (leaf.mark !== undefined && !leaf.mark.endsWith(')')) {
      const namePath = [...suites.filter((suite) => suite.indent > 0).map((suite) => suite.name), leaf.name ?? ''];
      tests.push({ namePath, file: null, status: leaf.mark === '-' ? 'skipped' : 'passed' });
    }
  }
  return tests;
}

/** `  1) Cart`, deeper lines with inner suites, the last of them ending in a colon, then the error. */
function failures(lines: readonly string[]): ReportedTest[] {
  const starts = lines.flatMap((line, index) => (/^ {2}\d+\) /.test(line) ? [index] : []));
  return starts.map((start, order) => failure(lines.slice(start, starts[order + 1] ?? lines.length)));
}

function failure(block: readonly string[]): ReportedTest {
  const colon = block.findIndex((line) => line.trimEnd().endsWith(':'));
  const titles = block.slice(0, colon + 1).map((line) => line.replace(/^ {2}\d+\) /, '').trim());
  const namePath = [...titles.slice(0, -1), (titles.at(-1) ?? '').replace(/:$/, '')];
  const lastFrame = block.findLastIndex((line) => isFrameLine(line));
  const body = block.slice(colon + 1, lastFrame < 0 ? block.length : lastFrame + 1);
  return { namePath, file: null, status: 'failed', failure: { trace: body.join('\n').trim() } };
}
