import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import type { ReportContext, ReportFormat } from '../domain/report-format.ts';
import type { TestReport } from '../domain/test-report.ts';
import { REPORT_FORMATS } from './formats.ts';
import { withoutAnnotations } from './github-annotations.ts';
import { jsonTexts } from './json-texts.ts';
import { mergeReports } from './merge-reports.ts';
import { reportText } from './report-text.ts';

/**
 * Reads any runner's report: decodes it, finds its format by content (or takes the one named), and parses it.
 *
 * Throws an `AutofixError`: `usage` (exit code 2) when `formatName` names no format, `report-unreadable` (exit code 5)
 * when the bytes are of no known form, or not of the form that was named.
 */
export function readReport(
  bytes: Uint8Array,
  formatName: string | null,
  context: ReportContext,
  formats: readonly ReportFormat[] = REPORT_FORMATS,
): TestReport {
  const named = formatName === null ? null : formatNamed(formatName, formats);
  const text = reportText(bytes);
  if (text.trim() === '') throw unreadable('The report is empty.', formats);
  if (named !== null) return named.parse(text, context);
  return readByContent(plainReport(text, formats), context, formats);
}

/** Annotations for GitHub repeat, between its lines, what a runner's own report says: only alone they are a report. */
function plainReport(text: string, formats: readonly ReportFormat[]): string {
  const plain = withoutAnnotations(text);
  const isReport = plain !== text && rankedFormats(plain, formats).some(({ certainty }) => certainty >= REPORT);
  return isReport || plain === text ? plain : text;
}

/** Surer than what a text without a form is taken for. */
const REPORT = 0.5;

function readByContent(text: string, context: ReportContext, formats: readonly ReportFormat[]): TestReport {
  const ranked = rankedFormats(text, formats);
  const separate = ranked[0] === undefined ? [] : separateJson(ranked[0].format, text, context, formats);
  if (separate.length > 1) return mergeReports(separate);
  const report = firstReadable(
    ranked.map(({ format }) => format),
    text,
    context,
    formats,
  );
  const others = otherReports(report, ranked, text, context);
  return mergeReports([report, ...others]);
}

interface RankedFormat {
  readonly format: ReportFormat;
  readonly certainty: number;
}

function rankedFormats(text: string, formats: readonly ReportFormat[]): RankedFormat[] {
  return formats
    .map((format) => ({ format, certainty: format.detect(text) }))
    .filter(({ certainty }) => certainty > 0)
    .sort((left, right) => right.certainty - left.certainty);
}

/** So sure must a second format be of a log that both are read. */
const CERTAIN = 0.9;

/**
 * A log may hold what a type checker, a linter and a test runner printed one after another. What else is surely there is
 * read too, and said.
 */
function otherReports(
  report: TestReport,
  ranked: readonly RankedFormat[],
  text: string,
  context: ReportContext,
): TestReport[] {
  const names = new Set(ranked.filter(({ certainty }) => certainty >= CERTAIN).map(({ format }) => format.name));
  if (!names.has(report.format) || isDocument(report.format)) return [];
  const others = ranked.filter(({ format }) => names.has(format.name) && format.name !== report.format);
  const read = others
    .flatMap(({ format }) => readOrNothing(format, text, context))
    .filter((each) => each.results.length > 0);
  return read.map((each) => ({
    ...each,
    warnings: [...each.warnings, `The text also holds a report of the form ${each.format}: both were read.`],
  }));
}

/** JSON and XML hold the runner's console output as values: what is found in them is no second report. */
function isDocument(format: string): boolean {
  return /-json$|^(?:ctrf|sarif|junit-xml|teamcity)$/.test(format);
}

/** The JSON of several packages in one log, each document read by the format that is surest of it. */
function separateJson(
  format: ReportFormat,
  text: string,
  context: ReportContext,
  formats: readonly ReportFormat[],
): TestReport[] {
  if (!isDocument(format.name) || format.name === 'junit-xml' || format.name === 'go-test-json') return [];
  const texts = jsonTexts(text);
  if (texts.length < 2) return [];
  return texts.flatMap((each) => {
    const [best] = rankedFormats(each, formats);
    return best !== undefined && isDocument(best.format.name) ? readOrNothing(best.format, each, context) : [];
  });
}

function readOrNothing(format: ReportFormat, text: string, context: ReportContext): TestReport[] {
  try {
    return [format.parse(text, context)];
  } catch (error) {
    if (error instanceof AutofixError && error.code === 'report-unreadable') return [];
    throw error;
  }
}

/** A text may look like one format and be another; what looked likelier gives the error when none fits. */
function firstReadable(
  candidates: readonly ReportFormat[],
  text: string,
  context: ReportContext,
  formats: readonly ReportFormat[],
): TestReport {
  let first: unknown = null;
  for (const format of candidates) {
    try {
      return format.parse(text, context);
    } catch (error) {
      if (!(error instanceof AutofixError) || error.code !== 'report-unreadable') throw error;
      first ??= error;
    }
  }
  throw first ?? unreadable('The report is of no form that autofix knows.', formats);
}

function unreadable(message: string, formats: readonly ReportFormat[]): AutofixError {
  const names = formats.map((format) => format.name).join(', ');
  return new AutofixError(message, {
    code: 'report-unreadable',
    exitCode: EXIT.inputRefused,
    hint: `Give the file that the test runner wrote, or what it printed; or leave --report out, and autofix runs the tests itself. Forms for --format: ${names}.`,
  });
}

function formatNamed(name: string, formats: readonly ReportFormat[]): ReportFormat {
  const exact = formats.find((format) => format.name === name.toLowerCase());
  if (exact !== undefined) return exact;
  const names = formats.map((format) => format.name);
  const near = names
    .map((each) => ({ each, distance: each.includes(name.toLowerCase()) ? 0 : editDistance(each, name.toLowerCase()) }))
    .sort((left, right) => left.distance - right.distance)
    .filter(({ distance, each }) => distance <= each.length / 2);
  const guess =
    near.length > 0
      ? `Did you mean ${near
          .slice(0, 2)
          .map(({ each }) => each)
          .join(' or ')}? `
      : '';
  throw new AutofixError(`There is no report format called "${name}".`, {
    code: 'usage',
    exitCode: EXIT.usage,
    hint: `${guess}Formats: ${names.join(', ')}.`,
  });
}

/** Levenshtein's distance. */
function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const swap = (previous[column - 1] ?? 0) + (left[row - 1] === right[column - 1] ? 0 : 1);
      current.push(Math.min(swap, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[right.length] ?? 0;
}
