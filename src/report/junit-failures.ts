import type { TestStatus } from '../domain/test-report.ts';
import { isRecord, parseJson, stringOrNull } from '../shared/json.ts';
import type { ReportedFailure } from './assemble-report.ts';
import { readErrorText, splitType } from './error-text.ts';
import { dialectFailure, withoutTestName } from './junit-dialects.ts';
import { suiteErrorMessage, withoutHeadline } from './suite-error.ts';
import { decodeEntities, type XmlElement } from './xml-tree.ts';

export interface CaseOutcome {
  readonly status: TestStatus;
  readonly failure: ReportedFailure | null;
  readonly warning: string | null;
}

/** Whether a `<testcase>` passed, and why it failed. `isFile`: the case stands for its whole file. */
export function caseFailure(testCase: XmlElement, isFile: boolean): CaseOutcome {
  const child = (...names: string[]) => testCase.children.find((each) => names.includes(each.name));
  // Node marks a failing todo as both skipped and failed: it is no failure.
  if (child('skipped') !== undefined || isNotRun(testCase)) return { status: 'skipped', failure: null, warning: null };
  const problems = testCase.children.filter((each) => each.name === 'failure' || each.name === 'error');
  const problem = joinedProblem(problems);
  if (problem === null) return withoutProblem(testCase);
  if (/RiskyTest/.test(problem.attributes.type ?? '')) {
    return { status: 'passed', failure: null, warning: 'PHPUnit calls this test risky: counted as passed' };
  }
  return { status: 'failed', failure: problemFailure(testCase, problem, isFile), warning: null };
}

/** GoogleTest and PHPUnit list each failed check of a test. */
function joinedProblem(problems: readonly XmlElement[]): XmlElement | null {
  const [first, ...others] = problems;
  if (first === undefined || others.length === 0) return first ?? null;
  return { ...first, text: problems.map(deepText).join('\n'), children: [] };
}

function isNotRun(testCase: XmlElement): boolean {
  const { status, result } = testCase.attributes;
  return (
    /^(?:notrun|disabled|skipped|suppressed)$/i.test(status ?? '') || /^(?:skipped|suppressed)$/i.test(result ?? '')
  );
}

/** CTest and some others say it by the attribute alone; surefire's `flakyFailure` passed in the end. */
function withoutProblem(testCase: XmlElement): CaseOutcome {
  if (!/^(?:fail|failed|error)$/i.test(testCase.attributes.status ?? '')) {
    return { status: 'passed', failure: null, warning: null };
  }
  const output = outputOf(testCase);
  const spoken = dialectFailure(problemText(testCase, output));
  return { status: 'failed', failure: spoken ?? { trace: output, output }, warning: null };
}

function problemText(testCase: XmlElement, text: string) {
  return { text, className: testCase.attributes.classname ?? '', name: testCase.attributes.name ?? '' };
}

const LOAD_PROBLEM = /^collection failure|Test suite failed to run|Failed to import test module/;

function problemFailure(testCase: XmlElement, problem: XmlElement, isFile: boolean): ReportedFailure {
  const output = outputOf(testCase);
  const own = stackIn(
    deepText(problem)
      .replace(/^\s*\n/, '')
      // Surefire 2 loses the end of the line before a frame where `]]>` stands there.
      .replaceAll(/(?<=\S)(?=\tat [\w.$/@]+\()/g, '\n')
      .trimEnd(),
  );
  const text = withoutTestName(problemText(testCase, own));
  const trace = withoutHeadline(text.trim() === '' ? output : text);
  const attribute = problem.attributes.message ?? '';
  const spoken = isFile ? null : dialectFailure(problemText(testCase, trace));
  if (spoken !== null) return { ...spoken, output: spoken.output || output };
  const isLoad = isFile || LOAD_PROBLEM.test(attribute) || LOAD_PROBLEM.test(text.slice(0, 400));
  return {
    kind: isLoad ? 'load' : /testTimeoutFailure/.test(problem.attributes.type ?? '') ? 'timeout' : null,
    errorType: typeOf(problem),
    message: isLoad ? loadMessage(trace, attribute) : messageOf(attribute, trace),
    trace,
    output,
  };
}

/** jest-junit prints the error of a hook as JSON. */
function stackIn(text: string): string {
  if (!text.startsWith('{"message":')) return text;
  const error = parseJson(text);
  return isRecord(error) ? (stringOrNull(error.stack) ?? stringOrNull(error.message) ?? text) : text;
}

/** The type attribute, unless it only repeats the kind of the element or is the runner's own class. */
function typeOf(problem: XmlElement): string | null {
  const type = problem.attributes.type ?? '';
  if (
    type === '' ||
    (/^(?:failure|error|failed|\w*Failure|cancelledByParent|Error)$/.test(type) && !/Assertion|Comparison/.test(type))
  )
    return null;
  // Playwright names the matcher (`toBe`), Catch2 the macro (`REQUIRE`), prove its own class.
  if (/^(?:[a-z][A-Za-z]*|[A-Z_]+|TestFailed)$/.test(type)) return null;
  return /\s/.test(type) ? null : type;
}

/**
 * The attribute is short and mostly right; pytest's and Node 20's are folded onto fewer lines than the text has,
 * and Node 20 escapes it twice.
 */
function messageOf(attribute: string, trace: string): string | null {
  const read = readErrorText(trace);
  const given = decodeEntities(attribute).trim();
  if (given === '' || given === 'failed' || /^failed running \w+ hook$/.test(given)) return null;
  const setup = /^failed on (?:setup|teardown) with "([\s\S]*)"$/.exec(given);
  // pytest folds a trace onto one line when that is all it has, as for a fixture that does not exist.
  if (given.startsWith('failed on setup') && /^E\s/m.test(trace)) return null;
  if (setup !== null) return given.startsWith('failed on teardown') ? given : (setup[1] ?? given);
  const squeezed = (text: string) => text.replaceAll(/\s+/g, '');
  const told = squeezed(splitType(given).message);
  return read.message !== '' && squeezed(read.message).startsWith(told.slice(0, 200)) ? null : given;
}

function loadMessage(trace: string, attribute: string): string | null {
  // Node's JUnit reporter keeps nothing of what the process wrote on stderr.
  const exitCode = /^\[Error: test failed\].*\bexitCode: (\d+)/.exec(trace)?.[1];
  if (exitCode !== undefined) return `The file ended with exit code ${exitCode}; the report does not say why.`;
  if (readErrorText(trace).errorType !== null && !trace.includes('Details:\n')) return null;
  return suiteErrorMessage(trace) || decodeEntities(attribute);
}

function outputOf(testCase: XmlElement): string {
  const parts = testCase.children.filter((child) => child.name === 'system-out' || child.name === 'system-err');
  return parts
    .map((part) => part.text.trim())
    .filter((text) => text !== '')
    .join('\n');
}

/** Some makers put the trace into an element of its own inside the failure. */
function deepText(element: XmlElement): string {
  return [element.text, ...element.children.map(deepText)].filter((text) => text.trim() !== '').join('\n');
}
