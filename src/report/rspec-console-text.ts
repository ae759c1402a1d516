import type { ReportFormat } from '../domain/report-format.ts';
import { assembleReport, type ReportedTest } from './assemble-report.ts';
import { sectionsOf } from './console-output.ts';
import { rspecFailure, rspecOuterErrors } from './rspec-failure.ts';

const TOTALS = /^(?<examples>\d+) examples?, (?<failures>\d+) failures?(?:, (?<pending>\d+) pending)?/m;
const HEADING = /^ {2}\d+\) (?<name>\S.*)$/;
const PLACE = /^rspec (?:'(?<quoted>[^']+)'|(?<file>\S+?)(?::(?<line>\d+))?)(?: # (?<name>.*))?$/;

/** What RSpec prints with its progress and documentation formatters. */
export const rspecConsole: ReportFormat = {
  name: 'rspec-console',
  summary: "RSpec's console output (give --format json where you can: it names passing examples too)",
  detect(text) {
    const signs = [
      TOTALS,
      /^rspec \.?\S*\.rb(?::\d+|\[[\d:]+\])? # /m,
      /^ {5}Failure\/Error: /m,
      /^An error occurred while loading \S+\.rb/m,
    ];
    const found = signs.filter((sign) => sign.test(text)).length;
    return found >= 2 ? 0.95 : found === 1 ? 0.75 : 0;
  },
  parse(text, context) {
    const lines = text.split('\n');
    // What an example printed may look like the heading.
    const start = lines.lastIndexOf('Failures:');
    const end = lines.findIndex((line, index) => index > start && /^(?:Finished in |Top \d+ slowest)/.test(line));
    const body = start < 0 ? [] : lines.slice(start + 1, end < 0 ? lines.length : end);
    const places = placesOf(lines);
    const failures = sectionsOf(body, HEADING).map(({ heading, lines: block }) =>
      failedTest(heading.groups?.name ?? '', block, places),
    );
    // An error outside of the examples is told before them.
    const tests = [...failures, ...rspecOuterErrors(text)];
    const totals = TOTALS.exec(text)?.groups;
    const run = { format: 'rspec-console', runner: 'rspec', tests, truncated: totals === undefined };
    return assembleReport({ ...run, warnings: countWarnings(totals, failures.length) }, context);
  },
};

interface Place {
  readonly file: string;
  readonly line: number | null;
}

/** `rspec ./spec/cart_spec.rb:22 # Cart labels its items`, one for each failed example. */
function placesOf(lines: readonly string[]): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  for (const line of lines) {
    const groups = PLACE.exec(line)?.groups;
    const file = (groups?.file ?? groups?.quoted)?.replace(/\[[\d:]+\]$/, '');
    if (groups?.name === undefined || file === undefined || places.has(groups.name)) continue;
    places.set(groups.name, { file, line: groups.line === undefined ? null : Number(groups.line) });
  }
  return places;
}

function failedTest(printed: string, block: readonly string[], places: ReadonlyMap<string, Place>): ReportedTest {
  const name = printed.replace(/ FIXED$/, '').trim();
  const place = places.get(name);
  const failure = rspecFailure(block);
  const isFixed = name !== printed.trim();
  return {
    namePath: [name],
    file: place?.file ?? null,
    line: place?.line ?? null,
    status: 'failed',
    failure: isFixed ? { ...failure, kind: 'assertion' } : failure,
  };
}

function countWarnings(totals: Readonly<Record<string, string | undefined>> | undefined, failed: number): string[] {
  if (totals === undefined) return [];
  const [examples, failures, pending] = [totals.examples, totals.failures, totals.pending].map((each) =>
    Number(each ?? 0),
  );
  const passed = (examples ?? 0) - (failures ?? 0) - (pending ?? 0);
  const warnings = passed > 0 ? [`${passed} passing test(s) are not named in this output.`] : [];
  const lost = (failures ?? 0) - failed;
  if (lost > 0) warnings.push(`${lost} failing test(s) are counted but not told in this output.`);
  return warnings;
}
