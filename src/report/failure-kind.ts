import type { FailureKind } from '../domain/test-report.ts';

const TIMEOUT_TYPE = /Timeout|ERR_MOCHA_TIMEOUT|testTimeoutFailure/i;
const TIMEOUT_TEXT =
  /\btimed[ -]?out (?:after|in|waiting)|\bTimeout of \d+ ?ms exceeded|Exceeded timeout of|async hook timed out|^Timeout >?\s*\d+(?:\.\d+)?s|timeout: test took|^timeout!$|^Test took longer than \d+ms/im;

const ASSERTION_TYPE =
  /Assertion|Assert$|ERR_ASSERTION|ComparisonFailure|ExpectationFailed|ExpectationNotMet|MockExpectation|JestAssertionError|^Failed$|MultipleFailuresError|MultipleExpectationsNotMet|PendingExampleFixed/;
const ASSERTION_TEXT =
  /^assert\b|^expect\(|^expected .{0,400} (?:to|not)\b|\bassertion .{0,200}failed|assertion failed|Failed asserting that|^Expected values to be|DID NOT RAISE|^expected to throw|^Missing expected|^Expect test to fail|^Unexpected success|^\[XPASS\(strict\)\]|^The expression evaluated to a falsy value|expected:? ?<|\bmock\b.{0,60}\bcalled\b|toMatchSnapshot|toMatchInlineSnapshot|snapshot .{0,80}mismatched/is;

/** Why a test failed, from the error's class or code and its message; a parser that knows better says so itself. */
export function failureKind(errorType: string | null, message: string): FailureKind {
  const type = errorType ?? '';
  const head = message.slice(0, 2000);
  if (TIMEOUT_TEXT.test(head) && !/Assert|Expectation/.test(type)) return 'timeout';
  if (ASSERTION_TYPE.test(type)) return 'assertion';
  if (TIMEOUT_TYPE.test(type)) return 'timeout';
  if (type !== '' && type !== 'Error') return 'error';
  return ASSERTION_TEXT.test(head) ? 'assertion' : 'error';
}

const LOAD_FAILURE =
  /Cannot find (?:module|package)|LoadError|cannot load such file|Can't locate \S+ in @INC|BEGIN failed--compilation aborted|Module not found|ERR_MODULE_NOT_FOUND|Failed to (?:resolve|load)|does not provide an export named|No module named|cannot import name|Test suite failed to run|ImportError|Failed to import test module|error while loading|collection failure/;

/** Whether a text speaks of a file that could not be loaded. */
export function speaksOfLoading(text: string): boolean {
  return LOAD_FAILURE.test(text);
}
