import type { Edit } from '../domain/edit.ts';
import type { PatchVerdict } from '../domain/patch-verdict.ts';
import type { JudgedPatch } from '../domain/repair-task.ts';
import type { SuspiciousLocation } from '../domain/suspicious-location.ts';
import type { TestFailure, TestReport, TestResult } from '../domain/test-report.ts';
import type { FailureGroup } from './failure-pieces.ts';

/** Takes out of a text what must not leave, and what differs from run to run. */
type CleanText = (text: string) => Promise<string>;

/** What a prompt may tell of failures: whole texts are cleaned before any is shortened, so that no half of a secret stays. */
export async function cleanGroups(groups: readonly FailureGroup[], clean: CleanText): Promise<FailureGroup[]> {
  return mapInOrder(groups, async ([first, ...others]) => [
    await cleanTest(first, clean),
    ...(await cleanTests(others, clean)),
  ]);
}

async function cleanTests(tests: readonly TestResult[], clean: CleanText): Promise<TestResult[]> {
  return mapInOrder(tests, (test) => cleanTest(test, clean));
}

async function cleanTest(test: TestResult, clean: CleanText): Promise<TestResult> {
  return {
    ...test,
    name: await clean(test.name),
    namePath: await mapInOrder(test.namePath, clean),
    failure: test.failure === null ? null : await cleanFailure(test.failure, clean),
  };
}

async function cleanFailure(failure: TestFailure, clean: CleanText): Promise<TestFailure> {
  const orNull = (text: string | null) => (text === null ? null : clean(text));
  return {
    ...failure,
    message: await clean(failure.message),
    expected: await orNull(failure.expected),
    actual: await orNull(failure.actual),
    output: await clean(failure.output),
  };
}

export async function cleanSuspects(
  suspects: readonly SuspiciousLocation[],
  clean: CleanText,
): Promise<SuspiciousLocation[]> {
  return mapInOrder(suspects, async (suspect) => ({
    ...suspect,
    evidence: await mapInOrder(suspect.evidence, async (one) => ({ ...one, detail: await clean(one.detail) })),
  }));
}

/** The earlier attempts; of the reports behind them only the tests that are told of. */
export async function cleanHistory(
  history: readonly JudgedPatch[],
  baseline: TestReport,
  clean: CleanText,
): Promise<JudgedPatch[]> {
  return mapInOrder(history, async ({ patch, verdict }) => {
    const rationale = await clean(patch.rationale);
    const edits = await mapInOrder(patch.edits, (edit) => cleanEdit(edit, clean));
    const { noPatch } = patch;
    const cleaned =
      noPatch === undefined
        ? { ...patch, rationale, edits }
        : { ...patch, rationale, edits, noPatch: { ...noPatch, reason: await clean(noPatch.reason) } };
    return { patch: cleaned, verdict: await cleanVerdict(verdict, baseline, clean) };
  });
}

async function cleanEdit(edit: Edit, clean: CleanText): Promise<Edit> {
  if (edit.kind === 'create') return { ...edit, content: await clean(edit.content) };
  if (edit.kind !== 'replace') return edit;
  const { target } = edit;
  const cleaned = target.kind === 'text' ? { ...target, text: await clean(target.text) } : target;
  return { ...edit, target: cleaned, replacement: await clean(edit.replacement) };
}

/** More tests than these are never told of one verdict. */
const MOST_TESTS = 12;

async function cleanVerdict(verdict: PatchVerdict, baseline: TestReport, clean: CleanText): Promise<PatchVerdict> {
  if (verdict.kind === 'invalid') return { ...verdict, reason: await clean(verdict.reason) };
  if (verdict.kind === 'refused' || verdict.kind === 'timed-out')
    return { ...verdict, detail: await clean(verdict.detail) };
  if (verdict.kind === 'plausible' || verdict.after === null) return verdict;
  const ids = verdict.kind === 'regression' ? verdict.broken : verdict.remaining;
  const told = new Set(ids.slice(0, MOST_TESTS));
  const known = [...verdict.after.results, ...baseline.results].filter(({ id }) => told.has(id));
  return { ...verdict, after: { ...verdict.after, results: await cleanTests(known, clean) } };
}

/** One after the other: what is numbered on the way keeps its number. */
async function mapInOrder<From, To>(list: readonly From[], change: (item: From) => Promise<To>): Promise<To[]> {
  const changed: To[] = [];
  for (const item of list) changed.push(await change(item));
  return changed;
}
