import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import type { ReportFormat } from '../domain/report-format.ts';
import { numberOrNull, stringOrNull } from '../shared/json.ts';
import { assembleReport, type ReportedTest } from './assemble-report.ts';
import { readJsonList, recordsOf } from './json-document.ts';

/** `eslint --format json`: https://eslint.org/docs/latest/use/formatters/#json */
export const eslintJson: ReportFormat = {
  name: 'eslint-json',
  summary: 'ESLint: --format json --output-file FILE (errors are failures, warnings are not)',
  detect(text) {
    if (!/^[ \t]*\[\s*\{\s*"/m.test(text)) return 0;
    return ['filePath', 'messages', 'errorCount'].every((key) => text.includes(`"${key}"`)) ? 1 : 0;
  },
  parse(text, context) {
    const list = readJsonList(text);
    if (list === null) {
      throw new AutofixError('The report is not readable as ESLint JSON: it is not a list of files.', {
        code: 'report-unreadable',
        exitCode: EXIT.inputRefused,
        hint: 'Write the report into a file of its own with --output-file and pass that file.',
      });
    }
    const tests = list.value.flatMap(fileTests);
    const warned = list.value.reduce((sum, file) => sum + (numberOrNull(file.warningCount) ?? 0), 0);
    const warnings = warned > 0 ? [`${warned} finding(s) are warnings of the linter, not errors: left out.`] : [];
    const run = { format: 'eslint-json', runner: 'eslint', tests, truncated: list.truncated, warnings };
    return assembleReport(run, context);
  },
};

/** Each error of a file is a failure; a file without an error is one passing test. */
function fileTests(file: Record<string, unknown>): ReportedTest[] {
  const path = stringOrNull(file.filePath);
  const errors = recordsOf(file.messages).filter((message) => message.severity === 2 || message.fatal === true);
  if (errors.length === 0) return path === null ? [] : [{ namePath: [path], file: path, status: 'passed' }];
  return errors.map((error): ReportedTest => {
    const message = stringOrNull(error.message) ?? '';
    const line = numberOrNull(error.line);
    const place = { file: path, line, column: numberOrNull(error.column), functionName: null };
    const rule = stringOrNull(error.ruleId);
    const kind = error.fatal === true ? ('compile' as const) : ('lint' as const);
    const frames = [{ raw: `${path}:${line} ${rule ?? ''}`.trim(), ...place }];
    return {
      namePath: [message],
      file: path,
      line,
      status: 'failed',
      failure: { kind, errorType: rule, message, frames },
    };
  });
}
