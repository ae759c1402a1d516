import { maskSecrets } from '../context/mask-secrets.ts';
import { maskValues, secretValues } from '../context/secret-values.ts';
import type { Project } from '../domain/project.ts';
import type { TestReport } from '../domain/test-report.ts';

/** Takes out of a text what is masked in prompts: what looks like a credential, and values of the project's `.env`. */
export type Mask = (text: string) => string;

export function projectMask(project: Project): Mask {
  let values: readonly string[] | null = null;
  return (text) => {
    values ??= secretValues(project);
    return maskSecrets(maskValues(text, values).text).text;
  };
}

/** A value of JSON with every text in it masked. */
export function maskedTexts(value: unknown, mask: Mask): unknown {
  return JSON.parse(JSON.stringify(value), (_key, part: unknown) => (typeof part === 'string' ? mask(part) : part));
}

/** A report with all masked that tests printed; names stay, for tests are told apart by them. */
export function maskedReport(report: TestReport, mask: Mask): TestReport {
  const masked = (text: string | null) => (text === null ? null : mask(text));
  const results = report.results.map((result) => {
    const { failure } = result;
    if (failure === null) return result;
    return {
      ...result,
      failure: {
        ...failure,
        message: mask(failure.message),
        expected: masked(failure.expected),
        actual: masked(failure.actual),
        output: mask(failure.output),
        frames: failure.frames.map((frame) => ({ ...frame, raw: mask(frame.raw) })),
      },
    };
  });
  return { ...report, results };
}
