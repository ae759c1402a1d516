import type { TestReport } from './test-report.ts';

/**
 * What the judge says of a candidate. Never "correct": `plausible` means that it passes the tests.
 * `fixed`, `remaining` and `broken` are test ids of the baseline.
 */
export type PatchVerdict =
  | {
      readonly kind: 'plausible';
      readonly fixed: readonly string[];
      readonly after: TestReport;
      /** Told by a process that stays, as for `partial`. */
      readonly isProvisional?: true;
    }
  | {
      readonly kind: 'partial';
      readonly fixed: readonly string[];
      readonly remaining: readonly string[];
      readonly after: TestReport;
      /** The whole suite has not run: judged once more, the candidate goes through it. */
      readonly isProvisional?: true;
    }
  | { readonly kind: 'no-effect'; readonly remaining: readonly string[]; readonly after: TestReport | null }
  | { readonly kind: 'regression'; readonly broken: readonly string[]; readonly after: TestReport }
  | { readonly kind: 'refused'; readonly policy: string; readonly detail: string }
  | { readonly kind: 'invalid'; readonly reason: string }
  | { readonly kind: 'timed-out'; readonly detail: string };

export type VerdictKind = PatchVerdict['kind'];
