import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import type { ReportContext, ReportFormat } from '../domain/report-format.ts';
import type { TestReport } from '../domain/test-report.ts';
import { REPORT_FORMATS } from './formats.ts';
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
  const ranked = formats
    .map((format) => ({ format, certainty: format.detect(text) }))
    .filter(({ certainty }) => certainty > 0)
    .sort((left, right) => right.certainty - left.certainty);
  return firstReadable(
    ranked.map(({ format }) => format),
    text,
    context,
    formats,
  );
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
    hint: `Known forms: ${names}. Name one with --format, or leave --report out to let autofix run the tests itself.`,
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
